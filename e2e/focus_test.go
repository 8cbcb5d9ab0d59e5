package e2e_test

import (
	"slices"
	"strconv"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// key types keys where the focus is.
func (tb *tab) key(keys string) {
	tb.t.Helper()
	tb.do("type", chromedp.KeyEvent(keys))
}

// focusName is the accessible name of the focused element.
const focusName = `((e) => e?.labels?.[0]?.innerText.trim() ?? (e ? ` + shadow + `.name(e) : ''))(` + shadow + `.active())`

// tabTo presses Tab until that is where the focus is.
func (tb *tab) tabTo(name string) {
	tb.t.Helper()
	tb.await("find "+strconv.Quote(name), tb.named(name)+` !== undefined`)
	for range 40 {
		if slices.Contains(said(tb.t, name), evaluate[string](tb, focusName)) {
			return
		}
		tb.key(kb.Tab)
	}
	tb.t.Fatalf("no Tab leads to %q\n%s", name, tb.state())
}

// focusIs waits until the focus is there.
func (tb *tab) focusIs(name string) {
	tb.t.Helper()
	came := inTime(patience, func() bool {
		ctx, cancel := tb.within()
		defer cancel()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](focusName))
		return err == nil && slices.Contains(said(tb.t, name), got)
	})
	if !came {
		tb.t.Fatalf("the focus is on %q, not on %q\n%s", evaluate[string](tb, focusName), name, tb.state())
	}
}

// said waits until a live region has this text.
func (tb *tab) said(sentence string) {
	tb.t.Helper()
	tb.await("hear "+strconv.Quote(sentence), shadow+`.all('[role=status]').some((e) => `+listed(tb.t, sentence)+`.some((one) => e.innerText.includes(one)))`)
}

// text is all that can be read.
func (tb *tab) text() string {
	tb.t.Helper()
	return evaluate[string](tb, shadow+`.text()`)
}
