package e2e_test

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// testKeyboard is a user without a mouse: Tab, Enter, and text in fields.
func testKeyboard(t *testing.T, s *stack) {
	tb := newcomer(s, t)
	pages := s.latchkey.PublicURL

	tb.open(pages + "/setup?return_to=" + s.appURL + "/")
	tb.enter("Create a passkey")
	tb.see("Your passkey is ready")
	tb.focused()
	tb.enter("Continue")
	tb.at(s.appURL + "/")

	tb.open(pages + "/login")
	tb.enter("Sign in with a passkey")
	tb.see("Your passkey was accepted")
	tb.focused()

	tb.open(pages + "/passkeys")
	tb.enter("Rename “Chrome on Linux”")
	tb.await("find the focus in the field", shadow+`.active().localName === 'input'`)
	tb.keys("Blue laptop" + kb.Enter)
	tb.see("The passkey is now called “Blue laptop”.")
	tb.focused()
	tb.enter("Remove “Blue laptop”")
	tb.see("This cannot be undone.")
	tb.keys(kb.Escape)
	tb.await("see the question go", `!`+shadow+`.text().includes('This cannot be undone.')`)
	tb.focused()
	tb.enter("Remove “Blue laptop”")
	tb.enter("Remove passkey")
	tb.see("“Blue laptop” was removed.")
	tb.focused()
}

func (tb *tab) keys(keys string) {
	tb.t.Helper()
	tb.do("press keys", chromedp.KeyEvent(keys))
}

// enter moves to a control by Tab, and presses Enter. Each stop on the way must have a visible focus; a heading that
// a script has focused is not a stop.
func (tb *tab) enter(name string) {
	tb.t.Helper()
	tb.await("find "+strconv.Quote(name), tb.named(name)+` !== undefined`)
	for range 60 {
		stop := evaluate[struct {
			Name, Where string
			Ring        bool
		}](tb, `(() => { const see = `+shadow+`, at = see.active(); return { Name: at ? see.name(at) : '', Where: see.label(at), Ring: at?.tabIndex < 0 || ringed(at) };
			function ringed(e) { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e); return outlineStyle !== 'none' && outlineWidth !== '0px' || boxShadow !== 'none'; } })()`)
		if stop.Where != "" && !stop.Ring {
			tb.t.Errorf("on the way to %q, the focus on %s is not visible", name, stop.Where)
		}
		if stop.Where != "" && stop.Name == name {
			tb.keys(kb.Enter)
			return
		}
		tb.keys(kb.Tab)
	}
	tb.t.Fatalf("Tab does not lead to %q\n%s", name, tb.state())
}
