package api_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/web"
)

// A cross-site request is refused before anything else happens.
func TestCrossSiteCalls(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	id := ada.register(phone).want(201).id().String()
	for _, test := range []struct {
		name, origin, site string
		cookie, allowed    bool
	}{
		{"own origin, cookie", origin, "", true, true},
		{"own origin and site", origin, "same-site", true, true},
		{"own base URL", baseURL, "same-origin", true, true},
		{"another page of the relying party", "https://www.example.com", "same-site", true, true},
		{"foreign", "https://evil.example", "cross-site", true, false},
		{"foreign without a cookie", "https://evil.example", "cross-site", false, false},
		{"sibling", "https://blog.example.com", "same-site", true, false},
		{"null", "null", "cross-site", true, false},
		{"other port", origin + ":8443", "", true, false},
		{"other scheme", strings.Replace(origin, "https", "http", 1), "", true, false},
		{"other case", "https://APP.example.com", "", true, false},
		{"prefix", origin + ".evil.example", "", true, false},
		{"two in one", origin + ", https://evil.example", "", true, false},
		{"only site: same-origin", "", "same-origin", true, true},
		{"only site: same-site", "", "same-site", true, false},
		{"only site: cross-site", "", "cross-site", true, false},
		{"only site: none", "", "none", true, false},
		{"only site, without a cookie", "", "cross-site", false, false},
		{"neither, cookie", "", "", true, false},
		{"neither, token", "", "", false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := ada.caller.with("Origin", test.origin).with("Sec-Fetch-Site", test.site)
			if !test.cookie {
				delete(c.cookies, sessionCookie)
				c.header.Set("X-Session-Token", ada.token)
			}
			c.t = t
			before := h.dump()
			got := c.patch("/v1/passkeys/"+id, object{"name": test.name})
			if test.allowed {
				got.want(200)
				return
			}
			got.wantCode(403, "forbidden_origin")
			c.delete("/v1/passkeys/"+id).wantCode(403, "forbidden_origin")
			for _, path := range []string{"registration/begin", "registration/finish", "login/begin", "login/finish", "step-up/begin", "step-up/finish"} {
				c.post("/v1/"+path, object{}).wantCode(403, "forbidden_origin")
			}
			if h.dump() != before {
				t.Error("something was written")
			}
			c.get("/v1/passkeys").want(200) // reading changes nothing, and CORS hides the response
		})
	}
	twice := ada.caller.with("Origin", origin)
	twice.header.Add("Origin", "https://evil.example")
	twice.post("/v1/login/begin", object{}).wantCode(403, "forbidden_origin")
	empty := ada.caller.with("Sec-Fetch-Site", "")
	empty.header["Origin"] = []string{""}
	empty.post("/v1/login/begin", object{}).wantCode(403, "forbidden_origin")
}

func TestCORS(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	headers := func(a *answer) (origin, credentials string) {
		return a.header.Get("Access-Control-Allow-Origin"), a.header.Get("Access-Control-Allow-Credentials")
	}
	preflight := func(from string) *answer {
		c := h.caller(h.public).with("Origin", from).with("Access-Control-Request-Method", "PATCH").
			with("Access-Control-Request-Headers", "content-type,x-session-token")
		return c.send("OPTIONS", "/v1/passkeys/x", "", nil)
	}
	for _, own := range []string{origin, baseURL, "https://www.example.com", "https://example.net"} {
		if from, credentials := headers(ada.caller.with("Origin", own).get("/v1/passkeys").want(200)); from != own || credentials != "true" {
			t.Errorf("%s: %q %q", own, from, credentials)
		}
		flight := preflight(own)
		from, credentials := headers(flight)
		if flight.status != 204 || from != own || credentials != "true" ||
			!contains(flight.header.Get("Access-Control-Allow-Methods"), "PATCH", "DELETE") ||
			!contains(flight.header.Get("Access-Control-Allow-Headers"), "Content-Type", "X-Session-Token") {
			t.Errorf("%s: %d %v", own, flight.status, flight.header)
		}
		if !contains(strings.Join(flight.header.Values("Vary"), ","), "Origin") {
			t.Errorf("%s: Vary %v", own, flight.header.Values("Vary"))
		}
	}
	for _, foreign := range []string{"https://evil.example", "null", origin + ".evil.example", "https://APP.example.com", "http://app.example.com"} {
		for _, a := range []*answer{ada.caller.with("Origin", foreign).get("/v1/passkeys"), preflight(foreign)} {
			for name := range a.header {
				if strings.HasPrefix(name, "Access-Control-Allow") {
					t.Errorf("%s gets %s: %s", foreign, name, a.header.Get(name))
				}
			}
		}
	}
	// Our own pages can read refusals, too; no response may be cached.
	refused := ada.post("/v1/registration/begin", object{"evil": 1}).want(400)
	if from, _ := headers(refused); from != origin || refused.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v, want origin %s and no-store", refused.header, origin)
	}
	if listed := ada.get("/v1/passkeys").want(200); listed.header.Get("Cache-Control") != "no-store" || listed.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("got %v, want Cache-Control no-store, X-Content-Type-Options nosniff", listed.header)
	}
}

// Scripts and icons are the same for everyone: their responses do not depend on a cookie.
func TestCORSOfModules(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withIcons, func(h *harness) {
		h.config.Pages = web.New(web.Config{BaseURL: baseURL})
	})
	for _, path := range []string{"/sdk/latchkey.js", "/elements/setup.js", "/authenticators/" + apple + "-light"} {
		for _, from := range []string{origin, baseURL, "https://shop.example", "null"} {
			c := h.app().with("Origin", from)
			c.unchecked = true
			got := c.get(path).want(200)
			for name := range got.header {
				if strings.HasPrefix(name, "Access-Control-") && name != "Access-Control-Allow-Origin" {
					t.Errorf("%s tells %s %s: %s", path, from, name, got.header.Get(name))
				}
			}
			if allowed := got.header.Values("Access-Control-Allow-Origin"); !slices.Equal(allowed, []string{"*"}) {
				t.Errorf("%s allows %s by %q", path, from, allowed)
			}
		}
	}
	c := h.app().with("Origin", "https://shop.example")
	c.unchecked = true
	if none := c.get("/elements/messages.tlh.js").want(404); none.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("the headers of a missing language depend on the origin: %v", none.header)
	}
}
