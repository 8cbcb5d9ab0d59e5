package people

import (
	"time"

	"latchkey/assurance"
	"latchkey/policy"
)

// Other is what Preview compares of a configuration.
type Other struct {
	Rules         *policy.Rules
	LoginGate     bool
	RecoveryCodes bool // they are enabled
	// UVPasskeyIsAAL2: see assurance.Policy.
	UVPasskeyIsAAL2 bool
}

// inForce is what decides now.
func (s *Service) inForce() Other {
	return Other{s.cfg.Rules, s.cfg.LoginGate, s.policy.RecoveryCodes, s.policy.UVPasskeyIsAAL2}
}

// over returns the policy in force with what is compared.
func (o Other) over(p assurance.Policy) assurance.Policy {
	p.RecoveryCodes, p.UVPasskeyIsAAL2 = o.RecoveryCodes, o.UVPasskeyIsAAL2
	return p
}

// needIdentity reports whether it depends on the identity at Kratos what happens to a user. Recovery codes count as a second way
// only for users without a role.
func (o Other) needIdentity(now time.Time) bool {
	ofAll := o.Rules.For(policy.Subject{}, now)
	return o.Rules.NeedIdentity() || o.RecoveryCodes && ofAll.SecondFactor != policy.SecondFactorNone
}

// asks reports whether anything is asked of a user with these terms: if not, nothing needs to be known.
func (o Other) asks(terms policy.Terms) bool {
	return o.LoginGate || terms.Required != policy.RequiredNone || terms.SecondFactor != policy.SecondFactorNone || !terms.Deadline.IsZero()
}
