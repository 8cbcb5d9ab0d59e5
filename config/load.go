package config

import (
	"io"

	"latchkey/config/setting"
)

// Fault is one error in the configuration or, as a warning, one possible error.
type Fault = setting.Fault

// Faults are all faults of a configuration.
type Faults = setting.Faults

// Loaded is a configuration without faults.
type Loaded struct {
	Config
	Warnings []Fault
	Origins  map[string]string // path of each setting that was set, to its source
	// Overridden are the settings that the file sets, and the environment too, whose value counts.
	Overridden []string
}

// Check validates settings by the rules of the package that uses them. Its faults have no Source; Load adds it.
type Check func(Config) []Fault

// Load reads the configuration: defaults, then the file, then the environment. An empty path means latchkey.yml in the
// working directory, if it exists. Load also runs the given checks. Its error is Faults, with all faults; the result
// then has only the settings of the log, as far as they could be read.
func Load(path string, environ []string, checks ...Check) (Loaded, error) {
	loaded := Loaded{Config: Default()}
	l := setting.NewLoader(declared(), &loaded.Config)
	whole := l.File(path)
	l.Environment(environ, isOther)
	for _, f := range loaded.valueFiles() {
		l.ValueFile(f)
	}
	if whole {
		l.Check(func(r *setting.Report) {
			loaded.check(r)
			for _, check := range checks {
				r.Add(check(loaded.Config)...)
			}
		})
	}
	if len(l.Faults) > 0 {
		return Loaded{Config: Config{Log: loaded.Log}}, l.Faults
	}
	loaded.Origins, loaded.Overridden, loaded.Warnings = l.Origins, l.Overridden, l.Warnings
	return loaded, nil
}

// WriteSettings lists the settings that were set, with the source of each. Secrets are replaced by a placeholder.
func (l Loaded) WriteSettings(w io.Writer) error {
	return declared().WriteSet(w, l.Config, l.Origins)
}
