package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// A passkey that has verified its user is two factors by itself. One that has not, such as a security key without a PIN, is
// one, and the first factor at Kratos beside it is the other. But a login by that key alone makes a session in which Kratos
// lets the person set a password, link another provider or change the address, so the finder of the key could make the
// other factor. Beside such a use of a passkey, a first factor therefore needs provenance like any other factor (DESIGN
// 4.2): it was there when the first passkey was set up, or it changed in a session that was fresh, or the person confirmed
// it. For everything else it goes on being a first factor.

// The kinds of first factors at Kratos.
const (
	KindPassword = "password"
	KindOIDC     = "oidc"    // one link to another provider
	KindAddress  = "address" // one address that codes and recoveries go to
	KindSAML     = "saml"    // counts as a further factor as well, since no version that we know tells what it holds
)

// FirstKind tells whether factors of a kind are first factors at Kratos, and nothing else.
func FirstKind(kind string) bool {
	return slices.Contains([]string{KindPassword, KindOIDC, KindAddress}, kind)
}

// firstFactors are the methods beside which a passkey is a second factor, each with the kind of factor that it uses. A
// method that we do not know is not among them: a passkey must not become two factors by it.
var firstFactors = map[string]string{
	"password": KindPassword, "oidc": KindOIDC, "saml": KindSAML,
	"code": KindAddress, "code_recovery": KindAddress, "link_recovery": KindAddress,
}

// presentSlack is how much later than the passkey Kratos may say that a first factor changed, and it still was there when
// the passkey was set up: Kratos renews that time with every change of the identity, and the link to our provider, which
// comes right after the first passkey, is one.
const presentSlack = time.Minute

// begunOtherwise tells whether a first factor was used in this session.
func (f Facts) begunOtherwise(p Policy) bool {
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool { return f.isFirst(m, p) })
}

func (f Facts) isFirst(m Method, p Policy) bool {
	secondFactor := m.Name == KindCode && m.AAL == AAL2
	return firstFactors[m.Name] != "" && !p.Ours(m) && !f.ofPasskey(m) && !secondFactor
}

// begunVouched tells whether a vouched first factor was used in this session, or was found to be vouched after it had been
// used in it.
func (f Facts) begunVouched(p Policy) bool {
	return f.BesideAt() != nil || f.vouchedFirstUsed(p)
}

func (f Facts) vouchedFirstUsed(p Policy) bool {
	return slices.ContainsFunc(f.Session.Methods, func(m Method) bool { return f.isFirst(m, p) && f.vouchesFirst(m) })
}

// vouchesFirst: Kratos names the kind that was used and not the factor, so every one that it may have been must be
// vouched. What has been changed since cannot have been used: a session that an earlier password began gains nothing by
// the one that took its place.
func (f Facts) vouchesFirst(m Method) bool {
	found := false
	for _, one := range slices.Concat(f.First, f.Factors) {
		switch {
		case one.Kind != firstFactors[m.Name], one.Kind == KindOIDC && one.Provider != m.Provider:
			continue
		case !one.Vouched, one.Disowned, !one.fromBefore() && m.CompletedAt.Before(one.FirstSeenAt):
			return false
		}
		found = true
	}
	return found
}

// signInHelps tells whether there is a first factor to sign in with that would count now. A code to an address is a way to
// sign in only for people who have nothing else; for all others it is their recovery.
func (f Facts) signInHelps() bool {
	codesOnly := !slices.ContainsFunc(f.First, func(one Factor) bool { return one.Kind != KindAddress })
	return slices.ContainsFunc(f.First, func(one Factor) bool {
		if one.Kind == KindAddress && !codesOnly {
			return false
		}
		for method, kind := range firstFactors {
			if kind == one.Kind && f.vouchesFirst(Method{Name: method, Provider: one.Provider, CompletedAt: f.Now}) {
				return true
			}
		}
		return false
	})
}

// DeadEnd tells whether signing in again leads nowhere: the passkeys that could be used do not verify their user, and no
// first factor counts beside them. What is left is a recovery code, or support, and with it a passkey that does. What
// Kratos holds must be known.
func (f Facts) DeadEnd() bool {
	return f.HoldsUsablePasskey() && !f.signInHelps() && !f.HigherAtKratos() &&
		!slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Usable && p.VerifiesUser })
}

// BesideAt is when a first factor that was used in this session was found vouched; nil: none was. The password may be
// changed afterwards: what was used was the one before.
func (f Facts) BesideAt() *time.Time {
	if f.StepUp != nil && f.StepUp.BesideAt != nil {
		return f.StepUp.BesideAt
	}
	for _, login := range f.Logins {
		if login.SessionID == f.Session.ID && login.BesideAt != nil {
			return login.BesideAt
		}
	}
	return nil
}

// BesideFound tells whether that is to be recorded: it counts beside a passkey that was used in this session and has not
// verified the user.
func (f Facts) BesideFound(p Policy) bool {
	return f.BesideAt() == nil && f.usedUnverified(p) && f.vouchedFirstUsed(p)
}

func (f Facts) usedUnverified(p Policy) bool {
	return slices.ContainsFunc(f.allPasskeyEvidence(p), func(e passkeyEvidence) bool { return !e.userVerified })
}

// holdsUnverified tells whether the identity has a passkey that does not verify its user: its owner depends on the first
// factors, and is asked about them.
func (f Facts) holdsUnverified() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return !p.VerifiesUser && !p.Disregarded })
}

// fromBefore tells whether a factor is older than every passkey.
func (factor Factor) fromBefore() bool {
	return factor.How == store.VouchedFirstPasskey || factor.How == store.VouchedImport
}

// presentBefore tells whether a first factor has not changed since before the first passkey. It is for people of whom no
// first factor is recorded yet.
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

// changedFresh tells whether a first factor came after a vouched one was found to be used in this session, beside a passkey
// that has kept the session fresh ever since.
func (f Facts) changedFresh(p Policy, factor Factor) bool {
	beside := f.BesideAt()
	return beside != nil && !factor.FirstSeenAt.Before(*beside) && slices.ContainsFunc(f.allPasskeyEvidence(p), func(e passkeyEvidence) bool {
		return !e.at.After(*beside) && within(f.Now, e.at, p.Freshness)
	})
}

// Asks tells whether a change of a first factor is one to tell the person of: that a password was there all along, or has
// given way to another, is no news.
func (f Facts) Asks(row store.Factor, change string) bool {
	return f.holdsUnverified() && row.How != store.VouchedFirstPasskey && change != store.FactorGone
}

// Questioned are the first factors that are not vouched, where that matters: the person is asked whether they are theirs.
func (f Facts) Questioned() []Factor {
	if !f.holdsUnverified() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(f.First), func(one Factor) bool { return one.Vouched && !one.Disowned })
}

// recordable are the factors that the record of what an identity holds is about. First factors enter it with the first
// passkey.
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

// vouchFirst is what vouches for a first factor that is not vouched yet; empty: nothing does.
func (f Facts) vouchFirst(p Policy, factor Factor, first bool) string {
	switch {
	case first, factor.Vouched:
		return store.VouchedFirstPasskey
	case f.changedFresh(p, factor):
		return store.VouchedFreshSession
	}
	return ""
}
