package e2e_test

import (
	"net/http"
	"strings"
	"testing"
)

// testPages walks through the states of all pages in a narrow window.
func testPages(t *testing.T, s *stack) {
	tb, pages := newTab(t), s.latchkey.PublicURL
	tb.width(narrow)
	for _, page := range []string{"setup", "passkeys", "step-up"} {
		tb.open(pages + "/" + page)
		tb.see("Please sign in first")
		tb.fits(page + "-signed-out")
	}
	visitor, latchkey := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, visitor.Cookie())

	tb.open(pages + "/passkeys")
	tb.see("No passkeys yet")
	tb.fits("passkeys-empty")
	tb.open(pages + "/step-up")
	tb.see("You have no passkey yet")
	tb.fits("step-up-none")
	tb.open(pages + "/setup?return_to=" + s.appURL + "/")
	tb.see("Sign in faster with a passkey")
	tb.fits("setup")
	tb.click("#register")
	tb.see("Your passkey is ready")
	tb.fits("setup-done")

	long := strings.Repeat("Passkeyname", 6)[:64]
	made := latchkey.passkeys(t)[0]
	latchkey.do(t, http.MethodPatch, "/v1/passkeys/"+made.ID.String(), map[string]string{"name": long}).want(t, http.StatusOK, nil)
	tb.open(pages + "/passkeys?return_to=" + s.appURL + "/")
	tb.see("1 of 20")
	tb.fits("passkeys")
	tb.click("[data-rename]")
	tb.see("New name")
	tb.fits("passkeys-rename")
	tb.click("[data-cancel]")
	tb.click("[data-remove]")
	tb.see("This cannot be undone.")
	tb.fits("passkeys-remove")
	tb.click("#confirm [value=keep]")
	if got := len(latchkey.passkeys(t)); got != 1 {
		t.Fatalf("there are %d passkeys after keeping it", got)
	}

	tb.open(pages + "/login")
	tb.see("Email or username")
	tb.fits("login")
	tb.fill("#identifier", visitor.Email)
	tb.click("#sign-in")
	tb.see("Your passkey was accepted")
	tb.fits("login-done")
	tb.open(pages + "/step-up?return_to=" + pages + "/passkeys")
	tb.see("Confirm that it is you")
	tb.fits("step-up")
	tb.click("#confirm")
	tb.at(pages + "/passkeys")
}

// testCancelledPrompts: a device that does not know the person, as when a prompt is closed. Nothing happens, every page
// says so, and the next try works without loading the page anew.
func testCancelledPrompts(t *testing.T, s *stack) {
	tb, pages := newTab(t), s.latchkey.PublicURL
	tb.width(narrow)
	visitor, latchkey := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, visitor.Cookie())
	const closed = "The passkey prompt was closed before it was done."
	for _, attempt := range []struct {
		page   string
		press  []string
		result string
	}{
		{"setup", []string{"#register"}, "Your passkey is ready"},
		{"login", []string{"#sign-in"}, "Your passkey was accepted"},
		{"step-up", []string{"#confirm"}, ""}, // it would make the session fresh, and the next prompt would not come
		{"passkeys", []string{"[data-remove]", "#confirm [value=remove]"}, "No passkeys yet"},
	} {
		tb.open(pages + "/" + attempt.page)
		press := func() {
			for _, button := range attempt.press {
				tb.click(button)
			}
		}
		tb.device.knowsPerson(false)
		press()
		tb.see(closed)
		tb.click("summary")
		tb.see("cancelled")
		tb.fits(attempt.page + "-cancelled")
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
