package setting

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// group checks each value by the tags of its field.
func (r *Report) group(path string, fields Fields, value reflect.Value) {
	for _, f := range fields {
		at, v := join(path, f.Key), value.Field(f.Index)
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				continue
			}
			v = v.Elem()
		}
		switch {
		case f.isGroup():
			r.group(at, f.Fields, v)
		case f.isList():
			r.list(at, f, v)
		case v.Kind() == reflect.String:
			r.text(at, f, v.String())
		case f.Default.Type() == durationType:
			r.duration(at, f, time.Duration(v.Int()))
		case v.CanInt():
			r.number(at, f, v.Int())
		}
	}
}

func (r *Report) list(path string, f Field, list reflect.Value) {
	if list.Len() == 0 && !f.Optional {
		r.Fault(path, "is empty.", "Set at least one, or remove the line to use the default.")
	}
	for i := range list.Len() {
		at := path + "[" + strconv.Itoa(i) + "]"
		if f.isGroupList() {
			r.group(at, f.Fields, list.Index(i))
		} else if list.Index(i).Len() == 0 {
			r.Fault(at, "is empty.", "Set a value, or remove the entry.")
		}
	}
}

func (r *Report) text(path string, f Field, text string) {
	switch {
	case len(f.Enum) > 0 && (text != "" || !f.Optional):
		r.enum(path, f, text)
	case text == "" && !f.Optional:
		r.Fault(path, "is empty.", "Set a value, or remove the line to use the default.")
	case strings.ContainsFunc(text, isUnprintable):
		r.Fault(path, "contains control characters, characters that change the direction of text, or invalid UTF-8.", "Write plain UTF-8 text on one line.")
	}
}

func isUnprintable(c rune) bool {
	return c < ' ' || c == 0x7f || c == 0xfffd || unicode.Is(unicode.Bidi_Control, c)
}

func (r *Report) enum(path string, f Field, text string) {
	for _, allowed := range f.Enum {
		if text == allowed {
			return
		}
	}
	choice := "Choose one of " + strings.Join(f.Enum, ", ") + "."
	if text == "" {
		r.Fault(path, "is empty.", choice+" The default is "+f.Default.String()+".")
		return
	}
	if near := nearest(text, f.Enum); near != "" {
		choice = "Did you mean " + near + "? " + choice
	}
	r.Fault(path, fmt.Sprintf("is %.40q, which is not allowed.", text), choice)
}

func (r *Report) number(path string, f Field, n int64) {
	least, errMin := strconv.ParseInt(f.Min, 10, 64)
	most, errMax := strconv.ParseInt(f.Max, 10, 64)
	if errMin == nil && n < least || errMax == nil && n > most {
		r.Fault(path, fmt.Sprintf("is %d.", n), "Choose "+f.bounds()+".")
	}
}

func (r *Report) duration(path string, f Field, d time.Duration) {
	least, errMin := time.ParseDuration(f.Min)
	most, errMax := time.ParseDuration(f.Max)
	if errMin == nil && d < least || errMax == nil && d > most {
		r.Fault(path, "is "+d.String()+".", "Choose "+f.bounds()+".")
	}
}
