package setting

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"latchkey/duration"
)

// decoder writes one layer of settings (a file, the environment) over a Config. It continues after a fault; a setting
// with a fault keeps its value.
type decoder struct {
	root    Fields                   // all settings
	source  func(path string) string // where a path was set
	origins map[string]string        // path of each setting that was set, to its source
	faults  Faults
}

// group decodes a map into the struct behind target. An empty group (`kratos:` with all settings commented out) is
// valid.
func (d *decoder) group(raw any, path string, fields Fields, target reflect.Value) {
	if raw == nil {
		return
	}
	values, ok := raw.(map[string]any)
	if !ok {
		d.fault(path, "is "+kindOf(raw)+", not a group of settings.", "Put its settings below it, indented: "+strings.Join(fields.keys(), ", ")+".")
		return
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		at := join(path, name)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == name })
		if i < 0 {
			d.fault(at, "is not a setting of Latchkey.", d.unknownRemedy(name, path, fields))
			continue
		}
		d.value(values[name], at, fields[i], target.Field(fields[i].Index))
	}
}

// unknownRemedy suggests the name that was meant, first among its siblings, then among all.
func (d *decoder) unknownRemedy(name, path string, siblings Fields) string {
	if near := nearest(name, siblings.keys()); near != "" {
		return "Did you mean " + join(path, near) + "?"
	}
	for _, f := range d.root.Leaves() {
		if f.Key == name || f.Path == name {
			return "Did you mean " + f.Path + "? Write it as " + f.Key + ", indented below " + parent(f.Path) + "."
		}
	}
	return "Remove it. Known here: " + strings.Join(siblings.keys(), ", ") + "."
}

func (d *decoder) value(raw any, path string, f Field, target reflect.Value) {
	if f.isGroup() {
		if values, isGroup := raw.(map[string]any); f.Absent != "" && (raw == nil || isGroup && len(values) == 0) {
			d.empty(path, "Put something below it ("+strings.Join(f.Fields.keys(), ", ")+")", f)
			return
		}
		d.group(raw, path, f.Fields, target)
		return
	}
	switch {
	case raw == nil:
		d.fault(path, "has no value.", "Give it one, or remove the line to have the default.")
	case f.isList():
		d.list(raw, path, f, target)
	case f.isMap():
		d.names(raw, path, f, target)
	default:
		d.scalar(raw, path, target)
	}
	d.origins[path] = d.source(path)
}

func (d *decoder) list(raw any, path string, f Field, target reflect.Value) {
	elements, ok := raw.([]any)
	split := strings.HasPrefix(d.source(path), envPrefix) && !f.isInList() // as a variable of its own
	if text, isText := raw.(string); isText && f.Single && !split {
		elements, ok = []any{text}, true
	}
	if !ok {
		remedy := "Write it as a list: [" + f.Key + "-1, " + f.Key + "-2]."
		if _, isText := raw.(string); isText && strings.HasPrefix(d.source(path), envPrefix) && !f.isGroupList() {
			d.fault(path, "is neither a comma-separated list without quotes nor valid JSON.", "Write "+f.envExample()+".")
			return
		}
		if f.isGroupList() {
			remedy = `Write it as a list of groups; in the environment as JSON, such as ` + f.exampleValue() + "."
		}
		d.fault(path, "is "+kindOf(raw)+", not a list.", remedy)
		return
	}
	if len(elements) == 0 && f.Absent != "" {
		d.empty(path, "Give it a value", f)
		return
	}
	list := reflect.MakeSlice(target.Type(), len(elements), len(elements))
	for i, element := range elements {
		at := path + "[" + strconv.Itoa(i) + "]"
		switch {
		case element == nil:
			d.fault(at, "has no value.", "Give it one, or remove it from the list.")
		case f.isGroupList():
			d.group(element, at, f.Fields, list.Index(i))
		default:
			d.scalar(element, at, list.Index(i))
		}
	}
	target.Set(list)
}

// names decodes a group whose names the operator chooses.
func (d *decoder) names(raw any, path string, f Field, target reflect.Value) {
	values, ok := raw.(map[string]any)
	if !ok {
		d.fault(path, "is "+kindOf(raw)+", not names with values.", "Put the names below it, indented, each with a value or a list of values.")
		return
	}
	if len(values) == 0 && f.Absent != "" {
		d.empty(path, "Give it a value", f)
		return
	}
	all := make(map[string][]string, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		at := join(path, name)
		list, isList := values[name].([]any)
		if !isList {
			list = []any{values[name]}
		}
		if len(list) == 0 {
			d.fault(at, "is empty.", "Give it a value, or remove the line.")
		}
		for _, one := range list {
			text, ok := textOf(one)
			if !ok {
				d.fault(at, "is "+kindOf(one)+".", "Write a text, a number, true, false, or a list of these.")
				continue
			}
			all[name] = append(all[name], text)
		}
	}
	target.Set(reflect.ValueOf(all))
}

// textOf writes a scalar as JSON would, without quotes.
func textOf(raw any) (string, bool) {
	switch v := raw.(type) {
	case string:
		return v, true
	case bool, int, int64, uint64, float64:
		text, err := json.Marshal(v)
		return string(text), err == nil
	}
	return "", false
}

// scalar accepts a value that already has the right type, without conversion: `name: on` is a text, and a number is not
// a text. Messages omit values, since any may be a secret in the wrong line.
func (d *decoder) scalar(raw any, path string, target reflect.Value) {
	if target.Kind() == reflect.Pointer {
		target.Set(reflect.New(target.Type().Elem()))
		target = target.Elem()
	}
	switch text, isText := raw.(string); {
	case target.Type() == durationType:
		parsed, err := duration.Parse(text)
		if !isText && raw != 0 || isText && err != nil {
			d.fault(path, "is not a duration.", "Write a number with its unit, such as 500ms, 15m, 24h or 30d.")
			return
		}
		target.SetInt(int64(parsed))
	case target.Kind() == reflect.String:
		if !isText {
			d.fault(path, "is "+kindOf(raw)+", not a text.", "Put it in quotes.")
			return
		}
		target.SetString(text)
	case target.Kind() == reflect.Bool:
		value, ok := raw.(bool)
		if !ok {
			d.fault(path, "is "+kindOf(raw)+", neither true nor false.", "Write true or false, without quotes.")
			return
		}
		target.SetBool(value)
	default:
		number, ok := wholeNumber(raw)
		if !ok {
			d.fault(path, "is "+kindOf(raw)+", not a whole number.", "Write digits only, without quotes.")
			return
		}
		target.SetInt(number)
	}
}

// wholeNumber accepts the types that YAML and JSON use for an integer.
func wholeNumber(raw any) (int64, bool) {
	switch n := raw.(type) {
	case int:
		return int64(n), true
	case float64:
		return int64(n), n == float64(int64(n)) && n < 1<<53 && n > -1<<53
	}
	return 0, false
}

// empty refuses a setting that is there and says nothing: it could be meant to keep all out, and would let all in.
func (d *decoder) empty(path, fill string, f Field) {
	d.fault(path, "is empty.", fill+", or remove the line: without it, "+f.Absent+".")
}

func (d *decoder) fault(path, wrong, remedy string) {
	d.faults = append(d.faults, Fault{Path: path, Source: d.source(path), Wrong: wrong, Remedy: remedy})
}
