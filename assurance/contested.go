package assurance

import (
	"slices"

	"latchkey/store"
)

// Contested reports whether all passkeys of the identity are disregarded: a recovery took the account back from another
// person, and the owner has not set up a passkey yet. The other person still knows the password, and can change it or
// enrol a factor at Kratos first. So neither is evidence here; only the session of that recovery, or a code from
// support, is.
func (f Facts) Contested() bool {
	return !f.HoldsPasskey() && slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Disregarded })
}

// Contested reports whether an identity with these passkeys is contested (Facts.Contested).
func (p Policy) Contested(rows []store.Passkey) bool {
	var facts Facts
	for _, row := range rows {
		facts.Passkeys = append(facts.Passkeys, p.Passkey(row))
	}
	return facts.Contested()
}

// Barred reports whether the account is contested and the session is not that of the recovery.
func (f Facts) Barred() bool { return f.Contested() && !f.OwnersRecovery }

// HoldsFactor reports whether Kratos holds a factor that the user has not disowned. In a contested account it may be the
// other user's, and does not count.
func (f Facts) HoldsFactor() bool {
	return !f.Contested() && slices.ContainsFunc(f.Factors, func(one Factor) bool { return !one.Disowned })
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
