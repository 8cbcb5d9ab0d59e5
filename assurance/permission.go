package assurance

import (
	"slices"
	"time"

	"latchkey/store"
)

// Need is what a session lacks for a change.
type Need string

const (
	NeedNothing Need = ""
	// NeedFresh: use a passkey or a vouched factor in this session.
	NeedFresh Need = "fresh"
	// NeedSignIn: sign in again at Kratos.
	NeedSignIn Need = "sign_in"
	// NeedVerifiedAddress: verify an address at Kratos (policy.first_passkey_needs).
	NeedVerifiedAddress Need = "verified_address"
	// NeedSupport: the account is contested, and support must find out whose it is.
	NeedSupport Need = "support"
	// NeedEnrolmentCode: a user with a role needs one from another admin, or a factor at Kratos that is old enough.
	NeedEnrolmentCode Need = "enrolment_code"
)

// Permission reports whether a passkey may be added, and why.
type Permission struct {
	Need Need
	// First reports that it is the identity's first one and needs no fresh session; the commit must check that there is
	// none.
	First bool
	// ByGrant reports that it rests on an enrolment grant, which it uses up.
	ByGrant bool
	// By is the evidence that allows it; the commit must check that all of it stands.
	By store.Evidence
}

// MayAddPasskey decides whether a session may add a passkey. The first passkey of an identity without a second factor
// requires an ordinary session, for which Kratos itself answers 403. A further one requires a fresh session or an
// enrolment grant.
func MayAddPasskey(f Facts, p Policy) Permission {
	may, enough := f.mayAddPasskey(p)
	if may.Need == NeedNothing {
		may.By = f.RestsOn(p, enough)
	}
	return may
}

// mayAddPasskey also returns what the evidence must be enough for.
func (f Facts) mayAddPasskey(p Policy) (may Permission, enough func(Facts) bool) {
	d := decide(f, p)
	switch {
	case f.Contested() && (f.Role || !f.OwnersRecovery):
		return f.firstWhileContested(d), nothing
	case f.HoldsPasskey() || (!f.Role && ((f.HoldsFactor() && !f.begunByOwnPasskey()) || f.lostRecently())):
		return f.furtherPasskey(d, p)
	case f.Role:
		return f.firstOfRole(d, p)
	}
	return f.firstPasskey(d, p), nothing
}

func (f Facts) firstPasskey(d Decision, p Policy) Permission {
	switch {
	case d.GrantUntil != nil && !f.firstAllowed(p):
		return Permission{ByGrant: true}
	case p.FirstPasskeyNeedsAddress && !f.VerifiedAddress:
		return Permission{Need: NeedVerifiedAddress}
	case !f.recentEnough(p):
		return Permission{Need: NeedSignIn}
	}
	return Permission{First: true}
}

// begunByOwnPasskey reports whether a passkey of Kratos' own began the session. If Kratos holds nothing else, such a
// session may add the first passkey like one begun by password: for Kratos it is a first factor, and its owner may have
// no other.
func (f Facts) begunByOwnPasskey() bool {
	return len(f.Session.Methods) > 0 && f.Session.Methods[0].Name == KindPasskey &&
		!slices.ContainsFunc(f.Factors, func(one Factor) bool { return one.Kind != KindPasskey && !one.Disowned })
}

func (f Facts) firstAllowed(p Policy) bool {
	return (!p.FirstPasskeyNeedsAddress || f.VerifiedAddress) && f.recentEnough(p)
}

func (f Facts) recentEnough(p Policy) bool {
	return p.FirstPasskeyWithin == 0 || Within(f.Now, f.Session.AuthenticatedAt, p.FirstPasskeyWithin)
}

func (f Facts) furtherPasskey(d Decision, p Policy) (may Permission, enough func(Facts) bool) {
	enough = func(f Facts) bool { return decide(f, p).Fresh() && (f.HoldsPasskey() || f.sinceBeforeLoss(p)) }
	switch {
	case enough(f):
		return Permission{}, enough
	case d.GrantUntil != nil:
		return Permission{ByGrant: true}, nothing
	}
	return Permission{Need: NeedFresh}, nothing
}

// nothing is required of evidence for a permission that does not rest on any.
func nothing(Facts) bool { return true }

// firstOfRole decides about the first passkey of a user with a role: neither a password is sufficient, nor a factor
// that could have just been enrolled with it.
func (f Facts) firstOfRole(d Decision, p Policy) (may Permission, enough func(Facts) bool) {
	enough = func(f Facts) bool { return decide(f, p).Fresh() && f.usedFactorSince(p, f.Now.Add(-p.PasskeyAge)) }
	switch {
	case d.GrantUntil != nil:
		return Permission{ByGrant: true}, nothing
	case enough(f):
		return Permission{}, enough
	case f.factorSince(f.Now.Add(-p.PasskeyAge)):
		return Permission{Need: NeedFresh}, nothing
	}
	return Permission{Need: NeedEnrolmentCode}, nothing
}

// sinceBeforeLoss reports whether a factor from before the loss was used. Next to a factor that has just disappeared,
// its possible replacement does not count.
func (f Facts) sinceBeforeLoss(p Policy) bool {
	return !f.lostRecently() || f.usedFactorSince(p, f.LostAt.Add(-time.Nanosecond)) // not what was first seen in the read that missed it
}

// usedFactorSince reports whether a factor was used that is vouched, or was first seen before then; as with vouches,
// every factor of its kind must be.
func (f Facts) usedFactorSince(p Policy, then time.Time) bool {
	return slices.ContainsFunc(f.factorEvidence(p), func(m Method) bool { return f.usedSince(m, p, then) })
}

// usedSince is usedFactorSince for one method. A user with a role must have used a second factor: with the password alone,
// Kratos lets an attacker add a passkey of its own next to the owner's, sign in with it, and remove it before Latchkey sees it.
func (f Facts) usedSince(m Method, p Policy, then time.Time) bool {
	return (m.AAL == AAL2 || !f.Role) && f.kindSince(m.Name, then) && f.allHeldAt(m, f.ofKind(m.Name), p)
}

// factorSince reports whether a user with a role holds a second factor that was first seen before then.
func (f Facts) factorSince(then time.Time) bool {
	return slices.ContainsFunc(f.Factors, func(one Factor) bool { return one.Kind != KindPasskey && f.kindSince(one.Kind, then) })
}

func (f Facts) kindSince(kind string, then time.Time) bool {
	found := false
	for _, one := range f.Factors {
		if one.Kind != kind {
			continue
		}
		if one.Disowned || !KnownKind(kind) || (!one.Vouched && one.FirstSeenAt.After(then)) {
			return false
		}
		found = true
	}
	return found
}

// AdmitsStaff reports whether a user with a role may read in the console: the session is at aal2, and without a
// passkey, by a factor at Kratos that was not just enrolled.
func AdmitsStaff(f Facts, p Policy) bool {
	return Decide(f, p).Level == AAL2 && (f.HoldsPasskey() || f.StaffFactor(p) != "")
}

// StaffFactor returns the kind of factor at Kratos that admits a user with a role and without a passkey, or "".
func (f Facts) StaffFactor(p Policy) string {
	for _, m := range f.factorEvidence(p) {
		if f.usedSince(m, p, f.Now.Add(-p.PasskeyAge)) {
			return m.Name
		}
	}
	return ""
}

func (f Facts) firstWhileContested(d Decision) Permission {
	if d.GrantUntil != nil {
		return Permission{ByGrant: true}
	}
	if f.Role {
		return Permission{Need: NeedEnrolmentCode}
	}
	return Permission{Need: NeedSupport}
}
