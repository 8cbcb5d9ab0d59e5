package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// testPages checks what pages do, apart from their appearance (TestPageStates).
func testPages(t *testing.T, s *stack) {
	tb, pages := newcomer(s, t), s.latchkey.PublicURL
	person := s.withCookie(tb.user)

	t.Log("goes on to where the person was going")
	tb.open(pages + "/setup?return_to=" + s.appURL + "/")
	tb.press("Create a passkey")
	tb.press("Continue")
	tb.at(s.appURL + "/")

	t.Log("changes nothing that the person thought better of")
	tb.open(pages + "/passkeys?return_to=" + s.appURL + "/")
	tb.press("Rename “Chrome on Linux”")
	tb.fill(`[name="name"]`, "Other")
	tb.press("Cancel")
	tb.press("Remove “Chrome on Linux”")
	tb.press("Keep passkey")
	tb.focused()
	if got := person.passkeys(t); len(got) != 1 || got[0].Name != "Chrome on Linux" {
		t.Errorf("now there is %+v", got)
	}

	t.Log("finds the passkey of a user who enters an identifier")
	tb.open(pages + "/login")
	tb.fill(`[name="identifier"]`, tb.user.Email+kb.Enter)
	tb.see("Your passkey was accepted")

	t.Log("goes back to who asked for a fresh proof")
	tb.open(pages + "/step-up?return_to=" + pages + "/passkeys")
	tb.press("Confirm with your passkey")
	tb.at(pages + "/passkeys")

	t.Log("says on load that passkeys do not work at this address, and where they do")
	wrong := strings.Replace(pages, "localhost", "127.0.0.1", 1)
	for _, page := range []string{"step-up", "recover", "passkeys", "setup", "login"} {
		tb.open(wrong + "/" + page + "?interaction=secret&lang=en")
		tb.see("Passkeys do not work at the address of this page.")
	}
	tb.sound("wrong-address")
	if got := evaluate[bool](tb, shadow+`.all('.failure').length > 0`); got {
		t.Error("the autofill that no one has started says it once more")
	}
	for range 2 {
		tb.press("Sign in with a passkey")
		tb.focusIs("Open " + strings.TrimPrefix(pages, "http://"))
		tb.await("end", `!`+shadow+`.all('*').some((e) => e.busy)`)
		tb.portraits("wrong-address")
	}
	if got := evaluate[bool](tb, shadow+`.all('.failure').length > 0`); got {
		t.Error("a failure says once more what is said above")
	}
	if said := evaluate[string](tb, shadow+`.text()`); strings.Contains(said, "Use a phone or security key") || strings.Contains(said, "First sign in another way") {
		t.Errorf("it offers passkeys that do not work here either, or help without being asked:\n%s", said)
	}
	tb.forgiven() // the browser reports each refused call
	tb.press("Open " + strings.TrimPrefix(pages, "http://"))
	tb.at(pages + "/login?lang=en")
	tb.see("Sign in with a passkey")
	if evaluate[bool](tb, shadow+`.text().includes('Passkeys do not work')`) {
		t.Error("a page that works has a warning")
	}
}

// testCancelledPrompts: user verification fails, as if the prompt were closed. Nothing changes, every page says so,
// and the next attempt works without a reload.
func testCancelledPrompts(t *testing.T, s *stack) {
	tb, pages := newTab(t), s.latchkey.PublicURL
	user, latchkey := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	for _, attempt := range []struct {
		page   string
		press  []string
		closed string
		result string
	}{
		{"setup", []string{"Create a passkey"}, "No passkey was created.", "Your passkey is ready"},
		{"login", []string{"Sign in with a passkey"}, "You are not signed in yet.", "Your passkey was accepted"},
		{"step-up", []string{"Confirm with your passkey"}, "Nothing was confirmed.", ""}, // it would make the session fresh, and there would be no second prompt
		{"passkeys", []string{"Remove “Chrome on Linux”", "Remove passkey"}, "Nothing was changed.", "You removed your last passkey"},
	} {
		tb.open(pages + "/" + attempt.page)
		press := func() {
			for _, button := range attempt.press {
				tb.press(button)
			}
		}
		tb.device.knowsPerson(false)
		press()
		tb.see(attempt.closed)
		if attempt.page == "setup" && len(latchkey.passkeys(t)) != 0 {
			t.Fatal("a passkey was made")
		}
		tb.device.knowsPerson(true)
		if attempt.result != "" {
			press()
			tb.see(attempt.result)
		}
	}
}
