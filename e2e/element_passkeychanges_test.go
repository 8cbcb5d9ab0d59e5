package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// testTwoTabs: one tab acts on what another has removed.
func testTwoTabs(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	other := newTab(t)
	other.signIn(s.kratos.BrowserURL, tb.user.Cookie())
	other.open(s.latchkey.PublicURL + "/passkeys")
	other.lists(1)
	other.press("Rename “Chrome on Linux”")
	tb.press("Remove “Chrome on Linux”")
	tb.press("Remove passkey")
	tb.said("“Chrome on Linux” was removed.")
	other.fill("input[name=name]", "Too late")
	other.press("Save")
	other.said("“Chrome on Linux” had already been removed")
	other.see("What is a passkey?")
	other.focusIs("Your passkeys")
}

func testRevokedBySupport(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	id := s.withCookie(tb.user).passkeys(t)[0].ID.String()
	tb.press("Rename “Chrome on Linux”")
	tb.see("New name")
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+id+"/revoke", map[string]any{"reason": "stolen", "end_sessions": false}).want(t, http.StatusOK, nil)
	tb.fill("input[name=name]", "Mine")
	tb.press("Save")
	tb.said("“Chrome on Linux” had already been removed")
}

// testPasskeyEvents: the page receives an event for every outcome, and the element displays nothing if the page
// handles it.
func testPasskeyEvents(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	evaluate[any](tb, `(() => { window.heard = []; for (const name of ['registered', 'renamed', 'removed', 'failed', 'signed-out'])
		addEventListener('latchkey-' + name, (event) => {
			heard.push(name + ': ' + (event.detail.passkey?.name ?? event.detail.error?.code));
			if (window.mine) event.preventDefault();
		}); })()`)
	tb.press("Rename “Chrome on Linux”")
	tb.fill("input[name=name]", "One")
	tb.press("Save")
	tb.see("The passkey is now called “One”.")
	evaluate[any](tb, `void (window.mine = true)`)
	tb.press("Rename “One”")
	tb.fill("input[name=name]", "Two")
	tb.press("Save")
	tb.await("see the new name", shadow+`.text().includes('Two')`)
	tb.press("Remove “Two”")
	tb.press("Remove passkey")
	tb.see("What is a passkey?")
	text := tb.text()
	if strings.Contains(text, "called “Two”") || strings.Contains(text, "You removed your last passkey") {
		t.Errorf("the element spoke although the page does: %s", text)
	}
	tb.press("Create a passkey")
	tb.lists(1)
	heard := evaluate[[]string](tb, `heard`)
	if want := []string{"renamed: One", "renamed: Two", "removed: Two", "registered: Chrome on Linux"}; !slices.Equal(heard, want) {
		t.Errorf("the page heard %q, want %q", heard, want)
	}
}

// testPasskeysMoved: frameworks move elements in the document, also while a question is open or codes are displayed.
func testPasskeysMoved(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	const move = `(() => { const main = document.querySelector('main'), e = main.querySelector('latchkey-passkeys'); e.remove(); main.append(e); })()`
	tb.press("Remove “Chrome on Linux”")
	tb.see("This cannot be undone.")
	evaluate[any](tb, move)
	tb.lists(1)
	tb.await("lose the question", shadow+`.all('dialog').length === 0`)
	code := tb.shownCodes("Create recovery codes")[0]
	evaluate[any](tb, move)
	tb.see("10 codes left.")
	if everywhere := evaluate[string](tb, shadow+`.roots().map((root) => root.innerHTML ?? '').join()`); strings.Contains(everywhere, code) {
		t.Error("a code is still in the page")
	}
	tb.open(s.latchkey.PublicURL + "/passkeys") // the guard has gone with the codes
	tb.lists(1)
	if n := evaluate[int](tb, shadow+`.all('details.card').length`); n != 1 {
		t.Errorf("%d lists of activity", n)
	}
}

// testListLoadFails: a dead line while the page loads is no dead end.
func testListLoadFails(t *testing.T, s *stack) {
	tb := holder(s, t)
	block := func(patterns ...*network.BlockPattern) {
		ctx, cancel := tb.within()
		defer cancel()
		_, err := chromedp.Call(ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns})
		must(t, err)
	}
	block(&network.BlockPattern{URLPattern: "http://*:*/v1/*", Block: true})
	tb.open(s.latchkey.PublicURL + "/passkeys")
	tb.see("could not be reached")
	tb.see("Reload")
	tb.accessible("not loaded")
	block(&network.BlockPattern{URLPattern: "http://*:*/nothing", Block: true})
	tb.tabTo("Reload")
	tb.key(kb.Enter)
	tb.lists(1)
	tb.focusIs("Your passkeys")
	if text := tb.text(); strings.Contains(text, "Reload") || strings.Contains(text, "could not be reached") {
		t.Errorf("the failure is still there: %s", text)
	}
}

func testSignedOutMeanwhile(t *testing.T, s *stack) {
	tb := s.passkeysPage(t)
	must(t, s.kratos.RevokeSessions(t.Context(), tb.user.IdentityID))
	tb.press("Rename “Chrome on Linux”")
	tb.fill("input[name=name]", "Too late")
	tb.press("Save")
	tb.see("Please sign in first")
	tb.focusIs("Please sign in first")
	if text := tb.text(); strings.Contains(text, "Rename") || strings.Contains(text, "Recent activity") {
		t.Errorf("what belongs to the session is still there: %s", text)
	}
}
