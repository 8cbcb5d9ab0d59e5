package config

import (
	"fmt"
	"io"
	"strings"
)

const manualIntroduction = `# Configuration

<!-- Made from the comments in package config by make generate; change them there. -->

Latchkey reads ` + "`latchkey.yml`" + ` in the working directory, or the file named by ` + "`--config`" + ` or ` + "`LATCHKEY_CONFIG`" + `. Each setting
may also come from the environment, which overrides the file; the file overrides the defaults. Without either,
everything runs on one machine with SQLite.

- ` + "`latchkey config example > latchkey.yml`" + ` writes a file with all settings, their defaults and this manual as comments.
- ` + "`latchkey config check`" + ` reports all faults at once, each with its remedy; without faults it lists the settings that are set, and where.
- ` + "`latchkey config schema`" + ` prints a JSON Schema, so that editors complete and check the file.

In the environment, lists are comma-separated, lists of groups such as ` + "`LATCHKEY_WEBAUTHN_RP`" + `
are JSON, and an empty variable sets an empty value.
Latchkey refuses to start with an unknown ` + "`LATCHKEY_`" + ` variable or setting, so that typing errors are noticed. The
variables that Kubernetes sets for a Service named latchkey are ignored.
`

// WriteManual writes docs/config.md.
func WriteManual(w io.Writer) error {
	var out strings.Builder
	out.WriteString(manualIntroduction)
	out.WriteString("\n## General\n")
	for _, f := range allFields() {
		if !f.isGroup() {
			f.writeManual(&out)
		}
	}
	for _, f := range allFields() {
		if f.isGroup() {
			fmt.Fprintf(&out, "\n## %s\n\n%s\n", f.Key, f.Comment)
			writeGroup(&out, f.Fields)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func writeGroup(out *strings.Builder, fields []field) {
	for _, f := range fields {
		if f.isGroup() {
			writeGroup(out, f.Fields)
		} else {
			f.writeManual(out)
		}
	}
}

func (f field) writeManual(out *strings.Builder) {
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
		fmt.Fprintf(out, "- default: `%s`\n", flow(plain(f.Default)))
	}
	if !f.isInList() {
		fmt.Fprintf(out, "- environment: `%s`\n", f.env())
	}
	if f.isGroupList() {
		writeGroup(out, f.Fields)
	}
}
