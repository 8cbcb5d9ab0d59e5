package config

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// Loaded is a configuration without faults.
type Loaded struct {
	Config
	Warnings []Fault
	Origins  map[string]string // by path of each setting that was set, where
}

// WriteSettings lists the settings that were set, with the source of each. Secrets are
// replaced by a placeholder.
func (l Loaded) WriteSettings(w io.Writer) error {
	paths := make([]string, 0, len(l.Origins))
	for path := range l.Origins {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		value, ok := printable(path, targetOf(&l.Config), settings())
		if !ok {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s = %s (%s)\n", path, value, l.Origins[path]); err != nil {
			return err
		}
	}
	return nil
}

// printable finds a setting and writes it on one line. Elements of lists are not settings of their own.
func printable(path string, group reflect.Value, fields []field) (string, bool) {
	for _, f := range fields {
		value := group.Field(f.Index)
		switch {
		case f.isGroup() && strings.HasPrefix(path, f.Path+"."):
			return printable(path, value, f.Fields)
		case f.Path != path:
		case f.Secret:
			return fmt.Sprint(value.Interface()), true // its type redacts it
		default:
			return flow(plain(value)), true
		}
	}
	return "", false
}
