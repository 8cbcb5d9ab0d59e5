package people

import (
	"time"

	"latchkey/assurance"
	"latchkey/policy"
)

// Compared is what Preview compares of a configuration.
type Compared struct {
	Rules         *policy.Rules
	LoginGate     bool
	RecoveryCodes bool // they are enabled
	// UVPasskeyIsAAL2: see assurance.Policy.
	UVPasskeyIsAAL2 bool
}

// inForce is what decides now.
func (s *Service) inForce() Compared {
	return Compared{s.cfg.Rules, s.cfg.LoginGate, s.policy.RecoveryCodes, s.policy.UVPasskeyIsAAL2}
}

// over returns the policy in force with what is compared.
func (c Compared) over(p assurance.Policy) assurance.Policy {
	p.RecoveryCodes, p.UVPasskeyIsAAL2 = c.RecoveryCodes, c.UVPasskeyIsAAL2
	return p
}

// needIdentity reports whether it depends on the identity at Kratos what happens to a user. Recovery codes count as a second way
// only for users without a role.
func (c Compared) needIdentity(now time.Time) bool {
	ofAll := c.Rules.For(policy.Subject{}, now)
	return c.Rules.NeedIdentity() || c.RecoveryCodes && ofAll.SecondFactor != policy.SecondFactorNone
}

// asks reports whether anything is asked of a user with these terms: if not, nothing needs to be known.
func (c Compared) asks(terms policy.Terms) bool {
	return c.LoginGate || terms.Required != policy.RequiredNone || terms.SecondFactor != policy.SecondFactorNone || !terms.Deadline.IsZero()
}
