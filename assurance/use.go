package assurance

import (
	"slices"
	"time"
)

// Kratos records the kind of factor that was used in a session, and when, but not the factor. It records the same when a
// factor is set up, even if a web_hook then refuses it, and the record outlives the factor. So a use counts only if it
// cannot have been of a factor other than those that Kratos holds now and that are vouched: each of them existed then,
// and none of their kind has gone since.

// clockSlack is how far Kratos' clock may differ from ours without being noticed. If it is known to differ, maxAhead
// applies.
const clockSlack = 5 * time.Second

func (p Policy) clockSlack() time.Duration {
	if p.ClocksApart != nil && p.ClocksApart() {
		return maxAhead
	}
	return clockSlack
}

// settled is how long after a factor was set up a use may still be of another one: a request to set one up may have begun
// when Kratos held none, and Kratos notes it, although a web_hook refuses it, once the factor is there. It is longer than a
// settings request at Kratos takes with its web_hooks, whose number and time limits its operator chooses (as settingsAfter).
// It runs on Kratos' clock alone; if the factor is dated by our clock, clockSlack is added.
const settled = 30 * time.Second

// usedVouched reports whether a method is the use of a vouched second factor.
func (f Facts) usedVouched(m Method, p Policy) bool {
	return f.vouches(m.Name) && f.allHeldAt(m, f.ofKind(m.Name), p)
}

// firstUsedVouched reports whether a method is the use of a vouched first factor. A session begun with an earlier password
// gains nothing from its replacement.
func (f Facts) firstUsedVouched(m Method, p Policy) bool {
	candidates := f.firstOf(m)
	return allVouched(candidates) && f.allHeldAt(m, candidates, p)
}

// vouches reports whether a use of a kind, from now on, is evidence next to a passkey.
func (f Facts) vouches(kind string) bool { return KnownKind(kind) && allVouched(f.ofKind(kind)) }

// ofKind returns the second factors of a kind.
func (f Facts) ofKind(kind string) []Factor {
	return slices.DeleteFunc(slices.Clone(f.Factors), func(one Factor) bool { return one.Kind != kind })
}

// firstOf returns the first factors that a method can be the use of.
func (f Facts) firstOf(m Method) []Factor {
	return slices.DeleteFunc(slices.Concat(f.First, f.Factors), func(one Factor) bool {
		return one.Kind != firstFactors[m.Name] || one.Kind == KindOIDC && one.Provider != m.Provider
	})
}

// allVouched reports whether each candidate for a use is vouched, and there is one.
func allVouched(candidates []Factor) bool {
	unvouched := func(one Factor) bool { return !one.Vouched || one.Disowned }
	return len(candidates) > 0 && !slices.ContainsFunc(candidates, unvouched)
}

// allHeldAt reports whether each candidate for a use existed then, and no factor of its kind has gone since, which may be
// the one that was used.
func (f Facts) allHeldAt(m Method, candidates []Factor, p Policy) bool {
	return f.allExistedAt(m, candidates, p) && !slices.ContainsFunc(candidates, func(one Factor) bool {
		return f.goneSince(m, one.Kind, p, func(GoneFactor) bool { return true })
	})
}

func (f Facts) allExistedAt(m Method, candidates []Factor, p Policy) bool {
	missing := func(one Factor) bool { return !f.existedAt(one, m.CompletedAt, p) }
	return len(candidates) > 0 && !slices.ContainsFunc(candidates, missing)
}

// goneSince reports whether one of the gone factors of a kind may have been used. An identity has only one authenticator
// app, one set of lookup codes and one password, so if the present one existed, no other did.
func (f Facts) goneSince(m Method, kind string, p Policy, of func(GoneFactor) bool) bool {
	if slices.Contains([]string{KindTOTP, KindLookupSecret, KindPassword}, kind) {
		return false
	}
	return slices.ContainsFunc(f.Gone, func(gone GoneFactor) bool {
		return gone.Kind == kind && gone.At.After(m.CompletedAt.Add(-p.clockSlack())) && of(gone)
	})
}

// existedAt reports whether a factor is known to have existed, for long enough, at a time of Kratos' clock. For a second
// factor from before the first passkey, its setup counts as a use: Kratos records that at first, and stores the factor
// afterwards.
func (f Facts) existedAt(factor Factor, use time.Time, p Policy) bool {
	switch {
	case factor.Kind == KindPassword && factor.fromBefore():
		return true // it may be recorded long after the passkey, and a hash that was replaced never returns
	case f.mayReturn(factor):
		return !factor.ChangedAt.IsZero() && !use.Before(factor.ChangedAt)
	case !factor.fromBefore():
		use = use.Add(-settled)
	case !FirstKind(factor.Kind):
		use = use.Add(enrolWindow)
	}
	return factor.storedAt(use, p)
}

// storedAt reports whether Kratos is known to have held a factor at a time of its clock.
func (factor Factor) storedAt(at time.Time, p Policy) bool {
	return !factor.SetUpAt.IsZero() && !at.Before(factor.SetUpAt) || !at.Before(factor.SeenSince.Add(p.clockSlack()))
}

// mayReturn reports whether a factor can have been replaced for a while, or had another one of its kind next to it, without
// Latchkey seeing it. Then Kratos must say that it has not changed it since its use. Kratos creates an address anew, also one
// for codes. It dates a link with every change of the identity, such as the link to our provider right after the first
// passkey.
func (f Facts) mayReturn(factor Factor) bool {
	switch factor.Kind {
	case KindAddress, KindCode:
		return true
	case KindOIDC, KindSAML:
		return !f.presentBefore(factor)
	}
	return false
}

// maybeSetUp reports whether a method may be the setup of a factor that a web_hook refused, or that was removed before
// Latchkey saw it. Next to a second factor, Kratos lets a session set up further ones only if it is at aal2. So that is
// possible if what first raised the session may have been an unvouched factor, or a setup. Kratos sets up an authenticator
// app only where there is none: its use counts if it existed when the session was raised. Codes are only ever used.
func (f Facts) maybeSetUp(m Method, p Policy) bool {
	i := slices.IndexFunc(f.Session.Methods, func(m Method) bool { return m.AAL == AAL2 && !p.Ours(m) })
	if i < 0 || m.Name == KindCode {
		return false
	}
	raised := f.Session.Methods[i]
	if m.Name == KindTOTP && f.allExistedAt(raised, f.ofKind(KindTOTP), p) {
		return false
	}
	unvouched := func(gone GoneFactor) bool { return !gone.Vouched }
	return !f.vouches(raised.Name) || !f.allExistedAt(raised, f.ofKind(raised.Name), p) || f.goneSince(raised, raised.Name, p, unvouched)
}
