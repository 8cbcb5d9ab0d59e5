package config

import "io"

const exampleIntroduction = `# latchkey.yml: all settings of Latchkey, with their defaults.
# Keep the lines that you change. Each setting may also come from the environment:
# kratos.public_url is LATCHKEY_KRATOS_PUBLIC_URL; lists are comma-separated there, or JSON.
`

const manualIntroduction = `# Configuration

<!-- Made from the comments in package config by make generate; change them there. -->

Latchkey reads ` + "`latchkey.yml`" + ` in the working directory, or the file named by ` + "`--config`" + ` or ` + "`LATCHKEY_CONFIG`" + `. Each setting
may also come from the environment, which overrides the file; the file overrides the defaults. Without either,
everything runs on one machine with SQLite.

- ` + "`latchkey config example > latchkey.yml`" + ` writes a file with all settings, their defaults and this manual as comments.
- ` + "`latchkey config check`" + ` reports all faults at once, each with its remedy; without faults it lists the settings that are set, and where.
- ` + "`latchkey config schema`" + ` prints a JSON Schema, so that editors complete and check the file.

Durations are numbers with their units (ns, us, ms, s, m, h, and d for 24 hours), such as 500ms, 1h30m or 30d; days are whole and
come first, as in 1d12h, and 0 needs no unit. Flags of commands take the same.

In the environment, lists are comma-separated or JSON, such as ["one","two"]; lists of groups such as ` + "`LATCHKEY_WEBAUTHN_RP`" + `
are JSON, and an empty variable sets an empty value.
Latchkey refuses to start with an unknown ` + "`LATCHKEY_`" + ` variable or setting, so that typing errors are noticed. The
variables that Kubernetes sets for a Service named latchkey are ignored.
`

// WriteExample writes a latchkey.yml with every setting, its manual as comments and its default as value. It loads
// without edits, and changes nothing.
func WriteExample(w io.Writer) error { return declared().WriteExample(w, exampleIntroduction) }

// WriteManual writes docs/config.md.
func WriteManual(w io.Writer) error { return declared().WriteManual(w, manualIntroduction) }

// Schema returns the JSON Schema (draft 2020-12) of latchkey.yml, for editors. It cannot express how settings depend on
// each other; `latchkey config check` checks that.
func Schema() ([]byte, error) {
	return declared().Schema("urn:latchkey:config", "Latchkey configuration")
}
