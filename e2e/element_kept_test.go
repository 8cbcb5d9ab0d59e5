package e2e_test

import (
	"strings"
	"testing"

	"latchkey/demo"
)

// showsKept checks what /passkeys says of the passkeys that Kratos keeps, too.
func (s *stack) showsKept(t *testing.T, user *demo.KratosUser, sentences ...string) {
	t.Helper()
	tb := newTab(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("Recent activity")
	for _, sentence := range sentences {
		tb.see(sentence)
	}
	tb.looksRight()
	tb.looksRightInGerman()
}

// testKeptInConsole: staff see which passkeys Kratos keeps, too.
func (s *stack) testKeptInConsole(t *testing.T, user *demo.KratosUser) {
	tb := staff("support")(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/admin#/people/" + user.IdentityID.String())
	tb.see("Copy kept at Kratos")
	tb.looksRight()
	tb.looksRightInGerman()
}

// testRaisedAtKratos: Kratos wants two factors of a session that a passkey has created. The browser has its cookie, and goes on at
// Kratos, where the authenticator app is asked for. Newer versions of Kratos count the passkey as both factors.
func testRaisedAtKratos(t *testing.T, s *stack, page string) {
	tb := s.tabWithPasskey(t)
	_, err := tb.user.EnrolTOTP(t.Context())
	must(t, err)
	tb.open(s.latchkey.PublicURL + "/login")
	tb.press("Sign in with a passkey")
	if s.kratos.Has(demo.CountsACR) {
		tb.at(s.latchkey.PublicURL + "/passkeys")
		return
	}
	tb.at(page + "/login?flow=")
	tb.open(s.kratos.BrowserURL + "/self-service/login/flows?id=" + evaluate[string](tb, `new URL(location).searchParams.get('flow')`))
	if flow := evaluate[string](tb, `document.body.innerText`); !strings.Contains(flow, `"requested_aal":"aal2"`) {
		t.Errorf("the flow at Kratos: %s", flow)
	}
}
