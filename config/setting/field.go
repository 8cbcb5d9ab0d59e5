package setting

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Field is one setting, or a group of them, as a struct declares it. Decoding, checks, environment names, the schema, the
// example and the manual all use the same tree of fields.
type Field struct {
	Key      string // "public_url"
	Path     string // "kratos.public_url"; inside a list "webauthn.rp[].id"
	Comment  string
	Index    int           // of the struct field
	Default  reflect.Value // in a list, of its first element
	Enum     []string
	Min, Max string
	Example  string
	MinBytes int
	Optional bool
	Single   bool // of a list: one element may be written without the list
	Secret   bool
	Absent   string // of a group, a list or a map: what is so without it; "": it may be empty
	Fields   Fields // of a group, or of one element of a list of groups
}

var durationType = reflect.TypeFor[time.Duration]()

// Fields are the settings of one group, in the order of the struct.
type Fields []Field

// Declared returns the settings that a struct with their defaults declares. Their manual is in comments, by "Type.Field".
func Declared(defaults any, comments map[string]string) Fields {
	return fieldsOf("", reflect.ValueOf(defaults), comments)
}

func fieldsOf(prefix string, value reflect.Value, comments map[string]string) Fields {
	typ := value.Type()
	fields := make(Fields, typ.NumField())
	for i := range fields {
		tag := typ.Field(i).Tag
		f := Field{
			Key:      tag.Get("koanf"),
			Path:     prefix + tag.Get("koanf"),
			Comment:  comments[typ.Name()+"."+typ.Field(i).Name],
			Index:    i,
			Default:  value.Field(i),
			Min:      tag.Get("min"),
			Max:      tag.Get("max"),
			Example:  tag.Get("example"),
			Optional: tag.Get("optional") != "",
			Single:   tag.Get("single") != "",
			Secret:   tag.Get("secret") != "",
			Absent:   tag.Get("absent"),
		}
		f.MinBytes, _ = strconv.Atoi(tag.Get("minbytes")) // 0 without the tag
		if f.Default.Kind() == reflect.Pointer {
			f.Default, f.Optional = reflect.Zero(f.Default.Type().Elem()), true
		}
		if enum := tag.Get("enum"); enum != "" {
			f.Enum = strings.Split(enum, ",")
		}
		switch {
		case f.isGroup():
			f.Fields = fieldsOf(f.Path+".", f.Default, comments)
		case f.isGroupList():
			f.Fields = fieldsOf(f.Path+"[].", f.element(), comments)
		}
		fields[i] = f
	}
	return fields
}

func (f Field) isGroup() bool { return f.Default.Kind() == reflect.Struct }

func (f Field) isGroupList() bool {
	return f.Default.Kind() == reflect.Slice && f.Default.Type().Elem().Kind() == reflect.Struct
}

// element returns the default first element of a list of groups, or an empty one.
func (f Field) element() reflect.Value {
	if f.Default.Len() == 0 {
		return reflect.Zero(f.Default.Type().Elem())
	}
	return f.Default.Index(0)
}

func (f Field) isList() bool { return f.Default.Kind() == reflect.Slice }

func (f Field) isMap() bool { return f.Default.Kind() == reflect.Map }

// isInList reports whether the field belongs to an element of a list, and so has neither a default nor a variable.
func (f Field) isInList() bool { return strings.Contains(f.Path, "[") }

// bounds describes which values a number or duration may have.
func (f Field) bounds() string {
	if f.Max == "" {
		return f.Min + " or more"
	}
	return f.Min + " to " + f.Max
}

// envPrefix is the prefix of the environment variables that are settings.
const envPrefix = "LATCHKEY_"

// Env returns the environment variable that sets the field.
func (f Field) Env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(f.Path, ".", "_"))
}

// Leaves returns the fields that have a value, including lists of groups but not groups.
func (fields Fields) Leaves() Fields {
	var out Fields
	for _, f := range fields {
		if f.isGroup() {
			out = append(out, f.Fields.Leaves()...)
		} else {
			out = append(out, f)
		}
	}
	return out
}

func (fields Fields) keys() []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Key
	}
	return out
}

func (f Field) isText() bool { return f.Default.Kind() == reflect.String && len(f.Enum) == 0 }

// groupNamed returns the group whose environment variable a name would be, if groups had any.
func (fields Fields) groupNamed(env string) (Field, bool) {
	for _, f := range fields {
		if !f.isGroup() {
			continue
		}
		if f.Env() == env {
			return f, true
		}
		if found, ok := f.Fields.groupNamed(env); ok {
			return found, true
		}
	}
	return Field{}, false
}
