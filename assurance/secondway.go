package assurance

// What gives a user a second way in.
const (
	SecondByCodes   = "recovery_codes"
	SecondByPasskey = "passkey"
)

// SecondWays returns what would give the user a second way in, the easiest first; nil if there are two, or if the user has to
// ask support first. Ways in are usable passkeys, an unused set of recovery codes, and a vouched factor at Kratos. codes is the
// number of unused codes of that set. The factors at Kratos must be known.
//
// A recovery code's grant is for a passkey only, and users with a role have no codes.
func (f Facts) SecondWays(p Policy, codes int) []string {
	if f.waysIn(codes) > 1 || f.Barred() || f.DeadEnd() {
		return nil
	}
	if codes > 0 || !p.RecoveryCodes || f.Role || f.grantUntil(p) != nil {
		return []string{SecondByPasskey}
	}
	return []string{SecondByCodes, SecondByPasskey}
}

func (f Facts) waysIn(codes int) int {
	ways := f.usablePasskeys()
	if codes > 0 {
		ways++
	}
	if f.HigherAtKratos() {
		ways++
	}
	return ways
}

func (f Facts) usablePasskeys() int {
	usable := 0
	for _, one := range f.Passkeys {
		if one.Usable {
			usable++
		}
	}
	return usable
}

// HoldsOneUsablePasskey reports whether the user has one usable passkey, and no more. Others do not lack a second way in.
func (f Facts) HoldsOneUsablePasskey() bool { return f.usablePasskeys() == 1 }

// LacksSecondWay reports whether a user who has a passkey has no other way in.
func (f Facts) LacksSecondWay(p Policy, codes int) bool {
	return f.HoldsOneUsablePasskey() && len(f.SecondWays(p, codes)) > 0
}
