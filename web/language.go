package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Adding files adds a language: messages.de.js and one for each section, messages.de.setup.js. These are the sources,
// because the minified files are not JSON.
//
//go:embed elements/messages.*.js
var messageFiles embed.FS

// maxAcceptLanguage is longer than any browser's header, and bounds the cost of parsing.
const maxAcceptLanguage = 1000

// languageCookie holds the language that the user selected on a page. It is no secret: it names one of the languages.
const languageCookie = "latchkey_language"

// messages are the sentences of one language by dotted key.
type messages map[string]string

// languages selects the language of a page. English is first, and the fallback.
type languages struct {
	names    []string // "en", "de", "pt", as in the names of the files
	messages map[string]messages
	matcher  language.Matcher
}

// mustLanguages panics if a file is malformed, which the tests rule out.
func mustLanguages() *languages {
	files, err := fs.Glob(messageFiles, "elements/messages.*.js")
	if err != nil {
		panic(err)
	}
	l := &languages{messages: map[string]messages{}}
	for _, file := range files {
		name, _, section := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "messages."), ".js"), ".")
		m := mustMessages(file)
		if primary, _, _ := strings.Cut(m["lang"], "-"); !section && primary != name {
			panic(fmt.Errorf("%s says that its language is %q", file, m["lang"]))
		}
		if l.messages[name] == nil {
			l.messages[name] = messages{}
		}
		maps.Copy(l.messages[name], m)
	}
	return l.having("lang")
}

// having returns the languages that have a sentence: the console has fewer languages than the pages.
func (l *languages) having(key string) *languages {
	some := &languages{names: []string{"en"}, messages: l.messages}
	tags := []language.Tag{language.English}
	for _, name := range slices.Sorted(maps.Keys(l.messages)) {
		if name != "en" && l.messages[name][key] != "" {
			some.names = append(some.names, name)
			tags = append(tags, language.MustParse(l.messages[name]["lang"]))
		}
	}
	some.matcher = language.NewMatcher(tags)
	return some
}

// mustMessages reads a file, which is JSON between its first and last brace.
func mustMessages(file string) messages {
	source, err := messageFiles.ReadFile(file)
	if err != nil {
		panic(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(source[bytes.IndexByte(source, '{'):bytes.LastIndexByte(source, '}')+1], &tree); err != nil {
		panic(fmt.Errorf("%s: %w", file, err))
	}
	m := messages{}
	m.flatten(file, "", tree)
	return m
}

func (m messages) flatten(file, prefix string, tree map[string]any) {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			m[prefix+key] = value
		case map[string]any:
			m.flatten(file, prefix+key+".", value)
		default:
			panic(fmt.Errorf("%s: %s%s is neither sentence nor section", file, prefix, key))
		}
	}
}

// choose returns the language that the query requests (`?lang=de`), otherwise the one that was selected on a page before,
// otherwise the best match for the browser (RFC 9110 §12.5.4). asked reports whether the query requested it.
func (l *languages) choose(r *http.Request) (name string, asked bool) {
	if name := l.named(r.URL.Query().Get("lang")); name != "" {
		return name, true
	}
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if name := l.named(cookie.Value); name != "" {
			return name, false
		}
	}
	header := strings.Join(r.Header.Values("Accept-Language"), ",")
	if len(header) > maxAcceptLanguage {
		return l.names[0], false
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return l.names[0], false
	}
	_, index, confidence := l.matcher.Match(tags...)
	if confidence == language.No {
		index = 0
	}
	return l.names[index], false
}

// named returns the language of a tag, "pt" for "pt-BR", or "".
func (l *languages) named(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if slices.Contains(l.names, primary) {
		return primary
	}
	return ""
}
