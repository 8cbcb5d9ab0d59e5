package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Reason explains a level or freshness. The set is closed; clients branch on it.
type Reason string

const (
	// What raised the level to aal2.
	ReasonKratosFactor    Reason = "kratos_factor"            // a vouched factor was used at Kratos
	ReasonKratosLevel     Reason = "kratos_level"             // Kratos says aal2, and the identity has no passkey
	ReasonStepUp          Reason = "step_up"                  // a passkey was used in this session, as a second factor
	ReasonLogin           Reason = "login"                    // a passkey that verified the user created the session
	ReasonPasskeyAndFirst Reason = "passkey_and_first_factor" // a passkey created the session, and another factor was used in it
	ReasonRecoveryCode    Reason = "recovery_code"            // a recovery code was redeemed in it

	// What did not.
	ReasonUnvouchedFactor Reason = "unvouched_factor"       // Kratos says aal2 by a factor that is not vouched
	ReasonUnverifiedUser  Reason = "user_not_verified"      // the passkey did not verify the user, or that does not count yet
	ReasonUnvouchedFirst  Reason = "unvouched_first_factor" // such a passkey was used beside a first factor that is not vouched
	ReasonStale           Reason = "stale"                  // nothing that counts was used within policy.freshness
	ReasonBelowAAL2       Reason = "below_aal2"             // something was, but without a recovery code the session is not at aal2
)

// Decision is how sure Latchkey is of the person behind a session.
type Decision struct {
	Level   string
	Reasons []Reason
	// UserVerified: a passkey whose user verification counts has verified the user in this session.
	UserVerified bool
	// UsedAt is when a passkey was last used in this session; nil: none was, or it no longer stands.
	UsedAt *time.Time
	// FreshUntil is until when the session may change passkeys and codes; nil: it is not fresh.
	FreshUntil *time.Time
	// FreshByPasskey: a passkey, and not a factor at Kratos, makes it fresh.
	FreshByPasskey bool
	// By are the passkeys that freshness rests on: with all of them, and no other, the session is fresh. None: a factor at
	// Kratos suffices. A change must check in its commit that they all still stand.
	By []uuid.UUID
	// GrantUntil is until when one passkey may be registered by an enrolment grant; nil: there is none.
	GrantUntil *time.Time
}

// Fresh tells whether the session may change passkeys and codes.
func (d Decision) Fresh() bool { return d.FreshUntil != nil }

// Decide computes the level of a session and its freshness (DESIGN 4.3).
func Decide(f Facts, p Policy) Decision {
	d := decide(f, p)
	if d.Fresh() {
		d.By = f.restsOn(p, Decision.Fresh)
	}
	return d
}

// FreshByPasskeys are the passkeys that make a session fresh where no factor at Kratos may do so in their place: with all
// of them, and no other, it is fresh by a passkey. None: it is not.
func FreshByPasskeys(f Facts, p Policy) []uuid.UUID {
	byPasskey := func(d Decision) bool { return d.Fresh() && d.FreshByPasskey }
	if !byPasskey(decide(f, p)) {
		return nil
	}
	return f.restsOn(p, byPasskey)
}

// restsOn drops each passkey that is not needed for enough to hold, the longest unused first. What is left may be more than
// one: an old login can give the level, and a step-up by another passkey the time.
func (f Facts) restsOn(p Policy, enough func(Decision) bool) []uuid.UUID {
	used := f.allPasskeyEvidence(p)
	slices.SortStableFunc(used, func(a, b passkeyEvidence) int { return a.at.Compare(b.at) })
	var by []uuid.UUID
	for _, e := range used {
		without := f.without(e.id)
		switch {
		case slices.Contains(by, e.id):
		case enough(decide(without, p)):
			f = without
		default:
			by = append(by, e.id)
		}
	}
	return by
}

// without are the facts as they would be if a passkey were suspended.
func (f Facts) without(id uuid.UUID) Facts {
	f.Passkeys = slices.Clone(f.Passkeys)
	for i := range f.Passkeys {
		if f.Passkeys[i].ID == id {
			f.Passkeys[i].Usable, f.Passkeys[i].Standing = false, false
		}
	}
	return f
}

func decide(f Facts, p Policy) Decision {
	d := Decision{Level: AAL1, GrantUntil: f.grantUntil(p)}
	passkeys, factors := f.allPasskeyEvidence(p), f.factorEvidence(p)
	d.Reasons = f.raise(p, passkeys, factors)
	if len(d.Reasons) > 0 {
		d.Level = AAL2
	} else {
		d.Reasons = f.shortfalls(p, passkeys)
	}
	for _, e := range passkeys {
		d.UserVerified = d.UserVerified || e.userVerified
	}
	if len(passkeys) > 0 {
		at := newest(passkeys).at
		d.UsedAt = &at
	}
	if f.Barred() {
		d.Reasons = append(d.Reasons, ReasonStale)
		return d
	}
	d.refresh(f.Now, p.Freshness, passkeys, factors)
	return d
}

