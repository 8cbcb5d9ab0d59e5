// Package doctor finds what is wrong with a running set-up, and says what to change. It owns findings, the order in which
// checks run, the report, and the checks that look at Latchkey and its applications from outside, as browsers do. What is
// known about Kratos is in kratos/inspect, and about databases in store/postgres; cmd/latchkey makes checks of it.
package doctor

import (
	"context"
	"slices"
)

// Check examines one thing.
type Check struct {
	// Name is stable, such as "kratos.clock". It names the finding that says that nothing is wrong.
	Name string
	// Title says what is right if there is no finding, such as "Kratos' clock agrees with ours".
	Title string
	// After names the checks without which this one would report their faults as its own. If one of them finds a fault, or
	// is left out, this one is left out.
	After []string
	// Cheap checks call nothing but Kratos, and write nothing there but a login flow. `serve` runs them at start.
	Cheap bool
	// Run returns what is wrong; nothing: all is well.
	Run func(context.Context) []Finding
}

// Run runs the checks in their order, and passes each finding to report as soon as it is known. A check without findings
// reports that all is well.
func Run(ctx context.Context, checks []Check, report func(Finding)) {
	bad := map[string]string{} // name of a check, to the one at fault
	for _, check := range checks {
		if cause := blocked(check, bad); cause != "" {
			bad[check.Name] = cause
			report(Finding{Check: check.Name, Result: Skipped, Wrong: "not checked, because of " + cause})
			continue
		}
		found := check.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		if len(found) == 0 {
			found = []Finding{{Result: OK, Wrong: check.Title}}
		}
		for _, finding := range found {
			if finding.Check == "" {
				finding.Check = check.Name
			}
			if finding.Result == Fault {
				bad[check.Name] = finding.Check
			}
			report(finding)
		}
	}
}

// Cheap returns those of the checks that `serve` runs at start.
func Cheap(checks []Check) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return !c.Cheap })
}

func blocked(check Check, bad map[string]string) (cause string) {
	i := slices.IndexFunc(check.After, func(name string) bool { return bad[name] != "" })
	if i < 0 {
		return ""
	}
	return bad[check.After[i]]
}
