package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// testStepUpByOldDomain is a user with passkeys of both domains, on a machine that has only the one of the old: the element
// offers that after the prompt for the new one, and then asks for it at once.
func testStepUpByOldDomain(t *testing.T, tb *tab, token string) {
	t.Helper()
	for _, held := range tb.device.passkeys() {
		if held.RpID == newRP {
			ctx, cancel := tb.within()
			defer cancel()
			_, err := chromedp.Call(ctx, webauthn.RemoveCredential, webauthn.RemoveCredentialParams{AuthenticatorID: tb.device.id, CredentialID: held.CredentialID})
			must(t, err)
		}
	}
	tb.open(newHome + "/blank")
	evaluate[any](tb, fmt.Sprintf(`Promise.all([import('/sdk/latchkey.js'), import('/elements/step-up.js')]).then(([{createLatchkey}]) => {
		createLatchkey({ baseUrl: location.origin }).useToken(%q);
		addEventListener('latchkey-stepped-up', (event) => { event.preventDefault(); window.level = event.detail.assurance.level; });
		document.body.innerHTML = '<main><latchkey-step-up></latchkey-step-up></main>'; })`, token))
	tb.press("Confirm again") // this session has stepped up before
	tb.see("Use a passkey of " + oldRP)
	tb.portraits("step-up-old")
	tb.press("Use a passkey of " + oldRP)
	tb.await("be confirmed", `window.level === 'aal2'`)
	evaluate[any](tb, `window.level = undefined`)
	tb.press("Confirm again")
	tb.await("be asked for that domain at once", `window.level === 'aal2'`)
}
