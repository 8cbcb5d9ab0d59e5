package api_test

import (
	"net/url"
	"strings"
	"testing"
)

// A proxy that appends the request (Envoy) gets the same answers below its prefix, and nothing that a client appends is taken
// for a parameter.
func TestAuthzBelowThePath(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada, phone := h.person("ada@example.com"), device()
	unchecked := func(c *caller) *caller { // paths with slashes are not in the contract
		other := *c
		other.unchecked = true
		return &other
	}
	asks := unchecked(ada.caller)
	appended := []string{"/", "/reports", "/reports?year=2026", "//", "/a//b", "/a%2Fb", "/%7Euser", "/;level=omit", "/x;level=omit;redirect", "/level=omit/x", "/-/level=omit", "/.", "/..",
		"/?level=omit", "/?level=omit&redirect&return_to=https://evil.example", "/?max_age=0", "/?level=nonsense&level=omit", "/?%zz", "/?a=b;c=d",
		"/../../health/alive", "/../authz;level=omit/", "/../../openapi.yaml", "/..%2f..%2fhealth%2falive", "/v1/passkeys", "/" + strings.Repeat("x", 5000)}
	for _, method := range []string{"GET", "POST", "OPTIONS", "PROPFIND", "FOO", "HEAD"} {
		for _, request := range appended {
			if got := asks.send(method, "/v1/authz"+request, "", nil).want(200); got.header.Get("X-Latchkey-Level") != "aal1" || got.header.Get("X-Latchkey-Identity") != ada.id.String() {
				t.Errorf("%s %s: %v", method, request, got.header)
			}
			if got := unchecked(h.app()).send(method, "/v1/authz"+request, "", nil).want(401); got.header.Get("Location") != "" {
				t.Errorf("%s %s: redirected to %s", method, request, got.header.Get("Location"))
			}
		}
	}
	ada.register(phone).want(201)
	for _, request := range appended {
		for _, prefix := range []string{"/v1/authz;level=aal2", "/v1/authz;level=aal2;max_age=300", "/v1/authz;max_age=300;level=aal2;redirect"} {
			got := asks.get(prefix + request)
			if redirects := strings.HasSuffix(prefix, "redirect"); redirects {
				got.want(302)
			} else {
				got.wantCode(401, "insufficient_authentication")
			}
		}
	}
	ada.stepUp(phone).want(200)
	asks.get("/v1/authz;level=aal2;max_age=300/reports?level=aal1&max_age=1").want(200)
	if got := asks.get("/v1/authz;level=omit/x?level=aal2").want(200); got.header.Get("X-Latchkey-Level") != "" || strings.Contains(string(got.body), "level") {
		t.Errorf("level=omit: %v %s", got.header, got.body)
	}
	asks.get("/v1/authz;level=aal2;max_age=300").want(200)

	for path, field := range map[string]string{
		"/v1/authz;level=aal3/": "level", "/v1/authz;level/": "level", "/v1/authz;level=aal2;level=omit/": "level", "/v1/authz;max_age=0/": "max_age", "/v1/authz;max_age=60;max_age=60/": "max_age",
		"/v1/authz;max-age=60/": "path", "/v1/authz;/": "path", "/v1/authz;return_to=x/": "path", "/v1/authz;level=aal2,max_age=60/": "level", "/v1/authz;level=aal2%3Bmax_age=60/": "level",
	} {
		asks.get(path).wantField(field)
	}
	for _, path := range []string{"/v1/authzz", "/v1/authz%3Blevel=omit/", "/v1/authz%2F", "/v1/authz*"} {
		asks.get(path).wantCode(404, "not_found")
	}
}

// Who is signed out returns to the appended address, at the host that the proxy kept or names.
func TestAuthzReturnsBelowThePath(t *testing.T) {
	h := newHarness(t)
	for _, test := range []struct{ host, forwarded, path, want string }{
		{"app.example.com", "", "/home/reports?year=2026&tab=all", origin + "/home/reports?year=2026&tab=all"},
		{"latchkey:4477", "app.example.com", "/home", origin + "/home"},
		{"evil.example", "", "/home", origin + "/home"}, // the default
		{"app.example.com", "evil.example", "/home/x", origin + "/home"},
		{"app.example.com", "", "//evil.example/home", origin + "/home"},
		{"app.example.com", "", "/home/../admin", origin + "/home"},
	} {
		c := h.browser().with("X-Forwarded-Proto", "https")
		if test.forwarded != "" {
			c = c.with("X-Forwarded-Host", test.forwarded)
		}
		c.unchecked = true
		got := c.get("http://" + test.host + "/v1/authz;redirect" + test.path).want(302)
		if target, err := url.Parse(got.header.Get("Location")); err != nil || target.Query().Get("return_to") != test.want {
			t.Errorf("%+v leads to %s", test, target)
		}
	}
}
