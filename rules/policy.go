package rules

import (
	"fmt"
	"slices"

	"latchkey/policy"
)

// policyFaults returns the faults of the plain settings and of each rule.
func policyFaults(plain policy.Terms, rules []policy.Rule) []error {
	faults := termsFaults("policy.", "webauthn.max_passkeys", plain)
	for i, rule := range rules {
		path := fmt.Sprintf("policy.rules[%d].", i)
		if rule.Name == "" || rule.Percent < 0 || rule.Percent > 100 {
			faults = append(faults, fmt.Errorf("%sname: %q with %d percent; a rule needs a name, and 0 to 100 percent", path, rule.Name, rule.Percent))
		}
		faults = append(faults, termsFaults(path, path+"max_passkeys", rule.Over(plain))...)
	}
	return faults
}

func termsFaults(path, limit string, terms policy.Terms) (faults []error) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if terms.MaxPasskeys < 1 || terms.MaxPasskeys > 50 {
		fault("%s: %d is not within 1 to 50", limit, terms.MaxPasskeys)
	}
	if modes := []string{policy.RequiredNone, policy.RequiredHighestAvailable, policy.RequiredAAL2}; !slices.Contains(modes, terms.Required) {
		fault("%srequired: %q is not one of %v", path, terms.Required, modes)
	}
	if modes := []string{policy.SecondFactorNone, policy.SecondFactorEncouraged, policy.SecondFactorRequired}; !slices.Contains(modes, terms.SecondFactor) {
		fault("%ssecond_factor: %q is not one of %v", path, terms.SecondFactor, modes)
	}
	if terms.SecondFactor == policy.SecondFactorRequired && terms.MaxPasskeys < 2 {
		fault("%s: at least 2 with second_factor: required, for users who cannot have recovery codes", limit)
	}
	return faults
}
