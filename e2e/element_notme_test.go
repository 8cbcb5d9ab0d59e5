package e2e_test

import (
	"cmp"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestNotMe: the page that mails lead to.
func TestNotMe(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Removes", testNotMeRemoves},
		{"OnlyPasskey", testNotMeOnlyPasskey},
		{"Nothing", testNotMeNothing},
		{"SignedOut", testNotMeSignedOut},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// withStrangePasskey is a user with a passkey and a second one, which is on an attacker's device.
func (s *stack) withStrangePasskey(t *testing.T) (tb *tab, strange passkey) {
	t.Helper()
	tb = s.tabWithPasskey(t)
	tb.open(s.latchkey.PublicURL + "/step-up")
	value[any](tb, s.run(tb, `await latchkey.stepUp()`))
	return tb, s.withCookie(tb.user).register(t, webauthntest.New(s.latchkey.PublicURL))
}

func testNotMeRemoves(t *testing.T, s *stack) {
	tb, strange := s.withStrangePasskey(t)
	attacker := s.kratos.Browser()
	must(t, attacker.Login(t.Context(), tb.user.Email, password))
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/not-me?passkey=" + strange.ID.String())
	tb.see("Which passkey is not yours?")
	tb.looksRight()
	tb.looksRightInGerman()
	tb.speaks(cmp.Or(spoken, "en"))
	tb.open(s.latchkey.PublicURL + "/not-me?passkey=" + strange.ID.String())
	tb.see("Which passkey is not yours?")
	if chosen := evaluate[string](tb, shadow+`.first('input:checked').value`); chosen != strange.ID.String() {
		t.Errorf("%s is chosen", chosen)
	}
	tb.press("Remove it and sign out everyone else")
	tb.see("Passkey removed. Here are your new recovery codes")
	tb.focusIs("Passkey removed. Here are your new recovery codes")
	tb.sound("codes")
	if n := evaluate[int](tb, shadow+`.all('.codes code').length`); n != 10 {
		t.Errorf("%d codes", n)
	}
	tb.press("I have saved them")
	tb.see("Passkey removed")
	tb.see("Change your password now")
	tb.sound("done")
	if left := s.withCookie(tb.user).passkeys(t); len(left) != 1 || left[0].ID == strange.ID {
		t.Errorf("left are %+v", left)
	}
	s.withCookie(attacker).do(t, "GET", "/v1/session", nil).refused(t, 401, "unauthenticated")
	tb.open(s.latchkey.PublicURL + "/not-me?passkey=" + strange.ID.String())
	tb.see("That passkey is no longer in your account")
	tb.sound("gone")
	s.backdate(t, "recovery_codes", "created_at", tb.user.IdentityID) // codes that are made just now are not replaced
	tb.press("It was not mine. Sign out everyone else")
	tb.see("Passkey removed. Here are your new recovery codes")
	tb.press("I have saved them")
	tb.see("Nothing confirmed with that passkey counts any more.")
}

// testNotMeOnlyPasskey: a passkey cannot confirm its own removal, so the user has to add another one first.
func testNotMeOnlyPasskey(t *testing.T, s *stack) {
	tb := holder(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/not-me")
	tb.see("This is the only passkey in your account")
	tb.see("Ask for help.")
	tb.looksRight()
	tb.looksRightInGerman()
}

func testNotMeNothing(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/not-me")
	tb.see("There are no passkeys in your account")
	tb.sound("nothing")

	t.Log("counts down where no button has begun what is limited")
	tb.everyPage(`if (location.hash === '#limited') window.fetch = async () => Response.json({ code: 'rate_limited', retry_after: 2 }, { status: 429 })`)
	tb.open(s.latchkey.PublicURL + "/not-me?again#limited")
	tb.see("You can try again in")
	tb.see("You can try again now.")
	if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "You can try again in") || !strings.Contains(text, "Too many attempts") {
		t.Errorf("after that, the page says %s", text)
	}
}

// testNotMeSignedOut: the passkey that the mail has named is still meant after signing in.
func testNotMeSignedOut(t *testing.T, s *stack) {
	tb := signedOut(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/not-me?passkey=0192aaaa-0000-7000-8000-000000000000")
	tb.see("Sign in to")
	tb.sound("signed out")
	if link := evaluate[string](tb, shadow+`.first('.primary').href`); !strings.Contains(link, "not-me") || !strings.Contains(link, "0192aaaa-0000-7000-8000-000000000000") {
		t.Errorf("signing in leads to %s", link)
	}
}
