package kratos

import (
	"bytes"
	"encoding/json"
	"strings"

	"latchkey/text"
)

// maxName limits a login or display name, in runes.
const maxName = 256

// traitPath splits the dotted path of a trait into its members.
func traitPath(dotted string) []string {
	return strings.FieldsFunc(dotted, func(r rune) bool { return r == '.' })
}

// name reads a string or number from the traits and makes it presentable; "" if there is none.
func name(traits json.RawMessage, path []string) string {
	if len(path) == 0 || len(traits) == 0 {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader(traits))
	decoder.UseNumber() // a numeric member keeps its digits
	var value any
	if decoder.Decode(&value) != nil {
		return ""
	}
	for _, member := range path {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	switch value := value.(type) {
	case string:
		return presentable(value)
	case json.Number:
		return presentable(value.String())
	default:
		return ""
	}
}

// presentable removes invisible characters, and characters that change the direction of text, which would let a name
// imitate another in a browser's dialog.
func presentable(s string) string {
	s = text.Presentable(s)
	if runes := []rune(s); len(runes) > maxName {
		s = string(runes[:maxName])
	}
	return strings.TrimSpace(s)
}
