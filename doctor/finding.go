package doctor

import "fmt"

// Result is how bad a finding is.
type Result string

const (
	OK      Result = "ok"
	Skipped Result = "skipped" // not checked: because of another fault, or of an option that was not given
	Warning Result = "warning" // works, but not for all users, or not for ever
	Fault   Result = "fault"   // some or all users cannot use Latchkey
)

// Finding is what a check found.
type Finding struct {
	Check  string `json:"check"`
	Result Result `json:"result"`
	// Wrong is a sentence without a full stop: what is wrong, or what is well.
	Wrong string `json:"wrong"`
	// Seen is how it was found: a request and its response, or a statement.
	Seen string `json:"seen,omitempty"`
	// Remedy is what to change, in which file.
	Remedy string `json:"remedy,omitempty"`
}

// Faultf returns a fault without its remedy; see the methods Because and Do.
func Faultf(format string, args ...any) Finding {
	return Finding{Result: Fault, Wrong: fmt.Sprintf(format, args...)}
}

// Warnf returns a warning without its remedy.
func Warnf(format string, args ...any) Finding {
	return Finding{Result: Warning, Wrong: fmt.Sprintf(format, args...)}
}

// Skipf returns that something was not checked, and why.
func Skipf(format string, args ...any) Finding {
	return Finding{Result: Skipped, Wrong: fmt.Sprintf(format, args...)}
}

// Because adds how it was found.
func (f Finding) Because(format string, args ...any) Finding {
	f.Seen = fmt.Sprintf(format, args...)
	return f
}

// Do adds the remedy.
func (f Finding) Do(format string, args ...any) Finding {
	f.Remedy = fmt.Sprintf(format, args...)
	return f
}

// As names the finding otherwise than its check.
func (f Finding) As(check string) Finding {
	f.Check = check
	return f
}
