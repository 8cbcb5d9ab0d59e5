package e2e_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// testLoginElementFromPhone: whoever signs in here with the passkey of a phone is offered one on this device, once, and arrives
// where the login leads in any case.
func testLoginElementFromPhone(t *testing.T, s *stack) {
	tb := s.tabWithPhone(t)
	onward := s.appURL + "/?body=Welcome"
	const login = `<latchkey-login app-name="Shop" session="cookie" return-to="/?body=Welcome"></latchkey-login>`
	s.openElement(tb, login)
	tb.press("Sign in with a passkey")
	tb.see("Create a passkey on this device?")
	tb.see("Do this only on your own device.") // phones sign in on borrowed ones
	tb.focused()
	tb.hears("signed-in")
	tb.looksRight()
	tb.press("Not now")
	tb.at(onward)
	s.openElement(tb, login)
	tb.press("Sign in with a passkey")
	tb.at(onward) // once is enough

	evaluate[any](tb, `localStorage.clear()`) // another browser on this device
	s.openElement(tb, `<latchkey-login session="none"></latchkey-login>`)
	tb.press("Sign in with a passkey")
	tb.see("Your passkey was accepted") // without a session, none could be created
	s.openElement(tb, login)
	tb.press("Sign in with a passkey")
	tb.see("Create a passkey on this device?")
	tb.device.knowsPerson(false)
	tb.press("Create a passkey")
	tb.see("No passkey was created. You are signed in.")
	tb.focusIs("Create a passkey")
	tb.sound("login-local-cancelled")
	tb.device.knowsPerson(true)
	tb.press("Create a passkey")
	tb.at(onward)
	if held := tb.device.passkeys(); len(held) != 1 {
		t.Errorf("the device holds %d passkeys", len(held))
	}
	if hint := evaluate[string](tb, `localStorage.getItem('latchkey:last-hint')`); hint != "client-device" {
		t.Errorf("this browser keeps %s", hint)
	}

	if kept := evaluate[string](tb, `JSON.stringify(localStorage)`); strings.Contains(kept, tb.user.IdentityID.String()) {
		t.Errorf("this browser keeps the user: %s", kept)
	}
}

// testLoginAtKratosFromPhone: with the login that begins at Kratos there is no session yet where the passkey is used, so the offer
// follows on the page that Kratos leads to.
func testLoginAtKratosFromPhone(t *testing.T, s *stack) {
	tb := s.tabWithPhone(t)
	pages := s.latchkey.PublicURL
	setup := pages + "/setup?offer&return_to=" + url.QueryEscape(s.appURL+"/?body=Welcome")
	signIn := func() {
		t.Helper()
		ctx, cancel := tb.within()
		defer cancel()
		_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
		must(t, err)
		tb.open(s.kratos.BrowserURL + "/self-service/login/browser?return_to=" + url.QueryEscape(setup))
		flow := evaluate[string](tb, `new URLSearchParams(location.search).get('flow')`)
		tb.open(s.kratos.BrowserURL + "/self-service/login?method=oidc&provider=passkey&flow=" + flow)
		tb.at(pages + "/login?interaction=")
		tb.press("Sign in with a passkey")
	}
	signIn()
	tb.at(setup)
	tb.see("Create a passkey on this device?")
	tb.sound("setup-local")
	tb.screenshot("local")
	tb.press("Not now")
	tb.at(s.appURL + "/?body=Welcome")
	signIn()
	tb.at(s.appURL + "/?body=Welcome") // once is enough

	tb.open(pages + "/health/alive")
	evaluate[any](tb, `localStorage.clear()`) // another browser on this device
	signIn()
	tb.at(setup)
	tb.press("Create a passkey")
	tb.at(s.appURL + "/?body=Welcome")
	if held := tb.device.passkeys(); len(held) != 1 {
		t.Errorf("the device holds %d passkeys", len(held))
	}
	tb.open(pages + "/health/alive")
	if due := evaluate[string](tb, `String(localStorage.getItem('latchkey:local-due'))`); due != "null" {
		t.Errorf("still due: %s", due)
	}
}

// tabWithPhone is signed in, has a passkey on a phone nearby, and a device of its own without one.
func (s *stack) tabWithPhone(t *testing.T) *tab {
	t.Helper()
	tb := newcomer(s, t)
	tb.newAuthenticator("hybrid", true)
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.device = nil // the phone stays
	tb.newDevice()
	return tb
}
