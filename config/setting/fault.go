package setting

import (
	"fmt"
	"strings"
)

// Fault is one error in the configuration or, as a warning, one possible error.
type Fault struct {
	Path   string // the setting, as "webauthn.rp[0].origins[1]"; empty for the file as a whole
	Source string // where it was set: "latchkey.yml:12" or an environment variable; empty for a default
	Wrong  string // the error, as the end of a sentence that begins with the path
	Remedy string // the remedy, as a sentence
}

func (f Fault) String() string {
	var where []string
	if f.Path != "" {
		where = append(where, f.Path)
	}
	if f.Source != "" {
		where = append(where, "("+f.Source+")")
	}
	return fmt.Sprintf("%s %s\n    %s", strings.Join(where, " "), f.Wrong, f.Remedy)
}

// Faults are all faults of a configuration. It is an error if it has at least one.
type Faults []Fault

func (f Faults) Error() string {
	var out strings.Builder
	if len(f) == 1 {
		out.WriteString("the configuration has a fault:")
	} else {
		fmt.Fprintf(&out, "the configuration has %d faults:", len(f))
	}
	for _, fault := range f {
		out.WriteString("\n  " + fault.String())
	}
	return out.String()
}

// Report collects what checks find. No check stops at the first fault.
type Report struct {
	faults   Faults
	warnings []Fault
}

// Fault adds a fault of a setting: its path, the error and the remedy, as in Fault.
func (r *Report) Fault(path, wrong, remedy string) {
	r.faults = append(r.faults, Fault{Path: path, Wrong: wrong, Remedy: remedy})
}

// Warn adds a possible error.
func (r *Report) Warn(path, wrong, remedy string) {
	r.warnings = append(r.warnings, Fault{Path: path, Wrong: wrong, Remedy: remedy})
}

// Add adds faults that were found elsewhere.
func (r *Report) Add(faults ...Fault) { r.faults = append(r.faults, faults...) }
