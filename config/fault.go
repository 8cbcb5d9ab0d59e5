package config

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with the configuration (or, as a warning, one thing that looks wrong).
type Fault struct {
	Path   string // the setting, as "webauthn.rp[0].origins[1]"; empty when it is the file as a whole
	Source string // where it was set: "latchkey.yml:12" or an environment variable; empty for a default
	Wrong  string // what is wrong, as the end of a sentence that begins with the path
	Remedy string // what to do about it, as a sentence
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

// Faults are all faults of a configuration at once. They are an error when there is at least one.
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

// nearest returns the candidate that name was probably meant to be, or "" when none is near.
func nearest(name string, candidates []string) string {
	best, bestDistance := "", 1+max(1, min(len(name), 30)/3)
	if len(name) > 100 {
		return best
	}
	for _, candidate := range candidates {
		if d := editDistance(strings.ToLower(name), candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// editDistance counts the single-character edits, and swaps of neighbours, between a and b.
func editDistance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
