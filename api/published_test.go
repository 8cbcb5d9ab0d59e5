package api_test

import (
	"fmt"
	"testing"

	"latchkey/wellknown"
)

// publishing gives the harness something to publish.
func publishing(lists map[string][]string) func(*harness) {
	return func(h *harness) {
		h.config.WellKnown = wellknown.Published{
			BaseURL:        "http://localhost:4477",
			RelatedOrigins: lists,
			Android:        []wellknown.AndroidApp{{Package: "com.example.app", Fingerprints: []string{"AB:CD"}}, {Package: "com.example.two", Fingerprints: []string{"01:02", "03:04"}}},
			IOS:            []string{"ABCDE12345.com.example.app"},
		}
	}
}

func TestWellKnownFiles(t *testing.T) {
	t.Parallel()
	h := newHarness(t, publishing(map[string][]string{rpID: {origin, "https://example.net"}}))
	for path, want := range map[string]string{
		"/.well-known/webauthn":          `{"origins":["https://app.example.com","https://example.net"]}`,
		"/.well-known/passkey-endpoints": `{"enroll":"http://localhost:4477/setup","manage":"http://localhost:4477/passkeys"}`,
		"/.well-known/assetlinks.json": `[{"relation":["delegate_permission/common.handle_all_urls","delegate_permission/common.get_login_creds"],` +
			`"target":{"namespace":"android_app","package_name":"com.example.app","sha256_cert_fingerprints":["AB:CD"]}},` +
			`{"relation":["delegate_permission/common.handle_all_urls","delegate_permission/common.get_login_creds"],` +
			`"target":{"namespace":"android_app","package_name":"com.example.two","sha256_cert_fingerprints":["01:02","03:04"]}}]`,
		"/.well-known/apple-app-site-association": `{"webcredentials":{"apps":["ABCDE12345.com.example.app"]}}`,
	} {
		got := h.app().get(path).want(200)
		if fmt.Sprint(decode[any](t, got.body)) != fmt.Sprint(decode[any](t, []byte(want))) || got.header.Get("Content-Type") != "application/json" ||
			got.header.Get("Cache-Control") != "public, max-age=300" {
			t.Errorf("%s answers %v\n%s, want\n%s", path, got.header, got.body, want)
		}
		// These are public, for every client, and no session is checked.
		h.browser().with("Origin", "https://evil.example").get(path).want(200)
	}
	// Files that are not configured do not exist.
	bare := newHarness(t, func(h *harness) { h.config.WellKnown.RelatedOrigins = map[string][]string{rpID: {origin}} })
	bare.app().get("/.well-known/assetlinks.json").wantCode(404, "not_found")
	bare.app().get("/.well-known/apple-app-site-association").wantCode(404, "not_found")
}
