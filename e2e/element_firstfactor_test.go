package e2e_test

import (
	"cmp"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// withFoundKey is a user with a passkey in the browser and a security key without a PIN. The attacker with the stolen key has
// set a password at Kratos, and an address of their own.
func (s *stack) withFoundKey(t *testing.T) (tb *tab, attacker caller) {
	t.Helper()
	tb = s.tabWithPasskey(t)
	tb.open(s.latchkey.PublicURL + "/step-up")
	tb.press("Confirm with your passkey")
	tb.at(s.latchkey.PublicURL + "/passkeys")
	key := s.securityKey()
	s.withCookie(tb.user).register(t, key)

	attacker, _ = s.signIn(t, key)
	a := s.attacker(t, "api")
	a.hold("X-Session-Token", attacker.header.Get("X-Session-Token"))
	for _, form := range []map[string]any{
		{"method": "password", "password": attackersPassword},
		{"method": "profile", "traits": map[string]any{"email": newEmail()}},
	} {
		if got := a.flow("settings", "", func(kratosFlow) map[string]any { return form }); got.status != http.StatusOK {
			t.Fatalf("Kratos keeps it out, so this proves nothing: %d %s", got.status, got.body)
		}
	}
	return tb, attacker
}

const (
	askedAboutPassword = "Your account has had a new password since "
	askedAboutAddress  = "Your account has had a new email address or phone number since "
)

// TestFirstFactorQuestion: next to a key without a PIN, the page asks about a password and an address that are newer
// than the first passkey. Those that are not the user's stay at Kratos, and the page says so.
func TestFirstFactorQuestion(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{})
	tb, attacker := s.withFoundKey(t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see(askedAboutPassword)
	tb.see(askedAboutAddress)
	tb.looksRight()
	tb.looksRightInGerman()
	tb.see("Stammt es von Ihnen?")
	tb.looksAt("german")
	tb.speaks(cmp.Or(spoken, "en"))
	tb.do("load again", chromedp.Reload())
	tb.see(askedAboutPassword)

	tb.press("No, it is not mine") // the first of the two
	tb.see("as not yours?")
	tb.looksAt("sure")
	tb.press("It is not mine")
	tb.said("Everyone but you has been signed out, and support has been notified.")
	tb.focusIs("Your passkeys")
	tb.looksAt("kept")
	attacker.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")

	tb.press("Yes, it is mine")
	tb.said("Thank you. It counts as yours from now on.")
	tb.accessible("one of each")
	var disowned, vouched int
	page := s.withCookie(tb.user)
	for _, kind := range []string{"password", "address"} {
		for _, f := range page.atKratos(t, kind) {
			if f.Disowned {
				disowned++
			}
			if f.Vouched != nil && *f.Vouched {
				vouched++
			}
		}
	}
	if disowned != 1 || vouched != 0 { // a vouched first factor is not asked about again
		t.Errorf("%d disowned and %d vouched ones are listed", disowned, vouched)
	}
}

// looksAt keeps pictures of a state of the page in the narrowest window, light and dark, and checks what can be checked.
func (tb *tab) looksAt(state string) {
	tb.t.Helper()
	tb.width(narrow)
	for _, theme := range themes {
		tb.prefers(theme)
		tb.screenshot("320-" + theme + "-" + state)
	}
	tb.sound(state)
	tb.prefers(light)
}
