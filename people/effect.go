package people

import "latchkey/policy"

// The effects of a policy on a user who signs in now, with the password and then with the passkey, if there is one.
const (
	EffectNone    = "goes_on" // nothing is asked
	EffectAsked   = "asked"   // the set-up page asks for something, and it can be put off
	EffectStepUp  = "step_up" // the session needs the passkey, or the second factor at Kratos
	EffectRefused = "refused" // the user must set something up first
)

// Effects are all effects, the least first.
var Effects = []string{EffectNone, EffectAsked, EffectStepUp, EffectRefused}

// foreseen is what a configuration says of a user: the terms and the effect, both now and once deadlines and grace have passed, and what a
// login with the passkey alone is worth.
type foreseen struct {
	terms, once   policy.Terms
	effect, later string
	login         passkeyLogin
}
