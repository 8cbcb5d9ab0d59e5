package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/account"
)

// A proxy uses the method and the origin of the original request.
func TestAuthzAnswersAnyMethod(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT", "FOO", "M-SEARCH"} {
		asking := ada.with("Origin", "https://elsewhere.example")
		asking.unchecked = method != "GET" // the contract documents GET only
		got := asking.send(method, "/v1/authz", "", nil).want(200)
		if got.header.Get("X-Latchkey-Identity") != ada.id.String() || got.header.Get("X-Latchkey-Session") != ada.sessionID(h).String() ||
			got.header.Get("X-Latchkey-Level") != "aal1" || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %v %s", method, got.header, got.body)
		}
		body := fmt.Sprintf(`{"subject":%[1]q,"sub":%[1]q,"extra":{"identity_id":%[1]q,"session_id":%[2]q,"level":"aal1"}}`, ada.id, ada.sessionID(h))
		if method == "HEAD" {
			body = ""
		}
		if said := strings.TrimSpace(string(got.body)); said != body {
			t.Errorf("%s: the body is %s, want %s", method, said, body)
		}
		unauthenticated := h.app()
		unauthenticated.unchecked = method != "GET"
		unauthenticated.send(method, "/v1/authz", "", nil).want(401)
	}
	// To a proxy any 2xx is a success, so a preflight must not be answered as one of our own.
	preflight := h.browser().with("Access-Control-Request-Method", "PUT")
	preflight.unchecked = true
	preflight.send("OPTIONS", "/v1/authz", "", nil).want(401)
}

