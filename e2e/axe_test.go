package e2e_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// axeCore is the checker that web/package-lock.json pins; .ci/setup fetches it.
var axeCore = sync.OnceValues(func() (string, error) {
	script, err := os.ReadFile("../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe-core is not there; run .ci/setup test: %w", err)
	}
	return string(script) + ";0", nil
})

// WCAG 2.2 at level AA, and what axe's authors hold to be good practice. Scripts that a debugger evaluates are exempt from
// the page's policy, so nothing needs to be loosened for it.
const axeRun = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap((v) => v.nodes.map((node) => ({
  rule: v.id, help: v.help, where: node.target.flat().join(' > '), why: node.failureSummary, html: node.html.slice(0, 160),
}))))`

type finding struct{ Rule, Help, Where, Why, HTML string }

// accessible checks the page as it is now, shadow roots included, in light and in dark.
func (tb *tab) accessible(state string) {
	tb.t.Helper()
	for _, theme := range themes {
		tb.prefers(theme)
		tb.checkAccess(state + " in " + theme)
	}
}

// checkAccess checks the page in its present theme.
func (tb *tab) checkAccess(state string) {
	tb.t.Helper()
	for _, f := range tb.findings() {
		tb.t.Errorf("%s: axe finds %s (%s)\n  at %s\n  %s\n  %s", state, f.Rule, f.Help, f.Where, f.HTML, strings.ReplaceAll(f.Why, "\n", "\n  "))
	}
}

func (tb *tab) findings() []finding {
	tb.t.Helper()
	if evaluate[bool](tb, `typeof window.axe === 'undefined'`) {
		script, err := axeCore()
		must(tb.t, err)
		evaluate[int](tb, script)
	}
	return evaluate[[]finding](tb, axeRun)
}

// TestAxeFindsFaults: where nothing is ever found, the checker may be looking at nothing.
func TestAxeFindsFaults(t *testing.T) {
	t.Parallel()
	tb := newTab(t)
	tb.open(servePage(t, `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Faults</title><main><h1>Faults</h1>
<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }</style><p>Text</p>
<x-box><template shadowrootmode="open"><button><img></button></template></x-box></main>`))
	for theme, want := range map[string][]string{light: {"button-name", "image-alt"}, dark: {"button-name", "color-contrast", "image-alt"}} {
		tb.prefers(theme)
		var got []string
		for _, f := range tb.findings() {
			got = append(got, f.Rule)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("in %s it finds %q, want %q", theme, got, want)
		}
	}
}
