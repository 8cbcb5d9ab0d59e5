package e2e_test

import (
	"cmp"
	"testing"

	"github.com/chromedp/chromedp"

	"latchkey/demo"
)

// TestFactorQuestion: /passkeys asks about a factor that was added at Kratos, next to a passkey, with the password
// alone.
func TestFactorQuestion(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Yes", testFactorIsMine},
		{"No", testFactorIsNotMine},
		{"NoQuestion", testNoQuestion},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// withStrangeApp is a user with a passkey to whose account an attacker with the password has added an authenticator
// app.
func (s *stack) withStrangeApp(t *testing.T) (tb *tab, attacker *demo.KratosUser) {
	t.Helper()
	tb = s.tabWithPasskey(t)
	attacker = s.kratos.Browser()
	must(t, attacker.Login(t.Context(), tb.user.Email, password))
	_, err := attacker.EnrolTOTP(t.Context())
	must(t, err)
	return tb, attacker
}

const askedAboutApp = "An authenticator app was added on "

func testFactorIsMine(t *testing.T, s *stack) {
	tb, attacker := s.withStrangeApp(t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see(askedAboutApp)
	tb.looksRight()
	tb.looksRightInGerman()
	tb.see("Waren Sie das?")
	tb.speaks(cmp.Or(spoken, "en"))
	tb.do("load again", chromedp.Reload())
	tb.see(askedAboutApp)
	tb.tabTo("Yes, it is mine")
	tb.press("Yes, it is mine") // the session is not fresh: the passkey prompt comes first
	tb.said("Thank you. It counts as yours from now on.")
	tb.focusIs("Your passkeys")
	tb.await("see no question", `!`+shadow+`.text().includes('Is it yours?')`)
	tb.accessible("answered")
	if f := s.withCookie(tb.user).oneFactor(t, "totp"); !*f.Vouched || f.How != "confirmed" {
		t.Errorf("the factor is %+v", f)
	}
	s.withCookie(attacker).do(t, "GET", "/v1/session", nil).want(t, 200, nil) // a yes ends no session
}

func testFactorIsNotMine(t *testing.T, s *stack) {
	tb, attacker := s.withStrangeApp(t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see(askedAboutApp)
	tb.press("No, remove it")
	tb.see("Remove the authenticator app?")
	tb.sound("question")
	tb.press("Cancel")
	tb.focusIs("No, remove it")
	tb.press("No, remove it")
	tb.press("Remove it")
	tb.said("It was removed, and everyone but you has been signed out.")
	tb.focusIs("Your passkeys")
	if held := s.withCookie(tb.user).atKratos(t); len(held) != 0 {
		t.Errorf("Kratos still holds %+v", held)
	}
	s.withCookie(attacker).do(t, "GET", "/v1/session", nil).refused(t, 401, "unauthenticated")
}

// Without a passkey, what Kratos holds is Kratos' own business, and what was there before the first one is known.
func testNoQuestion(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	_, err := tb.user.EnrolTOTP(t.Context())
	must(t, err)
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("What is a passkey?")
	tb.await("see no question", `!`+shadow+`.text().includes('Is it yours?')`)
}
