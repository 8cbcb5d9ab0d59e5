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

// Barred reports whether the account is contested and the session is not that of the recovery.
func (f Facts) Barred() bool { return f.Contested() && !f.OwnersRecovery }

func (f Facts) firstWhileContested(d Decision) Permission {
	if d.GrantUntil != nil {
		return Permission{ByGrant: true}
	}
	if f.Role {
		return Permission{Need: NeedEnrolmentCode}
	}
	return Permission{Need: NeedSupport}
}

// Contested reports whether an identity with these passkeys is contested (Facts.Contested).
func (p Policy) Contested(rows []store.Passkey) bool {
	var facts Facts
	for _, row := range rows {
		facts.Passkeys = append(facts.Passkeys, p.Passkey(row))
	}
	return facts.Contested()
}
