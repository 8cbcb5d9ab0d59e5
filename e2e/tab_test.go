package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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

// click presses the mouse on the first element of that CSS selector that can be seen.
func (tb *tab) click(selector string) {
	tb.t.Helper()
	tb.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// fill replaces what is in a field, by keyboard.
func (tb *tab) fill(selector, text string) {
	tb.t.Helper()
	tb.do("fill in "+selector, chromedp.WaitVisible(chromedp.CSS(selector)),
		chromedp.Evaluate[chromedp.Void](`document.querySelector(`+strconv.Quote(selector)+`).select()`),
		chromedp.SendKeys(chromedp.CSS(selector), text))
}

// await returns when a script says true. Questions that fall into a change of page are asked again.
func (tb *tab) await(what, script string) {
	tb.t.Helper()
	seen := inTime(func() bool {
		ctx, cancel := tb.within()
		defer cancel()
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		return err == nil && yes
	})
	if !seen {
		tb.t.Fatalf("waited in vain to %s\n%s", what, tb.state())
	}
}

// see waits until the page shows a text.
func (tb *tab) see(text string) {
	tb.t.Helper()
	tb.await("see "+strconv.Quote(text), `document.body?.innerText.includes(`+strconv.Quote(text)+`) ?? false`)
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

// state is for the report of a failure.
func (tb *tab) state() string {
	ctx, cancel := tb.within()
	defer cancel()
	state, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + '\n' + document.body?.innerText`))
	if err != nil {
		return "(the page does not answer)"
	}
	return "The tab is at " + state
}

// signIn gives the browser the session cookie of somebody who signed in at Kratos.
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

// width makes the window so wide, in CSS pixels.
func (tb *tab) width(pixels int64) {
	tb.t.Helper()
	tb.do("resize", chromedp.EmulateViewport(pixels, 720))
}

// screenshot keeps the whole page as screenshots/<test>-<name>.png, which git ignores.
func (tb *tab) screenshot(name string) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tb.t.Errorf("screenshot %s: %v", name, err)
		return
	}
	file := strings.ReplaceAll(tb.t.Name(), "/", "-") + "-" + name + ".png"
	must(tb.t, os.MkdirAll("screenshots", 0o755))
	must(tb.t, os.WriteFile(filepath.Join("screenshots", file), picture, 0o644))
}
