package assurance

import (
	"slices"

	"latchkey/store"
)

// holdsUnverified reports whether the identity has a passkey that does not verify its user: the owner then depends on
// the first factors, and is asked about them.
func (f Facts) holdsUnverified() bool {
	return slices.ContainsFunc(f.Passkeys, func(p Passkey) bool { return !p.VerifiesUser && !p.Disregarded })
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
