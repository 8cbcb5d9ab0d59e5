package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"latchkey/demo"
)

// testRedeemCode: the only passkey is lost with its device; password and code lead to a new one.
func testRedeemCode(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	codes := tb.shownCodes("Create recovery codes")
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")

	lost := newTab(t) // another browser, another device
	lost.width(narrow)
	user := s.kratos.Browser()
	must(t, user.Login(t.Context(), tb.user.Email, password))
	lost.signIn(s.kratos.BrowserURL, user.Cookie())
	lost.open(s.latchkey.PublicURL + "/recover?return_to=" + s.appURL + "/")
	lost.see("Use a recovery code")
	lost.see("It lets you set up one new passkey")
	lost.see("Contact Latchkey support")
	lost.accessible("entry")
	lost.fits("entry")
	lost.tabTo("Use code")
	lost.key(kb.Enter)
	lost.see("Enter one of your recovery codes first.")
	lost.focusIs("Recovery code")
	lost.key(strings.ToLower(strings.ReplaceAll(codes[0], "-", " ")) + kb.Enter)
	lost.see("Your code was accepted")
	lost.focusIs("Your code was accepted")
	lost.see("9 codes left.")
	lost.accessible("accepted")
	lost.fits("accepted")
	lost.press("Set up a new passkey")
	lost.see("Your new passkey is ready")
	lost.focusIs("Your new passkey is ready")
	before := s.withCookie(user).passkeys(t)
	lost.press("Remove lost passkey")
	lost.said("First choose the passkey that you lost.")
	lost.looksRight()
	lost.click(`[name="passkey"]`)
	lost.press("Remove lost passkey")
	lost.see("You are all set") // a code permits no removal: the new passkey was used
	after := s.withCookie(user).passkeys(t)
	if len(before) != 2 || len(after) != 1 || after[0].ID != before[1].ID {
		t.Errorf("the passkeys were %+v, and are %+v", before, after)
	}
	lost.see("Create recovery codes") // the old ones were created with the lost passkey
	lost.looksRight()
	lost.open(s.latchkey.PublicURL + "/recover")
	lost.fill("#code", codes[0])
	lost.press("Use code")
	lost.see("This recovery code was not accepted.")
}

// testWrongCode: a malformed code is not an attempt; five wrong ones lock codes, and the page says until when.
func testWrongCode(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	tb.shownCodes("Create recovery codes")
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")
	tb.open(s.latchkey.PublicURL + "/recover")
	tb.fill("#code", "hello")
	tb.press("Use code")
	tb.see("a code has twelve letters and digits")
	tb.focusIs("Recovery code")
	for range 5 {
		tb.fill("#code", "0000-0000-0000")
		tb.press("Use code")
		tb.see("This recovery code was not accepted.")
		tb.focusIs("This recovery code was not accepted.")
	}
	tb.accessible("wrong")
	tb.press("Use code")
	tb.see("Too many wrong codes")
	tb.focusIs("Too many wrong codes")
	tb.see("Try again after")
	tb.see("Your passkeys still work.")
	tb.accessible("locked")
	tb.fits("locked")
	tb.press("Try another code")
	tb.see("It works once.")
	tb.focusIs("Use a recovery code")
}

// testRecoverSignedOut: a code is no login of its own.
func testRecoverSignedOut(t *testing.T, s *stack) {
	tb := newTab(t)
	tb.open(s.latchkey.PublicURL + "/recover")
	tb.see("A recovery code replaces your passkey, not your password.")
	tb.see("No codes at hand?")
	tb.accessible("signed out")
	tb.press("Sign in")
	tb.at(s.appURL + "/login")
}

// TestRecoverAtGate: a user who lost the passkey completes a login at the gate with a recovery code. There is no
// session before, and the page of codes is not used.
func TestRecoverAtGate(t *testing.T) {
	t.Parallel()
	s := gatedStack(t)
	tb := s.passkeysPage(t)
	codes := tb.shownCodes("Create recovery codes")
	tb.press("I have saved them")
	tb.said("Your recovery codes are ready.")
	must(t, s.kratos.RevokeSessions(t.Context(), tb.user.IdentityID))

	b := openLogin(t, s, "")
	address := b.submit(t, tb.user.Email).stepUpURL(t)
	tb.open(strings.Replace(address, "/step-up?", "/recover?", 1))
	tb.see("It confirms this sign-in and lets you set up one new passkey within 15 minutes.")
	tb.looksRight()
	tb.fill("#code", codes[4])
	tb.press("Use code")
	tb.at(s.appURL + "?flow=" + b.flow)

	// With the same code, the new session can register a passkey.
	b.kratos.header.Set("Cookie", b.kratos.header.Get("Cookie")+"; latchkey_pass="+tb.passCookie(s))
	signedIn := b.submit(t, tb.user.Email)
	signedIn.want(t, http.StatusOK, nil)
	tb.signIn(s.kratos.BrowserURL, signedIn.sets(t, tb.user.Cookie().Name))
	tb.newKey() // of a new device
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Set up a new passkey")
	tb.see("Your new passkey is ready")
}

// passCookie is what lets the browser's login through.
func (tb *tab) passCookie(s *stack) string {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	held, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{s.kratos.BrowserURL}})
	must(tb.t, err)
	for _, cookie := range held.Cookies {
		if cookie.Name == "latchkey_pass" {
			remember("pass", cookie.Value)
			return cookie.Value
		}
	}
	tb.t.Fatal("the browser holds no pass")
	return ""
}

// TestRecoverHelp: the page names the configured support, and accepts a code from support from a user without codes.
func TestRecoverHelp(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{
		"LATCHKEY_BRANDING_SUPPORT_URL=https://help.example.com/passkeys", "LATCHKEY_BRANDING_SUPPORT_EMAIL=help@example.com",
	}})
	tb := newcomer(s, t)
	tb.width(narrow)
	tb.open(s.latchkey.PublicURL + "/recover")
	tb.see("Ask for help")
	links := evaluate[[]string](tb, shadow+`.all('section.help a').map((a) => a.href)`)
	if want := []string{"https://help.example.com/passkeys", "mailto:help@example.com"}; !slices.Equal(links, want) {
		t.Errorf("help is at %q, want %q", links, want)
	}
	tb.accessible("help")
	tb.fits("help")
	key, err := s.latchkey.CreateKey("reset")
	must(t, err)
	remember("admin key", key)
	support := caller{s.latchkey.AdminURL, http.Header{"Authorization": {"Bearer " + key}}}
	var given struct {
		Code string `json:"code"`
	}
	support.do(t, http.MethodPost, "/admin/v1/identities/"+tb.user.IdentityID.String()+"/recovery-code",
		map[string]string{"reason": "lost phone"}).want(t, http.StatusCreated, &given)
	remember("recovery code", given.Code)
	tb.fill("#code", given.Code)
	tb.press("Use code")
	tb.see("Your code was accepted")
	tb.focusIs("Your code was accepted")
}
