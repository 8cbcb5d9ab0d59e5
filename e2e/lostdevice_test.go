package e2e_test

import (
	"strings"
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
		t.Run("Role", func(t *testing.T) { s.lostDeviceOfStaff(t) })
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

// lostDeviceOfStaff: users with a role have an enrolment code in place of recovery codes, and are offered none at the end.
func (s *stack) lostDeviceOfStaff(t *testing.T) {
	t.Helper()
	tb := s.tabWithPasskey(t)
	s.giveRole(t, tb.user, "support")
	issued, _ := s.commandLine(t, nil, 0, "enrolment-code", tb.user.IdentityID.String(), "--reason", "seen in person")
	remember("enrolment code", strings.TrimSpace(issued))
	tb.newDevice()
	tb.open(s.latchkey.PublicURL + "/recover")
	tb.redeems(strings.TrimSpace(issued))
	tb.press("Set up a new passkey")
	tb.see("Which one did you lose?")
	tb.portraits("which")
	tb.click(".choice")
	tb.device.knowsPerson(false)
	tb.press("Remove lost passkey")
	tb.see("You can also remove a lost passkey later, in the list: Your passkeys") // loaded again, this page may ask no more
	tb.sound("lost-device-not-removed")
	tb.device.knowsPerson(true)
	tb.press("Remove lost passkey")
	tb.see("You are all set")
	offered := func(where string) {
		t.Helper()
		if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "ecovery codes") {
			t.Errorf("%s offers codes that would be refused:\n%s", where, text)
		}
	}
	offered("the end of the journey")
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.lists(1)
	tb.see("Recent activity")
	offered("/passkeys")
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
	for _, page := range []string{"/setup", "/recover"} { // the question outlives the page
		tb.open(s.latchkey.PublicURL + page + "?return_to=" + s.appURL + "/")
		tb.see("Which one did you lose?")
	}
	if choices := evaluate[int](tb, shadow+`.all('.choice').length`); choices != 1 {
		tb.t.Errorf("the user may have lost %d passkeys, want the old one alone", choices)
	}
	tb.press("I still have them all")
	tb.see("You are all set")
	tb.press("Continue")
	tb.at(s.appURL + "/")
	tb.see("You are signed in at Kratos")
	for page, shown := range map[string]string{"/setup": "Add another passkey", "/recover": "Lost the device with your passkey?"} { // nothing asks again
		tb.open(s.latchkey.PublicURL + page)
		tb.see(shown)
	}
}
