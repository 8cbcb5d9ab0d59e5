package api_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// Unknown addresses and methods get a problem document, whatever they look like.
func TestUnknownAddresses(t *testing.T) {
	h := newHarness(t)
	for _, path := range []string{"/", "/v1", "/v1/", "/v1/passkeys/", "/v2/passkeys", "/admin", "/v1/login", "/v1/../admin/v1/x",
		"/v1/recovery-codes/%2e%2e", "/v1/%00", "/v1/passkeys/" + uuid.NewString() + "/x", "/.well-known/webauthn-nothing"} {
		got := h.app().get(path)
		if got.status != 404 || got.object()["code"] != "not_found" {
			t.Errorf("GET %s: %d %s", path, got.status, got.body)
		}
	}
	admin := h.app() // the public listener has none of the other's routes, and a key changes nothing
	admin.unchecked = true
	key, _ := h.adminKey(nil, "read")
	for _, path := range []string{"/admin/v1/passkeys", "/admin/v1/keys", "/admin/v1/identities?identifier=x"} {
		admin.with("Authorization", "Bearer "+key).get(path).wantCode(404, "not_found")
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "GET"} {
		got := h.app().send(method, "/v1/login/begin", "application/json", []byte(`{}`))
		if got.wantCode(405, "method_not_allowed").header.Get("Allow") != "OPTIONS, POST" {
			t.Errorf("%s: Allow: %s", method, got.header.Get("Allow"))
		}
	}
	if got := h.app().send(http.MethodHead, "/v1/passkeys", "", nil); len(got.body) != 0 {
		t.Errorf("HEAD has a body: %s", got.body)
	}
}

// A client cannot choose the ID of its request in the log, the response and the audit log.
func TestRequestIDs(t *testing.T) {
	h := newHarness(t, func(h *harness) { h.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")} })
	proxied := h.app()
	proxied.remote = "10.1.2.3:1"
	for _, client := range []*caller{h.app(), proxied} {
		for id, logged := range map[string]bool{
			"0123abcd": true, strings.Repeat("x", 64): true, "a-b_c-d_e": true,
			"short": false, strings.Repeat("x", 65): false, "<script>alert</script>": false, "12345678\"": false, "1234 5678": false,
		} {
			got := client.with("X-Request-Id", id).get("/v1/passkeys").wantCode(401, "unauthenticated")
			ours := got.header.Get("X-Request-Id")
			if ours == id || ours == "" || got.object()["request_id"] != ours {
				t.Errorf("%q: %q %s", id, ours, got.body)
			}
			theirs := fmt.Sprintf(`"client_request_id":%q`, id)
			if strings.Contains(h.log.String(), theirs) != logged || strings.Contains(h.log.String(), fmt.Sprintf(`"request_id":%q`, id)) {
				t.Errorf("%q: logged %s", id, h.log)
			}
		}
	}
	ada := h.person("ada@example.com")
	answer := ada.with("X-Request-Id", "chosen-by-ada").register(device()).want(201)
	recorded := h.query("SELECT request_id FROM security_audit")
	if len(recorded) != 1 || recorded[0][0] != answer.header.Get("X-Request-Id") || recorded[0][0] == "chosen-by-ada" {
		t.Errorf("recorded %v", recorded)
	}
}
