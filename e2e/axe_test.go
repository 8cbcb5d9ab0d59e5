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

// WCAG 2.2 at level AA, and axe's best practices.
const allRules = `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']`

// The rules about colours; a theme changes nothing else.
const colourRules = `{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }`

// axeRun is a script that gives what the checker finds. Scripts that a debugger evaluates are exempt from the page's policy, so
// nothing needs to be loosened for it.
func axeRun(rules string) string {
	return `axe.run(document, { runOnly: ` + rules + `, resultTypes: ['violations'] })
  .then(({ violations }) => violations.flatMap((v) => v.nodes.map((node) => ({
    rule: v.id, help: v.help, where: node.target.flat().join(' > '), why: node.failureSummary, html: node.html.slice(0, 160),
  }))))`
}

type finding struct{ Rule, Help, Where, Why, HTML string }

// accessible checks the page as it is now, shadow roots included, in light and in dark.
func (tb *tab) accessible(state string) {
	tb.t.Helper()
	tb.portraits(strings.ReplaceAll(state, " ", "-"))
	for _, theme := range themes {
		tb.prefers(theme)
		tb.checkAccess(state, theme)
	}
}

// checkAccess checks the page in its present theme, which is the one given: in dark only the colours, after light.
func (tb *tab) checkAccess(state, theme string) {
	tb.t.Helper()
	rules := allRules
	if theme == dark {
		rules = colourRules
	}
	for _, f := range tb.findings(rules) {
		tb.t.Errorf("%s in %s: axe finds %s (%s)\n  at %s\n  %s\n  %s", state, theme, f.Rule, f.Help, f.Where, f.HTML, strings.ReplaceAll(f.Why, "\n", "\n  "))
	}
}

func (tb *tab) findings(rules string) []finding {
	tb.t.Helper()
	if evaluate[bool](tb, `typeof window.axe === 'undefined'`) {
		script, err := axeCore()
		must(tb.t, err)
		evaluate[int](tb, script)
	}
	return evaluate[[]finding](tb, axeRun(rules))
}

// TestAxeFindsFaults: where nothing is ever found, the checker may be looking at nothing.
func TestAxeFindsFaults(t *testing.T) {
	t.Parallel()
	tb := newTab(t)
	tb.open(servePage(t, `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Faults</title><main><h1>Faults</h1>
<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }</style><p>Text</p>
<x-box><template shadowrootmode="open"><button><img></button></template></x-box></main>`))
	for _, c := range []struct {
		theme, rules string
		want         []string
	}{
		{light, allRules, []string{"button-name", "image-alt"}},
		{light, colourRules, nil},
		{dark, allRules, []string{"button-name", "color-contrast", "image-alt"}},
		{dark, colourRules, []string{"color-contrast"}},
	} {
		tb.prefers(c.theme)
		var got []string
		for _, f := range tb.findings(c.rules) {
			got = append(got, f.Rule)
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("in %s it finds %q, want %q", c.theme, got, c.want)
		}
	}
}
