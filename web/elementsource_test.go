package web

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// elementSources are the scripts of the elements by name ("login.js"), without their comments.
type elementSources map[string]string

var (
	comment  = regexp.MustCompile(`(?s:/\*.*?\*/)|(?m:(^|\s)//.*$)`)
	imported = regexp.MustCompile(`(?:from |import |import\()'\./([\w-]+\.js)'`)
	defined  = regexp.MustCompile(`(?m)^define\('latchkey-([\w-]+)'`)
	slotted  = regexp.MustCompile(`h\('slot', \{[^}]*\bname: '([\w-]+)'`)
	parted   = regexp.MustCompile("part: ?['`]([a-z -]+)")
	emitted  = regexp.MustCompile(`emit\('([\w-]+)'`)
	// Of the element itself: an input may have attributes, too. A nonce is read by its property.
	attributeRead = regexp.MustCompile(`\b(?:this|host)\.(?:(setting|getAttribute|hasAttribute)\('([\w-]+)'\)|(nonce)\b)`)
)

func elementsOf(t *testing.T) elementSources {
	t.Helper()
	files, err := filepath.Glob("elements/*.js")
	if err != nil {
		t.Fatal(err)
	}
	found := elementSources{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found[path.Base(file)] = comment.ReplaceAllString(string(text), "")
	}
	return found
}

// tags are the elements: "step-up" for <latchkey-step-up>, which is in step-up.js.
func (m elementSources) tags(t *testing.T) []string {
	t.Helper()
	var tags []string
	for name, code := range m {
		for _, tag := range defined.FindAllStringSubmatch(code, -1) {
			if tags = append(tags, tag[1]); name != tag[1]+".js" {
				t.Errorf("<latchkey-%s> is in %s", tag[1], name)
			}
		}
	}
	slices.Sort(tags)
	return tags
}

// of returns a module and what it loads, at once or later, except for other elements.
func (m elementSources) of(name string) []string {
	reached := []string{name}
	for i := 0; i < len(reached); i++ {
		for _, next := range imported.FindAllStringSubmatch(m[reached[i]], -1) {
			if !slices.Contains(reached, next[1]) && !defined.MatchString(m[next[1]]) {
				reached = append(reached, next[1])
			}
		}
	}
	return reached
}

// reads are the attributes that modules read, and whether all that counts is that they are there.
func (m elementSources) reads(names ...string) map[string]bool {
	found := map[string]bool{}
	for _, name := range names {
		if strings.Contains(m[name], "this.nonce") { // of every HTMLElement, which browsers keep apart from the attribute
			found["nonce"] = false
		}
		for _, read := range attributeRead.FindAllStringSubmatch(m[name], -1) {
			name := read[2] + read[3]
			boolean, known := found[name]
			found[name] = read[1] == "hasAttribute" && (boolean || !known)
		}
	}
	return found
}

// matches are the words that the pattern finds in modules, each once and in order.
func (m elementSources) matches(pattern *regexp.Regexp, names ...string) []string {
	var found []string
	for _, name := range names {
		for _, match := range pattern.FindAllStringSubmatch(m[name], -1) {
			found = append(found, strings.Fields(match[1])...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
