package setting

import (
	"fmt"
	"io"
	"strings"
)

// WriteExample writes a file with every setting, its manual as comments and its default as value, below an introduction
// in comments. It loads without edits, and changes nothing.
func (fields Fields) WriteExample(w io.Writer, introduction string) error {
	var out strings.Builder
	out.WriteString(introduction)
	for _, f := range fields {
		out.WriteString("\n")
		f.writeExample(&out, "")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (f Field) writeExample(out *strings.Builder, indent string) {
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
		fmt.Fprintf(out, "%s%s: %s\n", indent, f.Key, flow(f.plainDefault()))
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
