package config

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// WriteExample writes a latchkey.yml with every setting, its manual as comments and its default as value. It loads as
// it is, and changes nothing.
func WriteExample(w io.Writer) error {
	var out strings.Builder
	out.WriteString("# latchkey.yml: all settings of Latchkey, with their defaults.\n")
	out.WriteString("# Keep the lines that you change. Each setting may also come from the environment:\n")
	out.WriteString("# kratos.public_url is LATCHKEY_KRATOS_PUBLIC_URL; lists are comma-separated there.\n")
	for _, f := range settings() {
		out.WriteString("\n")
		f.writeExample(&out, "")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (f field) writeExample(out *strings.Builder, indent string) {
	for _, line := range wrap(f.Comment, 100-len(indent)) {
		fmt.Fprintf(out, "%s# %s\n", indent, line)
	}
	switch {
	case f.isGroup():
		fmt.Fprintf(out, "%s%s:\n", indent, f.Key)
		for _, child := range f.Fields {
			child.writeExample(out, indent+"  ")
		}
	case f.isUnset():
		fmt.Fprintf(out, "%s# %s: %s\n", indent, f.Key, f.exampleValue())
	case f.isGroupList():
		fmt.Fprintf(out, "%s%s:\n%s  -\n", indent, f.Key, indent)
		for _, child := range f.Fields {
			child.writeExample(out, indent+"    ")
		}
	default:
		fmt.Fprintf(out, "%s%s: %s\n", indent, f.Key, flow(plain(f.Default)))
	}
}

// isUnset: optional settings without a default are shown commented out.
func (f field) isUnset() bool { return f.Optional && f.Default.IsZero() }

// exampleValue is what stands behind the name of a setting that is commented out. The example of a list of groups is one
// of them, in JSON.
func (f field) exampleValue() string {
	if f.isGroupList() {
		return "[" + f.Example + "]"
	}
	if f.isList() {
		list := []any{}
		if f.Example != "" {
			list = append(list, f.Example)
		}
		return flow(list)
	}
	return flow(f.Example)
}

// flow writes a value on one line, in the part of YAML that is JSON.
func flow(value any) string {
	if text, ok := value.(string); ok && plainText.MatchString(text) {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		panic(err) // a default that has no JSON form: a fault of this program
	}
	return string(out)
}

// plainText is what needs no quotes in YAML and is not read as anything but a text. Durations are.
var plainText = regexp.MustCompile(`^([A-Za-z/][A-Za-z0-9_./:@-]*|[0-9]+(ms|s|m|h))$`)

// wrap breaks a text into lines of up to width bytes, at spaces.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
