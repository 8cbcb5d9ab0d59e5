package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A passkey that has verified its user is two factors by itself. One that has not, such as a security key without a
// PIN, is one, and the first factor at Kratos next to it is the other. But a login by that key alone creates a session
// in which Kratos allows setting a password, linking another provider or changing the address, so that someone with a
// found key could create the other factor. Next to such a use of a passkey, a first factor therefore needs provenance
// like any other factor: it existed when the first passkey was set up, the settings gate let a fresh session change it,
// or the user confirmed it. For everything else it remains a first factor.

// The kinds of first factors at Kratos.
const (
	KindPassword = "password"
	KindOIDC     = "oidc"    // one link to another provider
	KindAddress  = "address" // one address for codes and recoveries
	KindSAML     = "saml"    // also counts as a further factor, since no known version says what it holds
)

// FirstKinds returns the kinds of factors that are first factors at Kratos, and nothing else.
func FirstKinds() []string { return []string{KindPassword, KindOIDC, KindAddress} }

// FirstKind reports whether factors of a kind are first factors at Kratos, and nothing else.
func FirstKind(kind string) bool {
	return slices.Contains(FirstKinds(), kind)
}

// firstFactors are the methods next to which a passkey is a second factor, each with the kind of factor that it uses.
// It has no unknown methods: these must not turn a passkey into two factors.
var firstFactors = map[string]string{
	"password": KindPassword, "oidc": KindOIDC, "saml": KindSAML,
	"code": KindAddress, "code_recovery": KindAddress, "link_recovery": KindAddress,
}

// presentSlack is how much later than the passkey Kratos may date a first factor that existed when the passkey was set
// up: Kratos renews that time with every change of the identity, such as the link to our provider right after the first
// passkey.
const presentSlack = time.Minute

// begunOtherwise reports whether a first factor was used in this session.
func (f Facts) begunOtherwise(p Policy) bool {
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool { return f.isFirst(m, p) })
}

func (f Facts) isFirst(m Method, p Policy) bool {
	secondFactor := m.Name == KindCode && m.AAL == AAL2
	return firstFactors[m.Name] != "" && !p.Ours(m) && !f.ofPasskey(m) && !secondFactor
}

// begunVouched reports whether a vouched first factor was used in this session.
func (f Facts) begunVouched(p Policy) bool {
	return allVouched(f.UsedWith) && f.begunOtherwise(p) || f.vouchedFirstUsed(p)
}

func (f Facts) vouchedFirstUsed(p Policy) bool {
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool { return f.isFirst(m, p) && f.firstUsedVouched(m, p) })
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

// holdsUnverified reports whether the identity has a passkey that does not verify its user: the owner then depends on
// the first factors, and is asked about them.
func (f Facts) holdsUnverified() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return !p.VerifiesUser && !p.Disregarded })
}

// fromBefore reports whether a factor is older than every passkey.
func (factor Factor) fromBefore() bool {
	return factor.How == store.VouchedFirstPasskey || factor.How == store.VouchedImport
}

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

// maybeAttackers reports whether a first factor may be that of the person from whom the owner took the account back. They
// know the password, and can change it or link another provider until the owner has a passkey, so that it is not evidence
// next to the owner's key until the owner confirms it. The address is the owner's if it is not newer than the take-back.
func (f Facts) maybeAttackers(factor Factor) bool {
	if f.RecoveredAt == nil {
		return false
	}
	return factor.Kind != KindAddress || factor.ChangedAt.IsZero() || factor.ChangedAt.After(*f.RecoveredAt)
}

// Asks reports whether the user is notified of a change of a first factor: a password that existed all along, or was
// replaced by another, is not news.
func (f Facts) Asks(row store.Factor, change string) bool {
	return f.holdsUnverified() && row.How != store.VouchedFirstPasskey && change != store.FactorGone
}

// Questioned returns the first factors that are not vouched, if that matters: the user is asked whether they are
// theirs.
func (f Facts) Questioned() []Factor {
	if !f.holdsUnverified() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(f.First), func(one Factor) bool { return one.Vouched && !one.Disowned })
}

// recordable returns the factors that are recorded. First factors are recorded from the first passkey on.
func (f Facts) recordable(first bool) []Factor {
	var list []Factor
	for _, factor := range f.Factors {
		if !factor.unrecordable() {
			list = append(list, factor)
		}
	}
	for _, factor := range f.First {
		if factor.ID != uuid.Nil || first || f.HoldsPasskey() {
			list = append(list, factor)
		}
	}
	return list
}

// vouchFirst returns what vouches for a first factor that is not vouched yet, or "", and on what that rests.
func (f Facts) vouchFirst(factor Factor, first bool) (how string, by store.Evidence) {
	switch {
	case first && !f.maybeAttackers(factor), factor.Vouched:
		return store.VouchedFirstPasskey, store.Evidence{}
	case f.changedAtGate(factor):
		return store.VouchedFreshSession, f.atGate()
	}
	return "", store.Evidence{}
}
