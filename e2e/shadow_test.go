package e2e_test

import (
	"net/http"
	"strings"
	"testing"
)

// shadow is an expression whose functions see a page as a user does: with the content of open shadow roots, and
// without hidden elements. document.querySelector and innerText stop at every shadow root.
const shadow = `(() => {
  const roots = (root = document) => [root, ...[...root.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? roots(e.shadowRoot) : [])];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const first = (selector) => all(selector).find(shown);
  const text = () => roots().flatMap((root) => root === document ? [document.body] : [...root.children])
    .filter((e) => e?.checkVisibility()).map((e) => e.innerText).join('\n');
  const name = (e) => (e.getAttribute('aria-label') ?? (e.innerText || e.value || '')).replace(/\s+/g, ' ').trim();
  // What a user would press by that name, or by one of several.
  const control = (called) => all('button, a[href], summary, input[type=submit], [role=button]').find((e) => shown(e) && [called].flat().includes(name(e)));
  const active = (a = document.activeElement) => a?.shadowRoot?.activeElement ? active(a.shadowRoot.activeElement) : a;
  const hit = (x, y, root = document) => {
    const e = root.elementFromPoint(x, y);
    return e?.shadowRoot && e.shadowRoot !== root ? hit(x, y, e.shadowRoot) ?? e : e;
  };
  const holds = (e, inner) => { for (let n = inner; n; n = n.assignedSlot ?? n.parentNode ?? n.host) if (n === e) return true; return false; };
  // Where to press an element: its middle, once it is in the window and not covered.
  const middle = (e) => {
    if (!e) return null;
    e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const r = e.getClientRects()[0], x = r.left + r.width / 2, y = r.top + r.height / 2;
    return holds(e, hit(x, y)) ? { x, y } : null;
  };
  // The same, and notes whether the mouse is then pressed beside it. An element that was rendered anew is the same one.
  const aim = (e) => {
    const point = middle(e);
    removeEventListener('pointerdown', window.aimedAt?.listen, true);
    const aimed = window.aimedAt = { missed: false, html: e?.outerHTML, listen: (event) => {
      aimed.missed = !event.composedPath().some((n) => n === e || n.outerHTML === aimed.html);
    } };
    addEventListener('pointerdown', aimed.listen, { capture: true, once: true });
    return point;
  };
  const label = (e) => !e || e === document.body ? '' : e.outerHTML.slice(0, 120);
  // Whether the control that has the focus is in the window and covered by something (WCAG 2.2, 2.4.11).
  const obscured = (e = active()) => {
    if (!e?.matches('a, button, input, select, textarea, summary')) return false;
    const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
    return x > 0 && y > 0 && x < innerWidth && y < innerHeight && !holds(e, hit(x, y));
  };
  return { roots, all, first, control, text, name, active, middle, aim, label, obscured };
})()`

// TestTabSeesShadowRoots checks the methods of tab: one that sees too much lets other tests pass that should fail.
func TestTabSeesShadowRoots(t *testing.T) {
	t.Parallel()
	tb := newTab(t)
	tb.open(servePage(t, `<!doctype html><link rel="icon" href="data:,">
<x-outer><template shadowrootmode="open"><style>p { color: teal }</style><p>in the shadow</p><p hidden>not shown</p>
  <x-inner><template shadowrootmode="open"><label>Name <input></label><button>Say  it</button><output></output>
  </template></x-inner><slot></slot></template><b>slotted</b></x-outer>
<x-gone hidden><template shadowrootmode="open"><p>of a hidden host</p></template></x-gone>
<script>
  const inner = document.querySelector('x-outer').shadowRoot.querySelector('x-inner').shadowRoot;
  inner.querySelector('button').onclick = ({ isTrusted }) => { inner.querySelector('output').textContent = isTrusted + ' ' + inner.querySelector('input').value; };
</script>`))
	tb.see("in the shadow")
	tb.see("slotted")
	if text := evaluate[string](tb, shadow+`.text()`); strings.Contains(text, "not shown") || strings.Contains(text, "hidden host") || strings.Contains(text, "teal") {
		t.Errorf("it reads what is not displayed:\n%s", text)
	}
	tb.fill("input", "Ada")
	tb.press("Say it")
	tb.see("true Ada")
	if got := evaluate[string](tb, shadow+`.active().localName`); got != "button" {
		t.Errorf("the focus is on %q", got)
	}
}

// TestTabPressesAgain: an element moves away right before the mouse is pressed.
func TestTabPressesAgain(t *testing.T) {
	t.Parallel()
	tb := newTab(t)
	tb.open(servePage(t, `<!doctype html><link rel="icon" href="data:,"><div id="above"></div><button>Go on</button><output>0</output>
<script>
  const button = document.querySelector('button');
  let looked = 0;
  button.scrollIntoView = () => { // as the tab does whenever it looks where the button is
    if (++looked === 2) setTimeout(() => { document.querySelector('#above').style.height = '200px'; });
  };
  button.onclick = () => { document.querySelector('output').textContent++; };
</script>`))
	tb.press("Go on")
	if got := evaluate[string](tb, `document.querySelector('output').textContent`); got != "1" {
		t.Errorf("pressed %s times", got)
	}
}

// servePage serves a page of that text.
func servePage(t *testing.T, text string) (address string) {
	t.Helper()
	port := freePort(t)
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(text))
	}))
	return localhost(port)
}
