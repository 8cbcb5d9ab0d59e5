package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Kratos records the kind of factor that was used in a session, and when, but not the factor. It records the same when a
// factor is set up, even if a web_hook then refuses it, and the record outlives the factor. So a use counts only if it
// cannot have been of a factor other than those that Kratos holds now and that are vouched: each of them existed then,
// and none of their kind has gone since.

// factorEvidence returns the uses of factors at Kratos that count, oldest first. Without a passkey at Latchkey, Kratos'
// level counts; next to one, only uses of vouched factors do.
func (f Facts) factorEvidence(p Policy) []Method {
	var list []Method
	for i, m := range f.Session.Methods {
		switch {
		case p.Ours(m), tooFarAhead(f.Now, m.CompletedAt), slices.Contains(f.DisownedKinds, m.Name):
		case ownKey(m) && m.AAL != AAL2 && i > 0:
			// Kratos records the same for a passkey that is being set up, even if a web_hook then refuses it. Only the
			// first method began the session, with a passkey that existed before.
		case !f.HoldsPasskey() && (ownKey(m) || (m.AAL == AAL2 && f.Session.Level == AAL2)),
			f.HoldsPasskey() && secondFactorUse(m) && f.usedVouched(m, p) && !f.maybeSetUp(m, p):
			list = append(list, m)
		}
	}
	return list
}

// secondFactorUse reports whether a method is the use of a second factor: Kratos' own keys and passkeys at either
// level, all others only if Kratos took them for one.
func secondFactorUse(m Method) bool { return m.AAL == AAL2 || ownKey(m) }

// ownKey reports whether a passkey or key of Kratos' own methods was used.
func ownKey(m Method) bool { return m.Name == KindWebAuthn || m.Name == KindPasskey }

// usedVouched reports whether a method is the use of a vouched second factor.
func (f Facts) usedVouched(m Method, p Policy) bool {
	return f.vouches(m.Name) && f.allHeldAt(m, f.ofKind(m.Name), p)
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

// rowsOf returns the factors with these IDs. One that is no longer remembered is not vouched for.
func (f Facts) rowsOf(ids []uuid.UUID, rows []store.Factor) []Factor {
	var factors []Factor
	for _, id := range ids {
		factor := Factor{ID: id}
		if i := slices.IndexFunc(rows, func(row store.Factor) bool { return row.ID == id }); i >= 0 {
			factor.Kind, factor.Gone = rows[i].Kind, rows[i].GoneAt != nil
			factor = factor.withRow(rows[i])
		}
		if !f.allStand(factor.VouchedBy) {
			factor.unvouch()
		}
		factors = append(factors, factor)
	}
	return factors
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
	missing := func(one Factor) bool { return !f.existedAt(one, m, p) }
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

// enrolWindow is how far apart a factor's use in a session and its change at Kratos may be if it was enrolled in that
// session. Kratos does both in one request, with web_hooks in between.
const enrolWindow = 5 * time.Second

// existedAt reports whether a factor is known to have existed, for long enough, when a method was used. For a second
// factor from before the first passkey, its setup counts as a use: Kratos records that at first, and stores the factor
// afterwards.
func (f Facts) existedAt(factor Factor, m Method, p Policy) bool {
	use := m.CompletedAt
	switch {
	case factor.Kind == KindPassword && factor.fromBefore():
		return true // it may be recorded long after the passkey, and a hash that was replaced never returns
	case f.mayReturn(factor):
		return !factor.ChangedAt.IsZero() && !use.Before(factor.ChangedAt.Add(factor.outlasts(m)))
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

// codeLasts is how long Kratos accepts a code after it has sent it, by default (selfservice.methods.code.config.lifespan).
const codeLasts = time.Hour

// outlasts is how long a method can still use what was sent to the previous address. Kratos binds a code for a login to the
// identity and the flow only; links and codes for recoveries end with their address.
func (factor Factor) outlasts(m Method) time.Duration {
	if m.Name != KindCode || factor.Original {
		return 0
	}
	return codeLasts
}

// presentSlack is how much later than the passkey Kratos may date a first factor that existed when the passkey was set
// up: Kratos renews that time with every change of the identity, such as the link to our provider right after the first
// passkey.
const presentSlack = time.Minute

// presentBefore reports whether a first factor is unchanged since before the first passkey. It is for identities
// without any recorded first factor.
func (f Facts) presentBefore(factor Factor) bool {
	if factor.ChangedAt.IsZero() {
		return false
	}
	for _, p := range f.Passkeys {
		if !p.Disregarded && factor.ChangedAt.After(p.CreatedAt.Add(presentSlack)) {
			return false
		}
	}
	return true
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
