package assurance

import "slices"

// A passkey that has verified its user is two factors by itself. One that has not, such as a security key without a
// PIN, is one, and the first factor at Kratos next to it is the other. But a login by that key alone creates a session
// in which Kratos allows setting a password, linking another provider or changing the address, so that someone with a
// found key could create the other factor. Next to such a use of a passkey, a first factor therefore needs provenance
// like any other factor: it existed when the first passkey was set up, the settings gate let a fresh session change it,
// or the user confirmed it. For everything else it remains a first factor.

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

// firstUsedVouched reports whether a method is the use of a vouched first factor. A session begun with an earlier password
// gains nothing from its replacement.
func (f Facts) firstUsedVouched(m Method, p Policy) bool {
	candidates := f.firstOf(m)
	return allVouched(candidates) && f.allHeldAt(m, candidates, p)
}
