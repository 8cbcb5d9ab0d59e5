package rules

import (
	"errors"
	"fmt"
	"slices"

	"latchkey/policy"
	"latchkey/webauthnsvc"
)

// Validate returns all faults at once, each with the name of its setting; nil if there are none.
func (c Config) Validate() error {
	faults := c.settingFaults()
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }

	if len(c.Secrets) == 0 {
		fault("secrets.cipher: at least one secret is needed")
	}
	for i, secret := range c.Secrets {
		if len(secret) < 32 {
			fault("secrets.cipher[%d]: shorter than 32 bytes", i)
		}
	}
	if c.Minter != nil && c.Codes == nil {
		fault("a minter of sessions needs authorization codes")
	}
	if c.Now == nil {
		fault("a clock is needed")
	}
	return errors.Join(faults...)
}

// settingFaults returns the faults of what decisions depend on. Secrets are not among it: one that Latchkey generated is in no
// configuration.
func (c Config) settingFaults() []error {
	faults := slices.Clone(c.Faults)
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }

	if len(c.RPs) == 0 {
		fault("webauthn.rp: name at least one relying party")
	}
	for i, rp := range c.RPs {
		if err := rp.Validate(); err != nil {
			faults = append(faults, fmt.Errorf("webauthn.rp[%d].%w", i, err))
		}
	}
	requirements := []string{"required", "preferred", "discouraged"}
	if !slices.Contains(requirements, c.UserVerification) {
		fault("webauthn.user_verification: %q is not one of %v", c.UserVerification, requirements)
	}
	if !slices.Contains(requirements, c.ResidentKey) {
		fault("webauthn.resident_key: %q is not one of %v", c.ResidentKey, requirements)
	}
	if modes := []string{webauthnsvc.CloneReject, webauthnsvc.CloneSuspend, webauthnsvc.CloneWarn}; !slices.Contains(modes, c.Clone) {
		fault("webauthn.clone: %q is not one of %v", c.Clone, modes)
	}
	if needs := []string{"", NeedsNone, NeedsVerifiedAddress}; !slices.Contains(needs, c.FirstPasskeyNeeds) {
		fault("policy.first_passkey_needs: %q is not one of %v", c.FirstPasskeyNeeds, needs[1:])
	}
	faults = append(faults, policyFaults(c.plain(), c.Rules)...)
	for _, rule := range append([]policy.Rule{{Authenticators: &c.Profile}}, c.Rules...) {
		if name := rule.Authenticators; name != nil && *name != "" && c.profile(*name).Name == "" {
			fault("authenticators: there is no profile %q in webauthn.profiles", *name)
		}
	}
	if levels := []string{RecoveryAAL2, RecoveryEnrolmentOnly}; c.RecoveryCodes && !slices.Contains(levels, c.RecoveryLevel) {
		fault("recovery_codes.level: %q is not one of %v", c.RecoveryLevel, levels)
	}
	if c.ResetApprovals < 0 || c.ResetApprovals > 2 {
		fault("admin.reset_approvals: %d is neither 1 nor 2", c.ResetApprovals)
	}
	return faults
}

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
