package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// do is one step, bounded in time.
func (tb *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tb.t.Fatalf("%s: %v\n%s", what, err, tb.state())
	}
}

func (tb *tab) open(address string) {
	tb.t.Helper()
	tb.do("open "+address, chromedp.Navigate(address))
}

// openAnew loads a page even if its address differs from the present one in the fragment only. It does not go by way of
// about:blank: the pages' Cross-Origin-Opener-Policy would make Chromium start a new process.
func (tb *tab) openAnew(address string) {
	tb.t.Helper()
	quoted := strconv.Quote(address)
	if !evaluate[bool](tb, `new URL(`+quoted+`).origin === location.origin`) {
		tb.open(address)
		return
	}
	evaluate[any](tb, `history.replaceState(null, '', `+quoted+`)`)
	tb.do("load "+address, chromedp.Reload())
}

// click presses the mouse on the first element of that CSS selector that can be seen, in whatever shadow root.
func (tb *tab) click(selector string) {
	tb.t.Helper()
	tb.pressAt("click "+selector, shadow+`.first(`+strconv.Quote(selector)+`)`)
}

// press clicks the button or link of that name, as a user does who knows only its text.
func (tb *tab) press(name string) {
	tb.t.Helper()
	tb.pressAt("press "+strconv.Quote(name), tb.named(name))
}

// pressAt presses the mouse in the middle of an element that a script finds, once the page is loaded and that has come to
// rest: a style sheet that is still loading would move it. It presses again if the element moved away meanwhile all the same, as when
// something above it appears.
func (tb *tab) pressAt(what, element string) {
	tb.t.Helper()
	tb.await("be loaded", `document.readyState === 'complete'`)
	type point struct{ X, Y float64 }
	var before, at *point
	for missed := true; missed; {
		tb.untilTrue(what, func(ctx context.Context) bool {
			before = at
			var err error
			at, err = chromedp.Run(ctx, chromedp.Evaluate[*point](shadow+`.aim(`+element+`)`))
			return err == nil && at != nil && before != nil && *at == *before
		})
		tb.do(what, chromedp.MouseClickXY(at.X, at.Y))
		missed = tb.missed()
	}
}

// missed reports whether the mouse was pressed beside what aim was called with. Once the page is another one, it was not.
func (tb *tab) missed() bool {
	ctx, cancel := tb.within()
	defer cancel()
	missed, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.aimedAt?.missed === true`))
	return err == nil && missed
}

// fill replaces what is in a field, by keyboard. The field is found and focused in one step, as a redirect can replace the page.
func (tb *tab) fill(selector, text string) {
	tb.t.Helper()
	tb.await("focus "+selector, `((field) => { field?.focus(); field?.select(); return field !== undefined; })(`+shadow+`.first(`+strconv.Quote(selector)+`))`)
	tb.do("fill in "+selector, chromedp.KeyEvent(text))
}

// await returns when a script returns true. If the page changes meanwhile, the script runs again.
func (tb *tab) await(what, script string) {
	tb.t.Helper()
	tb.untilTrue(what, func(ctx context.Context) bool {
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		return err == nil && yes
	})
}

func (tb *tab) untilTrue(what string, ask func(context.Context) bool) {
	tb.t.Helper()
	came := inTime(patience, func() bool {
		ctx, cancel := tb.within()
		defer cancel()
		return ask(ctx)
	})
	if !came {
		tb.t.Fatalf("waited in vain to %s\n%s", what, tb.state())
	}
}

// see waits until the page contains a text.
func (tb *tab) see(text string) {
	tb.t.Helper()
	tb.await("see "+strconv.Quote(text), `((text) => `+listed(tb.t, text)+`.some((one) => text.includes(one)))(`+shadow+`.text())`)
}

// lists waits until the page has so many passkeys.
func (tb *tab) lists(n int) {
	tb.t.Helper()
	tb.await(fmt.Sprintf("see %d passkeys", n), fmt.Sprintf(shadow+`.all('.passkey').length === %d`, n))
}

// at waits until the page's address begins so.
func (tb *tab) at(address string) {
	tb.t.Helper()
	tb.await("be at "+address, `location.href.startsWith(`+strconv.Quote(address)+`) && document.readyState === 'complete'`)
}

// evaluate runs a script in the page, waits for its promise, and reads its value.
func evaluate[T any](tb *tab, script string) T {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.t.Fatalf("%s: %v\n%s", script, err, tb.state())
	}
	return value
}

// allText returns the URL and the text of the page, details included.
const allText = `(() => { const see = ` + shadow + `; for (const d of see.all('details')) d.open = true; return location.href + '\n' + see.text(); })()`

// state is for the report of a failure.
func (tb *tab) state() string {
	ctx, cancel := tb.within()
	defer cancel()
	state, err := chromedp.Run(ctx, chromedp.Evaluate[string](allText))
	if err != nil {
		return "(the page does not answer)"
	}
	return "The tab is at " + state
}

// signIn gives the browser the session cookie of a user who signed in at Kratos.
func (tb *tab) signIn(address string, cookie *http.Cookie) {
	tb.t.Helper()
	remember("session cookie", cookie.Value)
	yes := true
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{
		Name: cookie.Name, Value: cookie.Value, URL: address, HTTPOnly: &yes, SameSite: network.CookieSameSiteLax,
	})
	must(tb.t, err)
}
