package config

import (
	"fmt"
	"io"
	"strings"
)

// WriteExample writes a latchkey.yml with every setting, its manual as comments and its default as value. It loads
// without edits, and changes nothing.
func WriteExample(w io.Writer) error {
	var out strings.Builder
	out.WriteString("# latchkey.yml: all settings of Latchkey, with their defaults.\n")
	out.WriteString("# Keep the lines that you change. Each setting may also come from the environment:\n")
	out.WriteString("# kratos.public_url is LATCHKEY_KRATOS_PUBLIC_URL; lists are comma-separated there.\n")
	for _, f := range allFields() {
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
