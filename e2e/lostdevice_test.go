package e2e_test

import (
	"testing"

	"latchkey/demo"
)

// TestLostDevice follows a user whose only device is lost through the pages: from the login page, without the
// passkey, to a new passkey. No URL is typed on the way.
func TestLostDevice(t *testing.T) {
	t.Parallel()
	t.Run("NoGate", func(t *testing.T) {
		s := startStackWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}})
		tb, code := s.lostDevice(t)
		tb.press("I can’t use my passkey")
		tb.see("First sign in another way")
		tb.press("Use a recovery code")
		tb.at(s.latchkey.PublicURL + "/recover")
		tb.see("A recovery code replaces your passkey, not your password.")
		tb.press("Sign in")
		tb.signsInByPassword(s)
		tb.at(s.latchkey.PublicURL + "/recover")
		tb.redeems(code)
		tb.setsUpAnew(s)
	})
	t.Run("Gate", func(t *testing.T) {
		s := startArrangedWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, shutGate)
		tb, code := s.lostDevice(t)
		tb.press("I can’t use my passkey")
		tb.see("First sign in another way")
		tb.press("Use a recovery code")
		tb.see("A recovery code replaces your passkey, not your password.")
		tb.press("Sign in")
		tb.signsInByPassword(s)
		tb.see("Continue with your passkey")
		tb.press("Continue with your passkey")
		tb.at(s.latchkey.PublicURL + "/step-up?")
		tb.press("I can’t use my passkey")
		tb.see("If you have recovery codes")
		tb.press("Use a recovery code")
		tb.at(s.latchkey.PublicURL + "/recover?")
		tb.redeems(code)
		tb.signsInByPassword(s) // the login that was waiting
		tb.at(s.latchkey.PublicURL + "/recover")
		tb.setsUpAnew(s) // without another code
	})
}

// lostDevice is a new browser, on a new device, at the login page; the code is one of the user's.
func (s *stack) lostDevice(t *testing.T) (tb *tab, code string) {
	t.Helper()
	before := s.passkeysPage(t)
	code = before.shownCodes("Create recovery codes")[0]
	before.press("I have saved them")
	before.said("Your recovery codes are ready.")
	tb = newTab(t)
	tb.user = before.user
	tb.open(s.latchkey.PublicURL + "/login?return_to=" + s.appURL + "/")
	return tb, code
}

func (tb *tab) signsInByPassword(s *stack) {
	tb.t.Helper()
	tb.at(s.appURL + "/login")
	tb.fill(`[name="identifier"]`, tb.user.Email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
}

func (tb *tab) redeems(code string) {
	tb.t.Helper()
	tb.see("Use a recovery code")
	tb.fill("#code", code)
	tb.press("Use code")
}

// setsUpAnew goes from an accepted code to the page that the user wanted before the login.
func (tb *tab) setsUpAnew(s *stack) {
	tb.t.Helper()
	tb.see("Your code was accepted")
	tb.press("Set up a new passkey")
	tb.see("Which one did you lose?")
	tb.press("I still have them all")
	tb.see("You are all set")
	tb.press("Continue")
	tb.at(s.appURL + "/")
	tb.see("You are signed in at Kratos")
}
