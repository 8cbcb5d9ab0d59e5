package setting

import (
	"fmt"
	"io"
	"strings"
)

// WriteManual writes the manual of all settings in Markdown, below an introduction.
func (fields Fields) WriteManual(w io.Writer, introduction string) error {
	var out strings.Builder
	out.WriteString(introduction)
	out.WriteString("\n## General\n")
	for _, f := range fields {
		if !f.isGroup() {
			f.writeManual(&out)
		}
	}
	for _, f := range fields {
		if f.isGroup() {
			fmt.Fprintf(&out, "\n## %s\n\n%s\n", f.Key, f.Comment)
			writeGroup(&out, f.Fields)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func writeGroup(out *strings.Builder, fields Fields) {
	for _, f := range fields {
		if f.isGroup() {
			writeGroup(out, f.Fields)
		} else {
			f.writeManual(out)
		}
	}
}

func (f Field) writeManual(out *strings.Builder) {
	fmt.Fprintf(out, "\n### `%s`\n\n%s\n\n", f.Path, f.Comment)
	if len(f.Enum) > 0 {
		fmt.Fprintf(out, "- one of: `%s`\n", strings.Join(f.Enum, "`, `"))
	}
	if f.Min != "" {
		fmt.Fprintf(out, "- allowed: %s\n", f.bounds())
	}
	switch {
	case f.isUnset() && f.Example != "":
		fmt.Fprintf(out, "- default: none; for example `%s`\n", f.exampleValue())
	case f.isUnset():
		out.WriteString("- default: none\n")
	case f.isInList():
	default:
		fmt.Fprintf(out, "- default: `%s`\n", flow(f.plainDefault()))
	}
	if !f.isInList() {
		fmt.Fprintf(out, "- environment: `%s`\n", f.Env())
	}
	if f.isGroupList() {
		writeGroup(out, f.Fields)
	}
}
