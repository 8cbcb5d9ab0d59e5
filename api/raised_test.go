package api_test

import (
	"testing"

	"latchkey/account"
)

// A session that Kratos refuses until it is raised there is delivered with the refusal, and is the passkey's once Kratos
// returns it, whether its ID was known before or not.
func TestSessionToBeRaised(t *testing.T) {
	const page = "https://id.example.com/self-service/login/browser?aal=aal2"
	for _, anonymous := range []bool{false, true} {
		for _, kind := range []string{"token", "cookie"} {
			h := newHarness(t, minting, policy("highest_available", 0))
			minter := h.rules.Minter.(*fakeMinter)
			ada, phone := h.person("ada@example.com"), device()
			ada.register(phone).want(201)
			minter.raise, minter.anonymous = &account.AAL2Required{RedirectTo: page}, anonymous
			c := h.app()
			if kind == "cookie" {
				c = h.browser()
			}
			b := c.begin("login", object{"session": kind})
			got := c.finish("login", b, c.getWith(phone, b)).wantCode(403, "aal2_required").object()
			session, _ := got["session"].(object)
			if got["redirect_browser_to"] != page || session["kind"] != kind {
				t.Fatalf("%s: %v", kind, got)
			}
			token, _ := session["token"].(string)
			if (token == "") != (kind == "cookie") {
				t.Errorf("%s: token %q", kind, token)
			}
			if token == "" {
				token = c.cookies[sessionCookie]
			}
			owner := &person{caller: h.browser(), id: ada.id, token: token}
			owner.cookies[sessionCookie] = token
			owner.get("/v1/authz").want(200)
			if n := h.count("passkey_sessions"); n != 1 {
				t.Errorf("%s: %d sessions are recorded", kind, n)
			}
		}
	}
}
