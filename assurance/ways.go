package assurance

import (
	"slices"
	"time"
)

// A session may contain a method that spoils what is used in it later (maybeSetUp): a user who replaces or removes the
// authenticator app with which the session was raised cannot use a key, a backup code or the new app in that session any
// more. In a new session these count.

// HigherAtKratos reports whether a factor that counts can raise the session to aal2 at Kratos, which never accepts its
// own passkeys as second factors.
func (f Facts) HigherAtKratos() bool {
	return !f.Contested() && slices.ContainsFunc(f.Factors, f.higher)
}

func (f Facts) higher(one Factor) bool {
	return one.Kind != KindPasskey && !one.Disowned && (!f.HoldsPasskey() || f.vouches(one.Kind))
}

// RaisingKinds returns the kinds of second factors at Kratos by which a session of this user reaches aal2, each once. A passkey of
// Kratos' own does so next to a first factor, until there is one here.
func RaisingKinds(f Facts) (kinds []string) {
	for _, one := range f.Factors {
		ownPasskey := one.Kind == KindPasskey && !one.Disowned && !f.HoldsPasskey()
		if !f.Contested() && (ownPasskey || f.higher(one)) && !slices.Contains(kinds, one.Kind) {
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}

// RaisesHere reports whether one of the factors of HigherAtKratos counts if this session uses it now.
func (f Facts) RaisesHere(p Policy) bool {
	return f.HigherAtKratos() && f.anyHigher(func(one Factor) bool { return !f.HoldsPasskey() || !f.spoilt(one, p) })
}

// RaisesNewSession reports whether one of the factors of HigherAtKratos counts in a new session, and in this one not.
func (f Facts) RaisesNewSession(p Policy) bool {
	return f.HoldsPasskey() && f.HigherAtKratos() && f.anyHigher(func(one Factor) bool { return f.spoilt(one, p) })
}

func (f Facts) anyHigher(is func(Factor) bool) bool {
	return slices.ContainsFunc(f.Factors, func(one Factor) bool { return f.higher(one) && is(one) })
}

func (f Facts) spoilt(one Factor, p Policy) bool {
	return f.maybeSetUp(Method{Name: one.Kind, AAL: AAL2, CompletedAt: f.Now}, p)
}

// StepUpLifts reports whether a step-up by one of the usable passkeys would raise the session to aal2. In a session
// begun by passkey, or by a first factor that is not vouched, that requires a passkey that verifies its user.
func (f Facts) StepUpLifts(p Policy) bool {
	beside := f.begunVouched(p) || len(f.factorEvidence(p)) > 0
	return slices.ContainsFunc(f.Passkeys, func(one Passkey) bool { return one.Usable && (beside || one.VerifiesUser) })
}

// DeadEnd reports whether signing in again does not help: the usable passkeys do not verify their user, and no first
// factor counts next to them; or all passkeys are suspended, and with them ended the vouches of the factors at Kratos.
// What remains is a recovery code, or support, and with it a passkey that verifies its user. The factors at Kratos must be
// known.
func (f Facts) DeadEnd() bool {
	if !f.HoldsPasskey() || f.HigherAtKratos() {
		return false
	}
	verifies := slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Usable && p.VerifiesUser })
	return !f.HoldsUsablePasskey() || !verifies && !f.signInHelps()
}

// signInHelps reports whether there is a first factor to sign in with that would count now. A code to an address is a
// way to sign in only for users who have nothing else; for all others it is their recovery.
func (f Facts) signInHelps() bool {
	codesOnly := !slices.ContainsFunc(f.First, func(one Factor) bool { return one.Kind != KindAddress })
	return slices.ContainsFunc(f.First, func(one Factor) bool {
		if one.Kind == KindAddress && !codesOnly {
			return false
		}
		for method, kind := range firstFactors {
			if kind == one.Kind && allVouched(f.firstOf(Method{Name: method, Provider: one.Provider})) {
				return true
			}
		}
		return false
	})
}

// clockMargin is how inexact a measured difference of the clocks may be.
const clockMargin = time.Second

// ClocksBar reports whether a time that Kratos records now would not count here within a window, or at any age if that is 0:
// it would be too far in the future, or already older than the window. A user who is asked to sign in for such a rule is asked
// again afterwards.
func (p Policy) ClocksBar(window time.Duration) bool {
	if p.KratosAhead == nil {
		return false
	}
	ahead, known := p.KratosAhead()
	return known && (ahead > maxAhead-clockMargin || window > 0 && -ahead > window-clockMargin)
}
