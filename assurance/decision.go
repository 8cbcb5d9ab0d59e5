package assurance

import (
	"slices"
	"time"

	"latchkey/store"
)

// Reason explains a level or freshness. The set is closed; clients branch on it.
type Reason string

const (
	// Reasons why the level is aal2.
	ReasonKratosFactor    Reason = "kratos_factor"            // a vouched factor was used at Kratos
	ReasonKratosLevel     Reason = "kratos_level"             // Kratos reports aal2, and the identity has no passkey
	ReasonStepUp          Reason = "step_up"                  // a passkey was used in this session, as a second factor
	ReasonLogin           Reason = "login"                    // a passkey that verified the user created the session
	ReasonPasskeyAndFirst Reason = "passkey_and_first_factor" // a passkey created the session, and another factor was used in it
	ReasonRecoveryCode    Reason = "recovery_code"            // a recovery code was redeemed in it

	// Reasons why it is not.
	ReasonUnvouchedFactor Reason = "unvouched_factor"       // Kratos reports aal2 by a factor that is not vouched
	ReasonUnverifiedUser  Reason = "user_not_verified"      // the passkey did not verify the user, or that does not count yet
	ReasonUnvouchedFirst  Reason = "unvouched_first_factor" // such a passkey was used next to a first factor that is not vouched
	ReasonStale           Reason = "stale"                  // nothing that counts was used within policy.freshness
	ReasonBelowAAL2       Reason = "below_aal2"             // something was, but without a recovery code the session is below aal2
)

// Decision is the assurance of a session.
type Decision struct {
	Level   string
	Reasons []Reason
	// UserVerified reports that a passkey verified the user in this session, and that its user verification counts.
	UserVerified bool
	// UsedAt is when a passkey was last used in this session; nil if none was, or if it no longer stands.
	UsedAt *time.Time
	// FreshUntil is until when the session may change passkeys and codes; nil if it is not fresh.
	FreshUntil *time.Time
	// FreshByPasskey reports that a passkey, and not a factor at Kratos, makes it fresh.
	FreshByPasskey bool
	// By is the evidence that the freshness rests on: with this, and no other, the session is fresh. A change must check in
	// its commit that all of it still stands.
	By store.Evidence
	// GrantUntil is until when one passkey may be registered by an enrolment grant; nil without a grant.
	GrantUntil *time.Time
	// EnrolledAt is when the grant was used, while the user can be asked which passkey the new one replaces; otherwise nil.
	EnrolledAt *time.Time
}

// Fresh reports whether the session may change passkeys and codes.
func (d Decision) Fresh() bool { return d.FreshUntil != nil }

// Decide computes the level of a session and its freshness.
func Decide(f Facts, p Policy) Decision {
	d := decide(f, p)
	if d.Fresh() {
		d.By = f.RestsOn(p, func(f Facts) bool { return decide(f, p).Fresh() })
	}
	return d
}

// FreshByPasskey reports whether a passkey makes a session fresh, not only a factor at Kratos, and on what that rests.
func FreshByPasskey(f Facts, p Policy) (by store.Evidence, fresh bool) {
	byPasskey := func(f Facts) bool {
		d := decide(f, p)
		return d.Fresh() && d.FreshByPasskey
	}
	if !byPasskey(f) {
		return store.Evidence{}, false
	}
	return f.RestsOn(p, byPasskey), true
}

func decide(f Facts, p Policy) Decision {
	d := Decision{Level: AAL1, GrantUntil: f.grantUntil(p)}
	passkeys, factors := f.passkeyEvidence(p), f.factorEvidence(p)
	if f.Contested() {
		factors = nil
	}
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
	d.EnrolledAt = f.enrolledAt(d.UsedAt)
	if f.Barred() {
		d.Reasons = append(d.Reasons, ReasonStale)
		return d
	}
	d.refresh(f.Now, p.FreshFor(f), passkeys, factors)
	return d
}

// raise lists everything that raises the session to aal2.
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
	// Kratos counts its own passkeys as one factor, at aal1. If one began the session, a password makes two, and until
	// there is a passkey at Latchkey nothing else could raise their owner to aal2.
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

// codeCounts reports whether a redeemed recovery code is a second factor of its session. Users with a role have none.
func (f Facts) codeCounts(p Policy) bool {
	return f.Grant != nil && f.Grant.Kind == store.RecoveryByCode && p.RecoveryCodes && p.RecoveryCodeIsAAL2 && !f.Role
}

// shortfalls explains why a session with some evidence is at aal1.
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

// refresh computes until when the session is fresh: something that counts was used recently, and all that counts adds
// up to aal2. A key that is used without its PIN must not enrol another one that would then be aal2. A recovery code
// counts for the level only: together with such a key it must not remove the owner's passkeys or replace the codes.
func (d *Decision) refresh(now time.Time, freshness time.Duration, passkeys []passkeyEvidence, factors []Method) {
	var until time.Time
	latest := func(at time.Time, byPasskey bool) {
		if end := at.Add(freshness); Within(now, at, freshness) && end.After(until) {
			until = end
		}
		d.FreshByPasskey = d.FreshByPasskey || (byPasskey && Within(now, at, freshness))
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

// grantUntil returns the end of the enrolment grant, which is for one passkey. A recovery code's grant is not for users
// with a role.
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

// enrolledAt returns when the enrolment grant was used. It ends with the grant's time, and with the first use of a passkey: a
// lost passkey is removed after a step-up with the new one.
func (f Facts) enrolledAt(used *time.Time) *time.Time {
	g := f.Grant
	if g == nil || g.EnrolledAt == nil || !f.Now.Before(g.EnrolUntil) || (used != nil && used.After(*g.EnrolledAt)) {
		return nil
	}
	return g.EnrolledAt
}
