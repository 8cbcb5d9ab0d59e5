package assurance

import "slices"

// Contested tells whether all passkeys of the identity are disregarded: a recovery took the account back from another
// person, and its owner has set up no passkey yet. The other person still knows the password, and can change it or enrol a
// factor at Kratos before the owner does. So neither proves anything here: only a recovery by the owner, or a code
// from support, does.
func (f Facts) Contested() bool {
	return !f.HoldsPasskey() && slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return p.Disregarded })
}

// Barred tells whether the account is contested and the session is not one that its owner has recovered.
func (f Facts) Barred() bool { return f.Contested() && !f.OwnersRecovery }

func (f Facts) firstWhileContested(d Decision) Permission {
	switch {
	case d.GrantUntil != nil:
		return Permission{ByGrant: true}
	case f.Role:
		return Permission{Need: NeedEnrolmentCode}
	}
	return Permission{Need: NeedRecovery}
}
