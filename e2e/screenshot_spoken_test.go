package e2e_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// spoken is the language of the pages, if LATCHKEY_SCREENSHOTS names one: LATCHKEY_SCREENSHOTS=de takes the pictures of TestPageStates,
// TestConsoleStates and the tests of elements in German, after the same steps. Steps name buttons and sentences in English, which are
// looked up in the pages' own messages.
var spoken = spokenLanguage()

func spokenLanguage() string {
	if name := os.Getenv("LATCHKEY_SCREENSHOTS"); regexp.MustCompile(`^[a-z]{2}$`).MatchString(name) {
		return name
	}
	return ""
}

// sentences are those of a language by dotted key, plural forms by key and form.
func sentences(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../web/elements/messages." + language + ".*js")
	must(t, err)
	all := map[string]string{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		must(t, err)
		var tree map[string]any
		must(t, json.Unmarshal(source[bytes.IndexByte(source, '{'):bytes.LastIndexByte(source, '}')+1], &tree))
		flatten(all, "", tree)
	}
	return all
}

func flatten(into map[string]string, prefix string, tree map[string]any) {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			into[prefix+key] = value
		case map[string]any:
			flatten(into, prefix+key+".", value)
		}
	}
}

var blank = regexp.MustCompile(`\{\w+\}`)

// said returns what the pages may say in the spoken language for a whole English sentence, for two, or else for a part of one.
func said(t *testing.T, english string) []string {
	t.Helper()
	if spoken == "" {
		return []string{english}
	}
	others := sentences(t, spoken)
	device := strings.ReplaceAll(english, " on Linux", blank.Split(others["passkeys.browser"], 3)[1]+"Linux") // as the pages call a passkey
	whole := []string{english, device}
	var parts []string
	for key, sentence := range sentences(t, "en") {
		for _, text := range []string{english, device} {
			if filling, is := fills(sentence, text); is && len(filling) < 2 {
				whole = append(whole, filled(others[key], filling))
			} else if is || len(text) > 8 && strings.Contains(blanked(sentence), blanked(text)) {
				parts = append(parts, longestPart(others[key]))
			}
		}
	}
	if first, second, two := strings.Cut(english, ". "); two && second != "" {
		for _, first := range said(t, first+".") {
			for _, second := range said(t, second) {
				whole = append(whole, first+" "+second)
			}
		}
	}
	if len(whole) > 2 {
		return whole
	}
	return append(whole, parts...)
}

// fills returns what is in the blanks of a sentence if a text is that sentence.
func fills(sentence, text string) (filling []string, is bool) {
	literal := blank.Split(sentence, -1)
	for i := range literal {
		literal[i] = regexp.QuoteMeta(literal[i])
	}
	found := regexp.MustCompile(`^` + strings.Join(literal, `(.+)`) + `$`).FindStringSubmatch(text)
	if found == nil {
		return nil, false
	}
	return found[1:], true
}

// filled is for sentences with one blank at most: it holds the same in every language.
func filled(sentence string, filling []string) string {
	return blank.ReplaceAllLiteralString(sentence, strings.Join(filling, ""))
}

// blanked has a blank in place of what fills those of the tests' pages, so that a part of a sentence is found.
func blanked(text string) string {
	return regexp.MustCompile(`\{\w+\}|\b(Latchkey|Shop|\d+)\b`).ReplaceAllLiteralString(text, "{}")
}

// longestPart is without blanks.
func longestPart(sentence string) (longest string) {
	for _, part := range blank.Split(sentence, -1) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return strings.TrimSpace(longest)
}

// listed is a JavaScript array of what the pages may say.
func listed(t *testing.T, english string) string {
	t.Helper()
	text, err := json.Marshal(said(t, english))
	must(t, err)
	return string(text)
}

// named is an expression for what a user would press by that name.
func (tb *tab) named(english string) string {
	tb.t.Helper()
	return shadow + `.control(` + listed(tb.t, english) + `)`
}
