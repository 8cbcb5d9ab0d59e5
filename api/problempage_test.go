package api_test

import (
	"strings"
	"testing"
)

const navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" // of Chromium and Firefox

// Whoever asks for a page gets one, with the status and headers of the problem; everyone else gets the document.
func TestProblemsForBrowsers(t *testing.T) {
	t.Parallel()
	h := newHarness(t, everything)
	for name, c := range h.listeners() {
		c.header.Del("Authorization")
		unknown := map[string]int{"public": 404, "admin": 401, "metrics": 404}[name]
		for _, want := range []struct {
			method, path, accept string
			status               int
			page                 bool
		}{
			{"GET", "/nothing", navigation, unknown, true},
			{"HEAD", "/nothing", navigation, unknown, true},
			{"POST", "/nothing", navigation, unknown, true},
			{"GET", "/nothing", "text/html", unknown, true},
			{"GET", "/nothing", "", unknown, false},
			{"GET", "/nothing", "*/*", unknown, false},
			{"GET", "/nothing", "application/json", unknown, false},
			{"GET", "/nothing", "application/json, text/html", unknown, false},
			{"GET", "/nothing", "text/html;q=0.5, application/problem+json", unknown, false},
			{"GET", "/nothing", "image/avif,image/webp,*/*;q=0.8", unknown, false},
		} {
			got := c.with("Accept", want.accept).send(want.method, want.path, "", nil)
			kind, page := "application/problem+json", want.page && name != "metrics" // which has no pages
			if page {
				kind = "text/html; charset=utf-8"
			}
			if got.status != want.status || got.header.Get("Content-Type") != kind || got.header.Get("Cache-Control") != "no-store" ||
				!strings.Contains(strings.Join(got.header.Values("Vary"), ","), "Accept") {
				t.Errorf("%s: %s %s of %q: %d %v", name, want.method, want.path, want.accept, got.status, got.header)
			}
			if page && want.method != "HEAD" && !strings.Contains(string(got.body), got.header.Get("X-Request-Id")) {
				t.Errorf("%s: the page lacks the request ID:\n%s", name, got.body)
			}
		}
	}

	public := h.listeners()["public"].with("Accept", navigation)
	for _, want := range []struct {
		method, path, code, header string
		status                     int
	}{
		{"GET", "/v1/session", "unauthenticated", "WWW-Authenticate", 401},
		{"GET", "/oauth2/deny?interaction=x", "ceremony_invalid", "", 400},
		{"GET", "/oauth2/authorize", "invalid_request", "", 400},
		{"PUT", "/login", "method_not_allowed", "Allow", 405},
	} {
		got := public.send(want.method, want.path, "", nil)
		if got.status != want.status || !strings.Contains(string(got.body), "<dd>"+want.code+"</dd>") || want.header != "" && got.header.Get(want.header) == "" {
			t.Errorf("%s %s: %d %v\n%s", want.method, want.path, got.status, got.header, got.body)
		}
	}
	h.kratos.goDown(true)
	public.header.Set("Cookie", "ory_kratos_session=x")
	if got := public.get("/v1/session"); got.status != 503 || got.header.Get("Retry-After") != "2" || !strings.Contains(string(got.body), "<dd>kratos_unavailable</dd>") {
		t.Errorf("with Kratos down: %d %v\n%s", got.status, got.header, got.body)
	}
	// A proxy asks with the headers of the browser, and the answer is for the proxy.
	if got := public.get("/v1/authz"); got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("forward-auth: %v", got.header)
	}
}