// The page depends on what is missing, and leads back to the requested address.
func TestAuthzNamesThePage(t *testing.T) {
	const wanted = "https://app.example.com/home/reports?year=2026&tab=all"
	forwarded := func(c *caller) *caller {
		return c.with("X-Forwarded-Proto", "https").with("X-Forwarded-Host", "app.example.com").with("X-Forwarded-Uri", "/home/reports?year=2026&tab=all")
	}
	shows := func(t *testing.T, c *caller, status int, code, page string) {
		t.Helper()
		plain := forwarded(c).get("/v1/authz").wantCode(status, code)
		redirect := forwarded(c).get("/v1/authz?redirect").want(302)
		named := c.get("/v1/authz?redirect=1&return_to=" + url.QueryEscape(wanted)).want(302)
		for _, target := range []string{plain.header.Get("X-Latchkey-Page"), redirect.header.Get("Location"), named.header.Get("Location")} {
			u, err := url.Parse(target)
			if err != nil || !strings.HasPrefix(target, page+"?") || u.Query().Get("return_to") != wanted {
				t.Errorf("got %q, want %s and back to %s", target, page, wanted)
			}
		}
		if plain.header.Get("Location") != "" || redirect.header.Get("X-Latchkey-Identity") != "" {
			t.Errorf("got %v and %v, want no Location and no X-Latchkey-Identity", plain.header, redirect.header)
		}
	}
	h := newHarness(t, policy("aal2", 0))
	shows(t, h.browser(), 401, "unauthenticated", baseURL+"/login")
	ada := h.person("ada@example.com")
	shows(t, ada.caller, 403, "enrolment_required", baseURL+"/setup")
	ada.register(device()).want(201)
	shows(t, ada.caller, 403, "step_up_required", baseURL+"/step-up")

	const kratos = "http://kratos.test/self-service/login/browser"
	eve := h.person("eve@example.com")
	h.kratos.change(eve.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	shows(t, eve.caller, 403, "aal2_required", kratos)
	h.kratos.aal2 = kratos + "?aal=aal2" // if Kratos itself refuses sessions at aal1
	shows(t, eve.caller, 403, "aal2_required", kratos)
	h.kratos.aal2 = ""

	// No page helps here, so there is no redirect.
	h.kratos.editSession(eve.token, func(s *account.Session) { s.Identity.Active = false })
	if got := eve.get("/v1/authz?redirect").wantCode(403, "identity_inactive"); got.header.Get("X-Latchkey-Page") != "" {
		t.Errorf("got %v, want no X-Latchkey-Page", got.header)
	}
	h.kratos.goDown(true)
	ada.get("/v1/authz?redirect").wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	h.store.goDown(true)
	ada.get("/v1/authz?redirect").wantCode(503, "store_unavailable")
}

// Without the level, a policy that requires none needs no database; any other decides as it does with it.
func TestAuthzWithoutLevel(t *testing.T) {
	h := newHarness(t, policy("none", 0))
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	omitted := func(got *answer) {
		t.Helper()
		got.want(200)
		if _, ok := got.header["X-Latchkey-Level"]; ok || got.header.Get("X-Latchkey-Identity") != ada.id.String() || got.header.Get("X-Latchkey-Session") == "" {
			t.Errorf("got %v, want %s and a session, and no level", got.header, ada.id)
		}
	}
	h.store.goDown(true)
	omitted(ada.get("/v1/authz?level=omit"))
	ada.get("/v1/authz").wantCode(503, "store_unavailable")
	h.app().get("/v1/authz?level=omit").wantCode(401, "unauthenticated")
	h.kratos.editSession(ada.token, func(s *account.Session) { s.Identity.Active = false })
	ada.get("/v1/authz?level=omit").wantCode(403, "identity_inactive")
	h.kratos.goDown(true)
	ada.get("/v1/authz?level=omit").wantCode(503, "kratos_unavailable")
	for _, query := range []string{"level", "level=", "level=omit&level=omit", "level=omit&level=aal2"} {
		c := *ada.caller
		c.unchecked = true // not in the contract
		c.get("/v1/authz?" + query).wantField("level")
	}

	h = newHarness(t, policy("aal2", 0))
	ada = h.person("ada@example.com")
	ada.get("/v1/authz?level=omit").wantCode(403, "enrolment_required")
	phone := device()
	ada.register(phone).want(201)
	ada.get("/v1/authz?level=omit").wantCode(403, "step_up_required")
	ada.stepUp(phone).want(200)
	omitted(ada.get("/v1/authz?level=omit"))
	h.store.goDown(true)
	ada.get("/v1/authz?level=omit").wantCode(503, "store_unavailable")
}

// Whatever a request claims, the way back leads to an address of the list or to the default.
func TestAuthzReturnsToAllowedAddressesOnly(t *testing.T) {
	const fallback = origin + "/home"
	h := newHarness(t)
	back := func(t *testing.T, got *answer) string {
		t.Helper()
		target, err := url.Parse(got.want(302).header.Get("Location"))
		if err != nil || target.Scheme+"://"+target.Host+target.Path != baseURL+"/login" {
			t.Fatalf("sent to %v, %v", target, err)
		}
		return target.Query().Get("return_to")
	}
	for _, wish := range []string{
		"//evil.example", "///evil.example", `/\evil.example`, `\/evil.example`, `\\evil.example`, "https:evil.example", "https:/evil.example",
		"https://evil.example", "https://evil.example/home", "https://app.example.com.evil.example/home", "https://app.example.com@evil.example/home",
		"https://user@app.example.com/home", "https://user:pw@app.example.com/home", `https://evil.example\@app.example.com/home`,
		"http://app.example.com/home", "https://app.example.com:8443/home", "https://app.example.com/", "https://app.example.com/homestead",
		"https://app.example.com/home/../admin", "https://app.example.com/home/%2e%2e/admin", "https://app.example.com/home/%2E%2E%2Fadmin",
		"https://app.example.com/home%2f..%2fadmin", "https://app.example.com//evil.example", "https://app.example.com/home/%5c..",
		"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://app.example.com/home", "https://APP.example.com.evil.example/home",
		"https://app.example.com/home\r\nSet-Cookie: a=b", "https://app.example.com/ho\tme", " https://app.example.com/home", "https://app.example.com\u3002evil.example/home",
		"https://[::1]/home", "https:///home", "%2f%2fevil.example", "/%2f/evil.example", "/%5cevil.example", "https%3a%2f%2fevil.example", "?x", "#x", "home",
		"https://app.example.com/home" + strings.Repeat("x", 2048),
	} {
		if got := back(t, h.browser().get("/v1/authz?redirect&return_to="+url.QueryEscape(wish))); got != fallback {
			t.Errorf("%q leads to %q", wish, got)
		}
	}
	for _, wish := range []string{fallback, fallback + "/", fallback + "/a?b=c&d=%2F%2Fevil#e", baseURL + "/passkeys", baseURL + "/"} {
		if got := back(t, h.browser().get("/v1/authz?redirect&return_to="+url.QueryEscape(wish))); got != wish {
			t.Errorf("%q leads to %q", wish, got)
		}
	}
	if got := back(t, h.browser().get("/v1/authz?redirect&return_to=/setup")); got != baseURL+"/setup" {
		t.Errorf("a path of ours leads to %q", got)
	}
	for _, spoof := range []struct{ proto, host, uri string }{
		{"https", "evil.example", "/home"}, {"https", "app.example.com@evil.example", "/home"}, {"https", "evil.example/app.example.com", "/home"},
		{"https", "app.example.com", "@evil.example/home"}, {"https", "app.example.com", ".evil.example/home"}, {"https", "app.example.com", ":8443/home"},
		{"javascript", "app.example.com", "/home"}, {"http", "app.example.com", "/home"}, {"https", "app.example.com", "/"}, {"https", "app.example.com", `\evil.example`},
		{"https", "app.example.com, evil.example", "/home"}, {"", "app.example.com", "/home"}, {"https", "", "//evil.example"}, {"https://evil.example/?", "app.example.com", "/home"},
	} {
		c := h.browser().with("X-Forwarded-Proto", spoof.proto).with("X-Forwarded-Host", spoof.host).with("X-Forwarded-Uri", spoof.uri)
		if got := back(t, c.get("/v1/authz?redirect")); got != fallback {
			t.Errorf("%v leads to %q", spoof, got)
		}
	}
}

// A success may come from the cache for a few seconds. A refusal never does: a user who has just got what was missing
// must not be sent for it again.
func TestAuthzAndTheSessionCache(t *testing.T) {
	h := newHarness(t, policy("highest_available", 0))
	ada := h.person("ada@example.com")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	remembered := h.kratos.sessions[ada.token]
	h.kratos.stale = map[string]account.Session{ada.token: remembered}
	ada.get("/v1/authz").wantCode(403, "aal2_required")
	totp := account.Method{Name: "totp", AAL: account.AAL2, CompletedAt: h.clock.Now()}
	h.kratos.editSession(ada.token, func(s *account.Session) { s.AAL, s.Methods = account.AAL2, append(s.Methods, totp) })
	if got := ada.get("/v1/authz").want(200).header.Get("X-Latchkey-Level"); got != "aal2" {
		t.Errorf("level %s", got)
	}
	remembered.AAL, remembered.Methods = account.AAL2, append(remembered.Methods, totp)
	h.kratos.stale[ada.token] = remembered
	h.kratos.goDown(true) // a cached success makes no call
	ada.get("/v1/authz").want(200)
	ada.get("/v1/session").wantCode(503, "kratos_unavailable")
	ada.post("/v1/registration/begin", object{}).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	remembered.Identity.Active = false
	h.kratos.stale[ada.token] = remembered
	ada.get("/v1/authz").want(200) // active again by now

	delete(h.kratos.sessions, ada.token)
	remembered.Identity.Active, remembered.AAL = true, account.AAL1
	h.kratos.stale[ada.token] = remembered
	ada.get("/v1/authz").wantCode(401, "unauthenticated")
}

// The headers for the application come from Latchkey alone, whatever the proxy lets through.
func TestAuthzIgnoresClaims(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com").with("X-Latchkey-Identity", "00000000-0000-0000-0000-000000000001").with("X-Latchkey-Level", "aal3")
	if got := ada.get("/v1/authz").want(200).header; len(got.Values("X-Latchkey-Identity")) != 1 || got.Get("X-Latchkey-Identity")[:8] == "00000000" || got.Get("X-Latchkey-Level") != "aal1" {
		t.Errorf("got %v, want one X-Latchkey-Identity, not the client's, and X-Latchkey-Level aal1", got)
	}
	h.app().with("X-Latchkey-Identity", "00000000-0000-0000-0000-000000000001").get("/v1/authz").wantCode(401, "unauthenticated")
}

// BenchmarkAuthz measures Latchkey's part, with a Kratos that responds at once; e2e measures the whole.
func BenchmarkAuthz(b *testing.B) {
	for _, required := range []string{"none", "highest_available"} {
		b.Run(required, func(b *testing.B) {
			h := newHarness(b, policy(required, time.Hour))
			ada, phone := h.person("ada@example.com"), device()
			ada.register(phone).want(http.StatusCreated)
			ada.stepUp(phone).want(http.StatusOK)
			ada.unchecked = true
			for b.Loop() {
				ada.get("/v1/authz").want(http.StatusOK)
			}
		})
	}
}
