package assurance

import "slices"

// A session may contain a method that spoils what is used in it later (maybeSetUp): a user who replaces or removes the
// authenticator app with which the session was raised cannot use a key, a backup code or the new app in that session any
// more. In a new session these count.

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
