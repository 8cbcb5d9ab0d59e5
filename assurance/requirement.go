package assurance

import (
	"latchkey/policy"
)

// The values of Requirement.Next: the next action if the session does not suffice.
const (
	NextNone           = "none"
	NextEnrol          = "enrol"          // set up a passkey
	NextStepUp         = "step_up"        // use one here
	NextAAL2AtKratos   = "aal2_at_kratos" // use the second factor that Kratos holds
	NextReauthenticate = "reauthenticate" // sign in again at Kratos, then continue
)

// Requirement is what a user's settings require of a session, and what it lacks.
type Requirement struct {
	Required string // AAL1 or AAL2
	Next     string
	// SecondWay reports that NextEnrol is for a second way in.
	SecondWay bool
	// Graced reports that a grace period lets the session go on meanwhile: with SecondWay the one for a second way.
	Graced bool
	// Later reports that a rule will require, from its deadline on, what the user has not set up.
	Later bool
}

// RequirementOf decides what a session lacks. The factors at Kratos must be known. lacks reports that the user lacks a second way in
// (Facts.LacksSecondWay).
func RequirementOf(f Facts, p Policy, terms policy.Terms, lacks bool) Requirement {
	d := f.levelRequired(p, terms.Required)
	if d.Next == NextNone && lacks && terms.SecondFactor == policy.SecondFactorRequired {
		d.Next, d.SecondWay, d.Graced = NextEnrol, true, true
	}
	d.Later = terms.Later.Required == policy.RequiredAAL2 && !f.HoldsUsablePasskey() && !f.HoldsFactor() ||
		terms.Later.SecondFactor == policy.SecondFactorRequired && lacks
	return d
}

// LevelOf returns the level of a session.
func LevelOf(f Facts, p Policy) string { return decide(f, p).Level }

// levelRequired applies the level that is required. Recovery codes alone are not a second factor that could be required: they
// are a way to get one again.
func (f Facts) levelRequired(p Policy, required string) Requirement {
	usable := f.HoldsUsablePasskey()
	d := Requirement{Required: AAL1, Next: NextNone}
	if required == policy.RequiredAAL2 || (required == policy.RequiredHighestAvailable && (usable || f.HoldsFactor())) {
		d.Required = AAL2
	}
	if d.Required == AAL2 && decide(f, p).Level != AAL2 {
		next, everHad := TowardsAAL2(f, p)
		d.Next, d.Graced = next, !everHad // a grace period is for users who have lost nothing: of what they removed themselves, nothing is known
	}
	return d
}

// TowardsAAL2 returns the next action for a session that must reach aal2, and whether the user has, or has lost, something
// to reach it with.
func TowardsAAL2(f Facts, p Policy) (next string, everHad bool) {
	usable := f.HoldsUsablePasskey()
	switch {
	case f.grantUntil(p) != nil:
		return NextEnrol, true // the user has lost the passkey
	case f.StepUpLifts(p):
		return NextStepUp, true
	case f.RaisesHere(p):
		return NextAAL2AtKratos, true
	case f.DeadEnd() && (usable || f.HoldsFactor()):
		return NextEnrol, true // a new one, by a code
	case usable, f.HoldsFactor():
		// Together with a password, a passkey that cannot verify its user is a second factor, and so is one of
		// Kratos' own.
		return NextReauthenticate, true
	}
	recent := p.FirstPasskeyWithin == 0 || Within(f.Now, f.Session.AuthenticatedAt, p.FirstPasskeyWithin)
	if !f.HoldsPasskey() && !recent && !p.ClocksBar(p.FirstPasskeyWithin) { // if they bar it, the registration says so
		return NextReauthenticate, false
	}
	return NextEnrol, false
}
