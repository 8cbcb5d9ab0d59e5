package setting

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// WriteSet lists the settings of a struct that were set, with the source of each. Secrets are replaced by a placeholder.
func (fields Fields) WriteSet(w io.Writer, settings any, origins map[string]string) error {
	for _, path := range slices.Sorted(maps.Keys(origins)) {
		value, ok := printable(path, reflect.ValueOf(settings), fields)
		if !ok {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s = %s (%s)\n", path, value, origins[path]); err != nil {
			return err
		}
	}
	return nil
}

// printable finds a setting and formats it on one line. Elements of lists are not settings.
func printable(path string, group reflect.Value, fields Fields) (string, bool) {
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
