package api_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"latchkey/people"
)

func TestBrowserFailures(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.BrowserFailures = true })
	page := h.app().with("Origin", origin)
	page.post("/v1/browser-failures", object{"kind": "login", "code": "cancelled"}).want(204)
	page.post("/v1/browser-failures", object{"kind": "redeem", "code": "cancelled"}).wantField("kind")
	page.post("/v1/browser-failures", object{"kind": "login", "code": "passkey_rejected"}).wantField("code")
	page.post("/v1/browser-failures", object{"kind": "login", "code": "cancelled", "identity_id": "x"}).wantField("identity_id")
	h.app().with("Origin", "https://evil.test").post("/v1/browser-failures", object{"kind": "login", "code": "cancelled"}).wantCode(403, "forbidden_origin")
	if err := h.service.Audit.CountEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.query("SELECT event_type, reason, count FROM audit_counts"); len(got) != 1 || got[0][2] != int64(1) {
		t.Errorf("counted %v, want one failure", got)
	}
	newHarness(t).app().post("/v1/browser-failures", object{"kind": "login", "code": "cancelled"}).wantCode(404, "not_found")
}

// TestBrowserFailuresAreLimited: reports need no session, so one address must not decide what the figures say.
func TestBrowserFailuresAreLimited(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.config.BrowserFailures, h.config.LoginPerMinute, h.config.LoginBurst = true, 60, 5 })
	for range 5 {
		h.app().post("/v1/browser-failures", object{"kind": "login", "code": "cancelled"}).want(204)
	}
	h.app().post("/v1/browser-failures", object{"kind": "login", "code": "cancelled"}).wantCode(429, "rate_limited")
}

// TestBrowserCodesAreTheSDKs: a code that the server did not know would be lost.
func TestBrowserCodesAreTheSDKs(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../web/sdk/error.js")
	if err != nil {
		t.Fatal(err)
	}
	failures := regexp.MustCompile(`(?s)const FAILURES = \{\n(.*?)\n\};`).FindSubmatch(source)
	if failures == nil {
		t.Fatal("web/sdk/error.js has no FAILURES")
	}
	want := []string{"network"}
	for _, name := range regexp.MustCompile(`(?m)^  (\w+): \[`).FindAllSubmatch(failures[1], -1) {
		if string(name[1]) != "network" {
			want = append(want, string(name[1]))
		}
	}
	if got := append([]string{"network"}, people.BrowserCodes...); !slices.Equal(got, want) {
		t.Errorf("the server knows %q, the SDK has %q", got, want)
	}
}
