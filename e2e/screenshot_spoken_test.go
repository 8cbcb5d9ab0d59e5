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

// spoken is the language of the pages, if LATCHKEY_SCREENSHOTS names one: LATCHKEY_SCREENSHOTS=de takes the pictures of TestPageStates
// and TestConsoleStates in German, after the same steps. Steps name buttons and sentences in English, which are looked up in the
// pages' own messages.
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

var blank = regexp.MustCompile(`\\\{\w+\\\}`)

// said returns what the pages may say in the spoken language for a whole English sentence, or for a part of one.
func said(t *testing.T, english string) []string {
	t.Helper()
	if spoken == "" {
		return []string{english}
	}
	var found []string
	others := sentences(t, spoken)
	for key, sentence := range sentences(t, "en") {
		other := others[key]
		whole := regexp.MustCompile(`^` + blank.ReplaceAllString(regexp.QuoteMeta(sentence), `(.+)`) + `$`)
		switch filled := whole.FindStringSubmatch(english); {
		case len(filled) == 2: // one blank: the same in the other language
			found = append(found, regexp.MustCompile(`\{\w+\}`).ReplaceAllLiteralString(other, filled[1]))
		case filled != nil:
			found = append(found, longestPart(other))
		case len(english) > 8 && strings.Contains(sentence, english):
			found = append(found, longestPart(other))
		}
	}
	return append(found, english) // names and other data
}

// longestPart is without blanks.
func longestPart(sentence string) (longest string) {
	for _, part := range regexp.MustCompile(`\{\w+\}`).Split(sentence, -1) {
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
