package main

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

type configCommand struct {
	Check   configCheck   `cmd:"" help:"Check the configuration without starting anything. Names all faults at once and exits with 1, or shows what is set, and where."`
	Schema  configSchema  `cmd:"" help:"Print the JSON Schema of latchkey.yml, for editors."`
	Example configExample `cmd:"" help:"Print a latchkey.yml with all settings, their manual and their defaults."`
	Manual  configManual  `cmd:"" hidden:"" help:"Print docs/config.md."`
}

type (
	configCheck   struct{}
	configSchema  struct{}
	configExample struct{}
	configManual  struct{}
)

func (configCheck) Run(p *Program) error {
	loaded, err := p.load()
	if err != nil {
		return err
	}
	if err := checkRules(loaded.Config); err != nil {
		return err
	}
	writeSet(p.Stdout, loaded)
	_, err = fmt.Fprintln(p.Stdout, "ok")
	return err
}

// checkRules asks the rules for what only they know, such as how many sites related origins may span.
func checkRules(cfg Config) error {
	rules := rules(cfg)
	if len(rules.Secrets) == 0 {
		rules.Secrets = [][]byte{make([]byte, minSecretBytes)} // serve makes one
	}
	return rules.Validate()
}

// writeSet lists what is not left to the defaults, with its source. Secrets are not shown.
func writeSet(w io.Writer, loaded Loaded) {
	paths := make([]string, 0, len(loaded.Origins))
	for path := range loaded.Origins {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if value, ok := shown(path, targetOf(&loaded.Config), settings()); ok {
			fmt.Fprintf(w, "%s = %s (%s)\n", path, value, loaded.Origins[path])
		}
	}
}

// shown finds a setting and writes it on one line. Elements of lists are not settings of their own.
func shown(path string, group reflect.Value, fields []field) (string, bool) {
	for _, f := range fields {
		value := group.Field(f.Index)
		switch {
		case f.isGroup() && strings.HasPrefix(path, f.Path+"."):
			return shown(path, value, f.Fields)
		case f.Path != path:
		case f.Secret:
			return fmt.Sprint(value.Interface()), true // knows by itself how much of it may be seen
		default:
			return flow(plain(value)), true
		}
	}
	return "", false
}

func (configSchema) Run(p *Program) error {
	out, err := schema()
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(out)
	return err
}

func (configExample) Run(p *Program) error { return writeExample(p.Stdout) }

func (configManual) Run(p *Program) error { return writeManual(p.Stdout) }
