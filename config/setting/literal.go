package setting

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"time"
)

// isUnset reports whether the setting is optional and has no default; such settings are commented out.
func (f Field) isUnset() bool { return f.Optional && f.Default.IsZero() }

// exampleValue returns the value of a setting that is commented out. The example of a list of groups is one element, in
// JSON.
func (f Field) exampleValue() string {
	if f.isMap() {
		return f.Example // JSON already
	}
	if f.isGroupList() {
		return "[" + f.Example + "]"
	}
	if f.isList() && !f.Single {
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
		panic(err) // a default without a JSON form is a bug
	}
	return string(out)
}

// plainText matches text that needs no quotes in YAML and is not read as another type. Durations match.
var plainText = regexp.MustCompile(`^([A-Za-z/][A-Za-z0-9_./:@-]*|[0-9]+(ms|s|m|h))$`)

// plain converts a default into a value that YAML and JSON can represent.
func plain(value reflect.Value) any {
	switch {
	case value.Type() == durationType:
		return shortDuration(time.Duration(value.Int()))
	case value.Kind() == reflect.Struct:
		group := make(map[string]any)
		for _, f := range fieldsOf("", value, nil) {
			v := value.Field(f.Index)
			if v.Kind() == reflect.Pointer && !v.IsNil() {
				group[f.Key] = plain(v.Elem())
			} else if !v.IsZero() {
				group[f.Key] = plain(v)
			}
		}
		return group
	case value.Kind() == reflect.Map:
		group := make(map[string]any)
		for _, name := range value.MapKeys() {
			group[name.String()] = plain(value.MapIndex(name))
		}
		return group
	case value.Kind() == reflect.Slice:
		list := make([]any, value.Len())
		for i := range list {
			list[i] = plain(value.Index(i))
		}
		return list
	case value.Kind() == reflect.String:
		return value.String()
	default:
		return value.Interface()
	}
}

// plainDefault returns the default as YAML has it: of a list that may be a single text, the text.
func (f Field) plainDefault() any {
	if f.Single && f.Default.Len() == 1 {
		return plain(f.Default.Index(0))
	}
	return plain(f.Default)
}

// shortDuration returns 15m where time.Duration prints 15m0s.
func shortDuration(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if d >= unit.size && d%unit.size == 0 {
			return strconv.FormatInt(int64(d/unit.size), 10) + unit.name
		}
	}
	return d.String()
}

// kindOf names the type of a value for messages.
func kindOf(raw any) string {
	switch raw.(type) {
	case map[string]any:
		return "a group"
	case []any:
		return "a list"
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int, int64, uint64, float64:
		return "a number"
	case nil:
		return "empty"
	default:
		return fmt.Sprintf("a %T", raw)
	}
}
