package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
)

const (
	defaultFile = "latchkey.yml"
	maxFileSize = 1 << 20
)

// Loaded is a configuration without faults.
type Loaded struct {
	Config
	Warnings []Fault
	Origins  map[string]string // path of each setting that was set, to its source
}

// Check validates settings by the rules of the package that uses them. Its faults have no Source; Load adds it.
type Check func(Config) []Fault

// Load reads the configuration: defaults, then the file, then the environment. An empty path means latchkey.yml in the
// working directory, if it exists. Load also runs the given checks. Its error is Faults, with all faults.
func Load(path string, environ []string, checks ...Check) (Loaded, error) {
	loaded := Loaded{Config: Default(), Origins: make(map[string]string)}
	l := loader{loaded: &loaded, fields: allFields(), broken: make(map[string]bool)}
	whole := l.file(path)
	l.environment(environ)
	for _, f := range loaded.secretFiles() {
		l.secretFile(f)
	}
	if whole {
		l.check(checks)
	}
	if len(l.faults) > 0 {
		return Loaded{}, l.faults
	}
	return loaded, nil
}

// loader collects the faults of all layers.
type loader struct {
	loaded *Loaded
	fields []field
	faults Faults
	broken map[string]bool // paths whose value could not be read: consequences of that are not reported
}

// file applies the file over the defaults. It returns false if the file could not be read as a whole; then checks
// across settings are pointless.
func (l *loader) file(path string) bool {
	explicit := path != ""
	path = cmp.Or(path, defaultFile)
	switch info, err := os.Stat(path); {
	case !explicit && errors.Is(err, fs.ErrNotExist):
		return true
	case err != nil:
		l.unreadable(path, err)
		return false
	case info.Size() > maxFileSize:
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

func (l *loader) unreadable(path string, err error) {
	reason := err
	if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
		reason = pathError.Err
	}
	l.fault(Fault{Source: path, Wrong: "cannot be read: " + reason.Error() + ".", Remedy: "Check --config or LATCHKEY_CONFIG, and that the service's user may read the file."})
}

func (l *loader) environment(environ []string) {
	values, faults := readEnv(environ, l.fields)
	for _, f := range faults {
		l.fault(f)
	}
	l.decode(values, envSource)
}

func (l *loader) decode(layer map[string]any, source func(string) string) {
	d := decoder{root: l.fields, source: source, origins: l.loaded.Origins}
	d.group(layer, "", l.fields, reflect.ValueOf(&l.loaded.Config).Elem())
	for _, f := range d.faults {
		l.fault(f)
	}
}

// secretFile refuses a file if its setting is also given inline.
func (l *loader) secretFile(f secretFile) {
	if f.name == "" {
		return
	}
	fault := Fault{Path: f.path, Source: l.origin(f.path)}
	if _, both := l.loaded.Origins[f.inline]; both {
		fault.Wrong = "and " + f.inline + " (" + l.origin(f.inline) + ") are both set."
		fault.Remedy = "Keep one of the two; the file is safer."
		l.fault(fault)
		return
	}
	switch err := f.read(); {
	case err == nil:
	case errors.Is(err, errNoSecret):
		fault.Wrong, fault.Remedy = "names a file without any secret in it.", makeSecret
		l.fault(fault)
	default:
		fault.Wrong = fmt.Sprintf("names %s, which cannot be read: %v.", f.name, err)
		fault.Remedy = "Make the file, and let Latchkey's user read it."
		l.fault(fault)
	}
}

// check validates the values and their combinations.
func (l *loader) check(checks []Check) {
	var r report
	l.loaded.check(&r, l.fields)
	for _, check := range checks {
		r.faults = append(r.faults, check(l.loaded.Config)...)
	}
	var found Faults
	for _, f := range r.faults {
		if !l.isBroken(f.Path) {
			f.Source = l.origin(f.Path)
			found = append(found, f)
		}
	}
	l.faults = append(l.faults, found...)
	for _, f := range r.warnings {
		f.Source = l.origin(f.Path)
		l.loaded.Warnings = append(l.loaded.Warnings, f)
	}
}

func (l *loader) fault(f Fault) {
	l.faults = append(l.faults, f)
	l.broken[f.Path] = true
}

// isBroken reports whether a path, a parent of it, or a part of it already has a fault.
func (l *loader) isBroken(path string) bool {
	for broken := range l.broken {
		if isWithin(path, broken) || isWithin(broken, path) || broken == path+"_file" {
			return true
		}
	}
	return false
}

// origin returns where a path was set, or "" for a default.
func (l *loader) origin(path string) string {
	for ; path != ""; path = parent(path) {
		if source, ok := l.loaded.Origins[path]; ok {
			return source
		}
	}
	return ""
}

// WriteSettings lists the settings that were set, with the source of each. Secrets are replaced by a placeholder.
func (l Loaded) WriteSettings(w io.Writer) error {
	paths := make([]string, 0, len(l.Origins))
	for path := range l.Origins {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		value, ok := printable(path, reflect.ValueOf(l.Config), allFields())
		if !ok {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s = %s (%s)\n", path, value, l.Origins[path]); err != nil {
			return err
		}
	}
	return nil
}

// printable finds a setting and formats it on one line. Elements of lists are not settings.
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
