package api_test

import (
	"testing"

	"latchkey/lifecycle"
	"latchkey/webauthnsvc/webauthntest"
)

// Who is active again need not wait for a comparison, which may be turned off: any use of the account resumes the passkeys. Until
// then a password opens nothing that it does not open beside a passkey.
func TestReactivatedIdentity(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(h *harness, ada *person, phone *webauthntest.Authenticator){
		"login": func(h *harness, ada *person, phone *webauthntest.Authenticator) { h.browser().login(phone).want(200) },
		"login by identifier": func(h *harness, ada *person, phone *webauthntest.Authenticator) {
			c := h.browser()
			b := c.begin("login", object{"identifier": ada.email})
			c.finish("login", b, c.getWith(phone, b)).want(200)
		},
		"session": func(h *harness, ada *person, _ *webauthntest.Authenticator) { ada.standing() },
		"step-up": func(h *harness, ada *person, phone *webauthntest.Authenticator) { ada.stepUp(phone).want(200) },
		"login gate": func(h *harness, ada *person, phone *webauthntest.Authenticator) {
			c := h.browser()
			c.useAtGate(gateOf(h.t, h.kratosHook().post("/hooks/kratos/login", attempt(ada))), phone).want(200)
		},
		"settings gate": func(h *harness, ada *person, _ *webauthntest.Authenticator) {
			h.kratosHook().post("/hooks/kratos/settings", change(ada)).want(403)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, gated)
			ada, phone := h.fresh("ada@example.com")
			active := func(is bool) { h.kratos.change(ada.id, func(i *kratosIdentity) { i.Active = is }) }
			active(false)
			if got := h.reconciled(); got[ada.id] != lifecycle.Suspended {
				t.Fatalf("%v", got)
			}
			h.browser().login(phone).wantReason("not_accepted")
			if n := h.events("identity.resumed"); n != 0 {
				t.Errorf("resumed while the identity is inactive")
			}
			active(true)
			use(h, h.signIn(ada.id, ada.email), phone)
			if n := h.events("identity.resumed"); n != 1 {
				t.Errorf("resumed %d times", n)
			}
			if got := h.reconciled(); len(got) != 0 {
				t.Errorf("left to the comparison: %v", got)
			}
		})
	}
}
