// Package trait reads the traits of Kratos identities by their paths, and finds those paths in identity schemas. It makes
// no calls and knows no settings: package kratos gets the identities and the schemas.
package trait

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Path leads to a trait: names of members and, in a list, indices from 0. The names may contain dots themselves.
type Path []string

// inBrackets matches an index in the other common spelling, emails[0].
var inBrackets = regexp.MustCompile(`\[([0-9]+)\]`)

// Parse reads a path such as email, name.first, emails.0 or emails[0].
func Parse(text string) (Path, error) {
	path := Path(strings.Split(inBrackets.ReplaceAllString(text, ".$1"), "."))
	for _, part := range path {
		if part == "" || strings.TrimSpace(part) != part || strings.ContainsAny(part, `,[]{}"`) || strings.ContainsFunc(part, unicode.IsControl) {
			return nil, errors.New("not a path to a trait")
		}
	}
	return path, nil
}

// ParseAll reads several paths.
func ParseAll(texts []string) ([]Path, error) {
	paths := make([]Path, len(texts))
	for i, text := range texts {
		path, err := Parse(text)
		if err != nil {
			return nil, err
		}
		paths[i] = path
	}
	return paths, nil
}

func (p Path) String() string { return strings.Join(p, ".") }

// index returns the position in a list that a part of a path names.
func index(part string) (int, bool) {
	i, err := strconv.ParseUint(part, 10, 16)
	return int(i), err == nil
}

// splits yields the ways in which a path can begin with a name, the longest name first, since names may contain dots.
func (p Path) splits(yield func(name string, rest Path) bool) {
	for n := len(p); n > 0; n-- {
		if !yield(p[:n].String(), p[n:]) {
			return
		}
	}
}

// Traits are the traits of one identity. They may be any JSON.
type Traits struct{ value any }

// Decode reads the traits; what is no JSON has no traits.
func Decode(raw json.RawMessage) Traits {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // a number keeps its digits, as in a telephone number
	var t Traits
	if decoder.Decode(&t.value) != nil {
		return Traits{}
	}
	return t
}

// Texts yields the texts and numbers that the paths lead to, in this order. A path that ends at a list leads to all its
// elements.
func (t Traits) Texts(paths []Path) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, path := range paths {
			if !texts(t.value, path, yield) {
				return
			}
		}
	}
}

func texts(value any, path Path, yield func(string) bool) bool {
	switch value := value.(type) {
	case string:
		return len(path) > 0 || yield(value)
	case json.Number:
		return len(path) > 0 || yield(value.String())
	case []any:
		return textsOfList(value, path, yield)
	case map[string]any:
		for name, rest := range path.splits {
			if member, ok := value[name]; ok && !texts(member, rest, yield) {
				return false
			}
		}
	}
	return true
}

func textsOfList(list []any, path Path, yield func(string) bool) bool {
	if len(path) > 0 {
		i, ok := index(path[0])
		return !ok || i >= len(list) || texts(list[i], path[1:], yield)
	}
	for _, element := range list {
		if !texts(element, nil, yield) {
			return false
		}
	}
	return true
}
