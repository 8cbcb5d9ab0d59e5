package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// narrow is the width that every page must fit into (WCAG 2.2, 1.4.10), in CSS pixels.
const narrow, medium, wide = 320, 768, 1440

const light, dark = "light", "dark"

var themes = []string{light, dark}

// width sets the width of the window, in CSS pixels. Text is visible before the style sheet is loaded, so it waits for
// the whole page.
func (tb *tab) width(pixels int64) {
	tb.t.Helper()
	tb.do("resize", chromedp.EmulateViewport(pixels, 720))
	tb.await("be loaded", `document.readyState === 'complete'`)
}

// prefers sets the user's preference for light or dark, and for no motion.
func (tb *tab) prefers(theme string) {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	must(tb.t, err)
}

// prefersNothing undoes it.
func (tb *tab) prefersNothing() {
	tb.t.Helper()
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{}})
	must(tb.t, err)
}

// wantScreenshots: assertions do not read screenshots, and they take more time than everything else. With
// LATCHKEY_SCREENSHOTS=1 there is one for each state, for review; otherwise only for failures.
var wantScreenshots = os.Getenv("LATCHKEY_SCREENSHOTS") != ""

// screenshot saves an image of the page, if requested.
func (tb *tab) screenshot(name string) {
	tb.t.Helper()
	if wantScreenshots {
		// After a resize, the picture may be taken before a dialog is painted.
		evaluate[bool](tb, `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`)
		tb.keepScreenshot(name)
	}
}

// keepScreenshot keeps the whole page as screenshots/<test>-<name>.png, which git ignores.
func (tb *tab) keepScreenshot(name string) {
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

// portraits keeps a picture of the page in every width and theme, if requested. Nothing is checked.
func (tb *tab) portraits(name string) {
	tb.t.Helper()
	if !wantScreenshots {
		return
	}
	for _, theme := range themes {
		tb.prefers(theme)
		for _, pixels := range []int64{medium, wide, narrow} {
			tb.width(pixels)
			tb.screenshot(fmt.Sprintf("%s-%d-%s", name, pixels, theme))
		}
	}
	tb.prefersNothing()
}

// looksRight looks at the page as it is now in every width and theme, keeps pictures, and checks what can be checked.
func (tb *tab) looksRight() {
	tb.t.Helper()
	for _, theme := range themes {
		tb.prefers(theme)
		for _, pixels := range []int64{medium, wide, narrow} {
			tb.width(pixels)
			name := fmt.Sprintf("%d-%s", pixels, theme)
			tb.screenshot(name)
			if theme == light { // a theme changes colours, and neither measures nor words
				tb.fits(name)
				tb.still(name)
				tb.wellSaid(name)
			}
			if theme == light || pixels == narrow { // no width changes a colour
				tb.checkAccess(strconv.FormatInt(pixels, 10), theme)
			}
		}
	}
}

// looksRightInGerman reloads the page in another language, whose words are longer.
func (tb *tab) looksRightInGerman() {
	tb.t.Helper()
	if spoken != "" {
		return
	}
	tb.speaks("de")
	tb.do("load again", chromedp.Reload())
	tb.await("be in German", `document.documentElement.lang === 'de' && `+shadow+`.first('h1') !== undefined && !/[Ww](ird|erden) geladen …|Bitte warten …/.test(`+shadow+`.text())`)
	tb.screenshot("320-dark-de")
	tb.fits("in German")
	tb.wellSaid("in German")
}

// overflowing names what reaches out of the window. What is for screen readers only is a pixel wide.
const overflowing = shadow + `.all('*')
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().width > 1)
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)
  .map((e) => e.outerHTML.slice(0, 120))
  .concat(document.scrollingElement.scrollWidth > innerWidth ? ['the page scrolls: ' + document.scrollingElement.scrollWidth] : [])
  .concat(` + shadow + `.all('dialog[open]').filter((e) => !e.querySelector('input, select, textarea') && e.scrollHeight > e.clientHeight + 1).map((e) => 'the dialog scrolls: ' + e.scrollHeight + ' of ' + e.clientHeight))
  .concat(` + shadow + `.all('dialog[open]').filter((e) => getComputedStyle(e).borderRadius === '0px').map(() => 'the dialog has no style'))`

// fits: nothing has to be scrolled sideways to be seen, and dialogs that only ask not at all. Staff fill in others in the console.
// Nothing covers the control that has the focus.
func (tb *tab) fits(name string) {
	tb.t.Helper()
	if out := evaluate[[]string](tb, overflowing); len(out) > 0 {
		tb.t.Errorf("%s does not fit: %s", name, strings.Join(out, "\n"))
	}
	if what := evaluate[string](tb, shadow+`.obscured() ? `+shadow+`.label(`+shadow+`.active()) : ''`); what != "" {
		tb.t.Errorf("%s: something covers what has the focus: %s", name, what)
	}
	if covered := evaluate[[]string](tb, coveredInDialog); len(covered) > 0 {
		tb.t.Errorf("%s: something in the dialog covers %s", name, strings.Join(covered, "\n"))
	}
}

// coveredInDialog names the controls of a dialog that cannot be pressed wherever it is scrolled to. It scrolls back.
const coveredInDialog = shadow + `.all('dialog[open]').flatMap((dialog) => {
  const before = [dialog.scrollTop, scrollY];
  const covered = [...dialog.querySelectorAll('a, button, input, select, textarea, summary')].filter((e) => e.checkVisibility() && !` + shadow + `.middle(e));
  dialog.scrollTop = before[0];
  scrollTo({ top: before[1], behavior: 'instant' });
  return covered.map(` + shadow + `.label);
})`

// moving returns what moves although the user prefers no motion. A change of colour is not motion.
const moving = shadow + `.roots().flatMap((root) => root.getAnimations())
  .filter((a) => a.playState === 'running' && !/color|shadow|opacity|background/.test(a.transitionProperty ?? ''))
  .map((a) => (a.animationName ?? a.transitionProperty) + ' of ' + a.effect?.target?.outerHTML.slice(0, 120))`

func (tb *tab) still(name string) {
	tb.t.Helper()
	if found := evaluate[[]string](tb, moving); len(found) > 0 {
		tb.t.Errorf("%s: this moves all the same: %s", name, strings.Join(found, "\n"))
	}
}

// unsaid finds the keys of sentences that are not there, and names that were not filled in.
const unsaid = shadow + `.text().match(/\b(title|common|signed_out|stale|failure|errors|reasons|activity|setup|login|passkeys|step-up|recover|recovery-codes|not-me|diagnose|factors|admin(?:-[a-z]+)?)\.[a-z_]+\b|\{\w+\}/g) ?? []`

func (tb *tab) wellSaid(name string) {
	tb.t.Helper()
	if found := evaluate[[]string](tb, unsaid); len(found) > 0 {
		tb.t.Errorf("%s shows what no person understands: %s", name, strings.Join(found, ", "))
	}
}

// focused checks that keyboard and screen reader users were not sent back to the top of the page.
func (tb *tab) focused() {
	tb.t.Helper()
	tb.await("find the focus somewhere", shadow+`.label(`+shadow+`.active()) !== ''`)
}
