package setting

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
)

const defaultFile = "latchkey.yml"

// MaxFileSize is the size in bytes of the largest file that is read.
const MaxFileSize = 1 << 20

// Loader writes layers of settings over a struct, and collects their faults. Later layers override earlier ones.
type Loader struct {
	Faults   Faults
	Warnings []Fault
	Origins  map[string]string // path of each setting that was set, to its source
	// Overridden are the settings that an earlier layer set, too, in order. Of a list it is the list, and not what is in it.
	Overridden []string

	fields Fields
	target reflect.Value
	broken map[string]bool // paths whose value could not be read: consequences of that are not reported
}

// NewLoader returns a Loader for the struct that target points to, which holds the defaults. The struct declared fields.
func NewLoader(fields Fields, target any) *Loader {
	return &Loader{Origins: make(map[string]string), fields: fields, target: reflect.ValueOf(target).Elem(), broken: make(map[string]bool)}
}

// File applies a file over the defaults; an empty path means latchkey.yml in the working directory, if it exists. It
// returns false if the file could not be read as a whole; then checks across settings are pointless.
func (l *Loader) File(path string) bool {
	explicit := path != ""
	path = cmp.Or(path, defaultFile)
	switch info, err := os.Stat(path); {
	case !explicit && errors.Is(err, fs.ErrNotExist):
		return true
	case err != nil:
		l.unreadable(path, err)
		return false
	case info.Size() > MaxFileSize:
		l.fault(Fault{Source: path, Wrong: "is larger than 1 MiB.", Remedy: "Give the path of latchkey.yml."})
		return false
	}
	parser := &strictYAML{file: path}
	k := koanf.New(".")
	if err := k.Load(file.Provider(path), parser); err != nil {
		l.unreadable(path, err)
		return false
	}
	for _, f := range parser.faults {
		l.fault(f)
	}
	l.decode(k.Raw(), parser.source)
	return !slices.ContainsFunc(parser.faults, func(f Fault) bool { return f.Path == "" })
}

func (l *Loader) unreadable(path string, err error) {
	reason := err
	if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
		reason = pathError.Err
	}
	l.fault(Fault{Source: path, Wrong: "cannot be read: " + reason.Error() + ".", Remedy: "Check --config or LATCHKEY_CONFIG, and that the service's user may read the file."})
}

// Environment applies the variables with Latchkey's prefix. One that is not a setting is a fault, unless others reports
// that it has another purpose.
func (l *Loader) Environment(environ []string, others func(name string) bool) {
	values, faults := readEnv(environ, l.fields, others)
	for _, f := range faults {
		l.fault(f)
	}
	l.decode(values, envSource)
}

func (l *Loader) decode(layer map[string]any, source func(string) string) {
	set := make(map[string]string)
	d := decoder{root: l.fields, source: source, origins: set}
	d.group(layer, "", l.fields, l.target)
	for _, path := range slices.Sorted(maps.Keys(set)) {
		if _, earlier := l.Origins[path]; earlier && !strings.Contains(path, "[") {
			l.Overridden = append(l.Overridden, path)
		}
	}
	maps.Copy(l.Origins, set)
	for _, f := range d.faults {
		l.fault(f)
	}
}

// ValueFile reads a value from the file that a setting names. It refuses the file if the value is also given inline.
func (l *Loader) ValueFile(f ValueFile) {
	if f.Name == "" {
		return
	}
	fault := Fault{Path: f.Path, Source: l.origin(f.Path)}
	if _, both := l.Origins[f.Inline]; both {
		fault.Wrong = "and " + f.Inline + " (" + l.origin(f.Inline) + ") are both set."
		fault.Remedy = "Keep one of the two; the file is safer."
		l.fault(fault)
		return
	}
	switch err := f.read(); {
	case err == nil:
	case errors.Is(err, errNoValue):
		fault.Wrong, fault.Remedy = "names a file without any secret in it.", f.Remedy
		l.fault(fault)
	default:
		fault.Wrong = fmt.Sprintf("names %s, which cannot be read: %v.", f.Name, err)
		fault.Remedy = "Create the file, and let Latchkey's user read it."
		l.fault(fault)
	}
}

// Check validates the values by their tags, then by rules that tags cannot express. Faults that follow from an earlier
// one are dropped.
func (l *Loader) Check(rules func(*Report)) {
	var r Report
	r.group("", l.fields, l.target)
	rules(&r)
	var found Faults
	for _, f := range r.faults {
		if !l.isBroken(f.Path) {
			f.Source = l.origin(f.Path)
			found = append(found, f)
		}
	}
	l.Faults = append(l.Faults, found...)
	for _, f := range r.warnings {
		f.Source = l.origin(f.Path)
		l.Warnings = append(l.Warnings, f)
	}
}

func (l *Loader) fault(f Fault) {
	l.Faults = append(l.Faults, f)
	l.broken[f.Path] = true
}

// isBroken reports whether a path, a parent of it, or a part of it already has a fault.
func (l *Loader) isBroken(path string) bool {
	for broken := range l.broken {
		if isWithin(path, broken) || isWithin(broken, path) || broken == path+"_file" {
			return true
		}
	}
	return false
}

// origin returns where a path was set, or "" for a default.
func (l *Loader) origin(path string) string {
	for ; path != ""; path = parent(path) {
		if source, ok := l.Origins[path]; ok {
			return source
		}
	}
	return ""
}
