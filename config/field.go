package config

import (
	"reflect"
	"strings"
	"time"
)

// field is one setting, or a group of them, as declared by the struct. Decoding, checks, environment names, the schema,
// the example and the manual all use the same tree of fields.
type field struct {
	Key      string // "public_url"
	Path     string // "kratos.public_url"; inside a list "webauthn.rp[].id"
	Comment  string
	Index    int           // of the struct field
	Default  reflect.Value // in a list, of its first element
	Enum     []string
	Min, Max string
	Example  string
	Optional bool
	Secret   bool
	Fields   []field // of a group, or of one element of a list of groups
}

var durationType = reflect.TypeFor[time.Duration]()

// fieldsOf returns all fields of a struct that holds the defaults, in the order of the struct.
func fieldsOf(prefix string, value reflect.Value) []field {
	typ := value.Type()
	fields := make([]field, typ.NumField())
	for i := range fields {
		tag := typ.Field(i).Tag
		f := field{
			Key:      tag.Get("koanf"),
			Path:     prefix + tag.Get("koanf"),
			Comment:  comments[typ.Name()+"."+typ.Field(i).Name],
			Index:    i,
			Default:  value.Field(i),
			Min:      tag.Get("min"),
			Max:      tag.Get("max"),
			Example:  tag.Get("example"),
			Optional: tag.Get("optional") != "",
			Secret:   tag.Get("secret") != "",
		}
		if enum := tag.Get("enum"); enum != "" {
			f.Enum = strings.Split(enum, ",")
		}
		switch {
		case f.isGroup():
			f.Fields = fieldsOf(f.Path+".", f.Default)
		case f.isGroupList():
			f.Fields = fieldsOf(f.Path+"[].", f.element())
		}
		fields[i] = f
	}
	return fields
}

func (f field) isGroup() bool { return f.Default.Kind() == reflect.Struct }

func (f field) isGroupList() bool {
	return f.Default.Kind() == reflect.Slice && f.Default.Type().Elem().Kind() == reflect.Struct
}

// element returns the default first element of a list of groups, or an empty one.
func (f field) element() reflect.Value {
	if f.Default.Len() == 0 {
		return reflect.Zero(f.Default.Type().Elem())
	}
	return f.Default.Index(0)
}

func (f field) isList() bool { return f.Default.Kind() == reflect.Slice }

// isInList reports whether the field belongs to an element of a list, and so has neither a default nor a variable.
func (f field) isInList() bool { return strings.Contains(f.Path, "[") }

// bounds describes which values a number or duration may have.
func (f field) bounds() string {
	if f.Max == "" {
		return f.Min + " or more"
	}
	return f.Min + " to " + f.Max
}

// envPrefix is the prefix of Latchkey's environment variables.
const envPrefix = "LATCHKEY_"

// env returns the environment variable that sets the field.
func (f field) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(f.Path, ".", "_"))
}

// leaves returns the fields that have a value, including lists of groups but not groups.
func leaves(fields []field) []field {
	var out []field
	for _, f := range fields {
		if f.isGroup() {
			out = append(out, leaves(f.Fields)...)
		} else {
			out = append(out, f)
		}
	}
	return out
}

func keys(fields []field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Key
	}
	return out
}
