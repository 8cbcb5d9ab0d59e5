package e2e_test

import (
	"slices"
	"testing"
)

// older removes what browsers lacked when they first supported passkeys (Safari 16.0, Chromium 108).
const older = `
  delete URL.canParse;
  delete AbortSignal.timeout;
  delete Document.prototype.adoptedStyleSheets;
  delete ShadowRoot.prototype.adoptedStyleSheets;
  window.CSSStyleSheet = new Proxy(CSSStyleSheet, { construct() { throw new TypeError('Illegal constructor'); } });
  delete Navigator.prototype.userActivation;
  for (const late of ['getClientCapabilities', 'parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON',
    'signalAllAcceptedCredentials', 'signalCurrentUserDetails', 'signalUnknownCredential']) delete PublicKeyCredential[late];
  delete PublicKeyCredential.prototype.toJSON;
`

// testOlderBrowser: every page works, and no script fails. Elements have no styles there, so their appearance is not
// checked.
func testOlderBrowser(t *testing.T, s *stack) {
	tb, pages := newcomer(s, t), s.latchkey.PublicURL
	tb.everyPage(older)
	tb.open(pages + "/setup?return_to=" + s.appURL + "/")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	tb.press("Continue")
	tb.at(s.appURL + "/")

	tb.open(pages + "/passkeys")
	codes := tb.shownCodes("Create recovery codes")
	printed := evaluate[[]int](tb, `(() => {
    const sheets = () => document.querySelectorAll('[data-latchkey-codes]').length;
    dispatchEvent(new Event('beforeprint'));
    const during = sheets();
    dispatchEvent(new Event('afterprint'));
    return [during, sheets()];
  })()`)
	if !slices.Equal(printed, []int{1, 0}) {
		t.Errorf("while printing and after it there are %v sheets of codes", printed)
	}
	tb.press("I have saved them")
	tb.see("Your recovery codes are ready.")

	tb.open(pages + "/step-up")
	tb.press("Confirm again")
	tb.at(s.appURL + "/")

	tb.open(pages + "/recover?return_to=" + s.appURL + "/")
	tb.fill("#code", codes[0])
	tb.press("Use code")
	tb.press("Set up a new passkey")
	tb.see("This device already has a passkey for your account.")

	tb.open(pages + "/login")
	tb.press("Sign in with a passkey")
	tb.see("Your passkey was accepted")
}
