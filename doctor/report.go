package doctor

import (
	"fmt"
	"io"
	"strings"
)

// Report collects findings.
type Report struct {
	Findings []Finding `json:"findings"`
	Faults   int       `json:"faults"`
	Warnings int       `json:"warnings"`
	Skipped  int       `json:"skipped"`
}

// Add counts a finding.
func (r *Report) Add(f Finding) {
	r.Findings = append(r.Findings, f)
	switch f.Result {
	case Fault:
		r.Faults++
	case Warning:
		r.Warnings++
	case Skipped:
		r.Skipped++
	}
}

// marks are how results look on a terminal.
var marks = map[Result]string{OK: "✓", Warning: "!", Fault: "✗", Skipped: "–"}

// WriteText writes a finding for people: one line, and below it how it was found and what to change.
func (f Finding) WriteText(w io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %-22s %s\n", marks[f.Result], f.Check, f.Wrong)
	for _, part := range []struct{ label, text string }{{"seen", f.Seen}, {"do", f.Remedy}} {
		if part.text != "" {
			fmt.Fprintf(&text, "    %-5s %s\n", part.label+":", strings.ReplaceAll(part.text, "\n", "\n          "))
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// Summary is the last line of the report.
func (r *Report) Summary() string {
	checked := len(r.Findings) - r.Skipped
	switch {
	case r.Faults > 0:
		return fmt.Sprintf("%s, %s in %d checks; %d not checked", count(r.Faults, "fault"), count(r.Warnings, "warning"), checked, r.Skipped)
	case r.Warnings > 0:
		return fmt.Sprintf("no fault, %s in %d checks; %d not checked", count(r.Warnings, "warning"), checked, r.Skipped)
	}
	return fmt.Sprintf("nothing wrong in %d checks; %d not checked", checked, r.Skipped)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
