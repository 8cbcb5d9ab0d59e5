package config

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
)

const (
	defaultFile = "latchkey.yml"
	maxFileSize = 1 << 20
)

// Check judges settings by the rules of the package that will use them. Its faults have no Source; Load adds it.
type Check func(Config) []Fault

// Load reads the configuration: defaults, then the file, then the environment. An empty path means latchkey.yml in
// the working directory if there is one. It checks what it has read, also by the checks given. The error is Faults, and
// has all of them.
func Load(path string, environ []string, checks ...Check) (Loaded, error) {
	loaded := Loaded{Config: Default(), Origins: make(map[string]string)}
	l := loader{loaded: &loaded, broken: make(map[string]bool)}
	whole := l.file(path)
	l.environment(environ)
	l.secretFiles()
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
	faults Faults
	broken map[string]bool // paths whose value could not be taken: what follows from that is no fault of its own
}

// file lays the file over the defaults. It is false when the file could not be read as a whole; then nothing can be
// said of how settings fit together.
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
	settings, faults := readEnv(environ)
	for _, f := range faults {
		l.fault(f)
	}
	l.decode(settings, envSource)
}

func (l *loader) decode(layer map[string]any, source func(string) string) {
	d := decoder{source: source, origins: l.loaded.Origins}
	d.group(layer, "", settings(), targetOf(&l.loaded.Config))
	for _, f := range d.faults {
		l.fault(f)
	}
}

// check judges the values and how they fit together.
func (l *loader) check(checks []Check) {
	c := checker{config: &l.loaded.Config}
	c.all()
	for _, check := range checks {
		c.faults = append(c.faults, check(l.loaded.Config)...)
	}
	var found Faults
	for _, f := range c.faults {
		if !l.isBroken(f.Path) {
			f.Source = l.origin(f.Path)
			found = append(found, f)
		}
	}
	l.faults = append(l.faults, found...)
	for _, f := range c.warnings {
		f.Source = l.origin(f.Path)
		l.loaded.Warnings = append(l.loaded.Warnings, f)
	}
}

func (l *loader) fault(f Fault) {
	l.faults = append(l.faults, f)
	l.broken[f.Path] = true
}

// isBroken tells whether a path, what it is part of, or a part of it has a fault already.
func (l *loader) isBroken(path string) bool {
	for broken := range l.broken {
		if isWithin(path, broken) || isWithin(broken, path) || broken == path+"_file" {
			return true
		}
	}
	return false
}

// isWithin tells whether path is whole or a part of it.
func isWithin(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && whole != "" && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// origin tells where a path was set; empty when it has its default.
func (l *loader) origin(path string) string {
	for ; path != ""; path = parent(path) {
		if source, ok := l.loaded.Origins[path]; ok {
			return source
		}
	}
	return ""
}
