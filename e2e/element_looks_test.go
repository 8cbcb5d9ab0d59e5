package e2e_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	docExample  = regexp.MustCompile("(?s)```(html|css)\n(.*?)```")
	docScript   = regexp.MustCompile(`(?s)<script.*?</script>\n?`)
	docSentence = regexp.MustCompile(`text-[a-z-]+="([^"]*)"`)
	docProperty = regexp.MustCompile("`(?:--latchkey)?-([a-z-]+)`")
)

// testElementsDocumented renders the examples of docs/elements.md as they stand there, and checks that each looks as it says.
func testElementsDocumented(t *testing.T, s *stack) {
	text, err := os.ReadFile("../docs/elements.md")
	must(t, err)
	tb := newcomer(s, t)
	examples := map[string][]string{}
	for _, found := range docExample.FindAllStringSubmatch(string(text), -1) {
		examples[found[1]] = append(examples[found[1]], docScript.ReplaceAllString(found[2], ""))
	}
	if len(examples["html"]) < 4 || len(examples["css"]) != 1 {
		t.Fatalf("the examples are %q", examples)
	}
	for _, markup := range examples["html"] {
		s.openElement(tb, markup)
		tb.await("see a heading in "+markup, shadow+`.first('.h1') !== undefined`)
		tb.wellSaid(markup)
		for _, sentence := range docSentence.FindAllStringSubmatch(markup, -1) {
			tb.see(strings.ReplaceAll(sentence[1], "{app}", "localhost"))
		}
		if strings.Contains(markup, "app-name") {
			tb.see("Example")
		}
		if strings.Contains(markup, "<input") {
			tb.await("see one input", shadow+`.all('input').filter((input) => input.checkVisibility()).length === 1`)
		}
	}

	s.openElement(tb, `<latchkey-login></latchkey-login>`)
	tb.see("Sign in with a passkey")
	tb.styles(`body { font-family: monospace } ` + examples["css"][0])
	tb.looks(".primary", "background-color", "rgb(11, 110, 79)")
	tb.looks(".primary", "border-top-left-radius", "6px")
	tb.looks(".primary", "text-transform", "uppercase")
	tb.looks(".primary", "font-family", "monospace")
	tb.looks(".card", "border-top-width", "0px")
	tb.looks(".card", "padding-top", "0px")
	tb.looks("#another-device", "text-transform", "none")

	// Each documented property reaches the element, whose styles use it.
	_, styling, _ := strings.Cut(string(text), "\n## Styling\n")
	styling, _, _ = strings.Cut(styling, "Elements follow the")
	properties := docProperty.FindAllStringSubmatch(styling, -1)
	if len(properties) < 17 || !slices.ContainsFunc(properties, func(p []string) bool { return p[1] == "font" }) {
		t.Fatalf("the properties are %q", properties)
	}
	used := evaluate[string](tb, shadow+`.first('.card').getRootNode().adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('\n')`)
	for _, property := range properties {
		value := "rgb(1, 2, 3)"
		name := "--" + property[1]
		switch property[1] {
		case "radius":
			value = "7px"
		case "font":
			value, name = "fantasy", "font-family"
		}
		tb.styles(fmt.Sprintf(`latchkey-login { --latchkey-%s: %s }`, property[1], value))
		host := `getComputedStyle(document.querySelector('latchkey-login')).getPropertyValue(` + strconv.Quote(name) + `)`
		if got := evaluate[string](tb, host); got != value {
			t.Errorf("with --latchkey-%s: %s the element has %s: %s", property[1], value, name, got)
		}
		if name != "font-family" && !strings.Contains(used, "var("+name+")") {
			t.Errorf("nothing uses --latchkey-%s", property[1])
		}
	}
}

// styles replaces the page's style sheet.
func (tb *tab) styles(sheet string) {
	tb.t.Helper()
	evaluate[any](tb, `(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`+strconv.Quote(sheet)+`); document.adoptedStyleSheets = [sheet]; })()`)
}

// looks waits for a computed style: colours change gradually.
func (tb *tab) looks(selector, property, want string) {
	tb.t.Helper()
	element := shadow + `.all('*').find((e) => e.matches(` + strconv.Quote(selector) + `))`
	tb.await(fmt.Sprintf("see %s with %s: %s", selector, property, want),
		fmt.Sprintf(`getComputedStyle(%s).getPropertyValue(%q) === %q`, element, property, want))
}