// raise lists all that brings the session to aal2.
func (f Facts) raise(p Policy, passkeys []passkeyEvidence, factors []Method) []Reason {
	var reasons []Reason
	add := func(reason Reason) {
		if !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	byKratos := f.Session.Level == AAL2 && slices.ContainsFunc(factors, func(m Method) bool { return m.AAL == AAL2 })
	switch {
	case byKratos && f.HoldsPasskey():
		add(ReasonKratosFactor)
	case byKratos:
		add(ReasonKratosLevel)
	}
	// Kratos counts its own passkeys as one factor, at aal1. Beside a password they are two, and until there is a passkey
	// here nothing else could bring their owner to aal2.
	if !f.HoldsPasskey() && f.begunOtherwise(p) && slices.ContainsFunc(factors, ownKey) {
		add(ReasonPasskeyAndFirst)
	}
	for _, e := range passkeys {
		beside := len(factors) > 0 || f.begunVouched(p) || (e.userVerified && f.begunOtherwise(p))
		switch {
		case e.login && e.userVerified && p.UVPasskeyIsAAL2:
			add(ReasonLogin)
		case e.login && beside:
			add(ReasonPasskeyAndFirst)
		case !e.login && (e.userVerified || beside):
			add(ReasonStepUp)
		}
	}
	if f.codeCounts(p) {
		add(ReasonRecoveryCode)
	}
	return reasons
}

// codeCounts: a redeemed recovery code is a second factor of its session. People with a role have none.
func (f Facts) codeCounts(p Policy) bool {
	return f.Grant != nil && f.Grant.Kind == store.RecoveryByCode && p.RecoveryCodes && p.RecoveryCodeIsAAL2 && !f.Role
}

// shortfalls says why a session that has something to show is at aal1 all the same.
func (f Facts) shortfalls(p Policy, passkeys []passkeyEvidence) []Reason {
	var reasons []Reason
	if f.Session.Level == AAL2 && f.HoldsPasskey() && f.besidesOurs(p) {
		reasons = append(reasons, ReasonUnvouchedFactor)
	}
	if len(passkeys) > 0 {
		reasons = append(reasons, ReasonUnverifiedUser)
		if f.Asked && f.begunOtherwise(p) && !f.begunVouched(p) {
			reasons = append(reasons, ReasonUnvouchedFirst)
		}
	}
	return reasons
}

func (f Facts) besidesOurs(p Policy) bool {
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool { return m.AAL == AAL2 && !p.Ours(m) })
}

// refresh finds until when the session is fresh: something that counts was used recently, and all that counts adds up
// to aal2. A key that is used without its PIN must not enrol another that would then be aal2. A recovery code counts for
// the level alone: beside such a key it must not remove the owner's passkeys or replace the codes.
func (d *Decision) refresh(now time.Time, freshness time.Duration, passkeys []passkeyEvidence, factors []Method) {
	var until time.Time
	latest := func(at time.Time, byPasskey bool) {
		if end := at.Add(freshness); within(now, at, freshness) && end.After(until) {
			until = end
		}
		d.FreshByPasskey = d.FreshByPasskey || (byPasskey && within(now, at, freshness))
	}
	for _, e := range passkeys {
		latest(e.at, true)
	}
	for _, m := range factors {
		latest(m.CompletedAt, false)
	}
	switch {
	case until.IsZero():
		d.Reasons = append(d.Reasons, ReasonStale)
	case !d.aal2WithoutCode():
		d.FreshByPasskey = false
		d.Reasons = append(d.Reasons, ReasonBelowAAL2)
	default:
		d.FreshUntil = &until
	}
}

func (d Decision) aal2WithoutCode() bool {
	return d.Level == AAL2 && slices.ContainsFunc(d.Reasons, func(r Reason) bool { return r != ReasonRecoveryCode })
}

// grantUntil: an enrolment grant is for one passkey. That of a recovery code is not for people with a role.
func (f Facts) grantUntil(p Policy) *time.Time {
	g := f.Grant
	if g == nil || g.EnrolledAt != nil || !f.Now.Before(g.EnrolUntil) {
		return nil
	}
	if g.Kind != store.RecoveryByEnrolment && (!p.RecoveryCodes || f.Role) {
		return nil
	}
	return &g.EnrolUntil
}

func (f Facts) allPasskeyEvidence(p Policy) []passkeyEvidence {
	return append(f.loginEvidence(p), f.passkeyEvidence()...)
}

// VerifiedBy are the passkeys that have verified their user in this session within policy.freshness, and stand.
func VerifiedBy(f Facts, p Policy) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range f.allPasskeyEvidence(p) {
		if e.userVerified && within(f.Now, e.at, p.Freshness) {
			ids = append(ids, e.id)
		}
	}
	return ids
}

func newest(list []passkeyEvidence) passkeyEvidence {
	return slices.MaxFunc(list, func(a, b passkeyEvidence) int { return a.at.Compare(b.at) })
}
