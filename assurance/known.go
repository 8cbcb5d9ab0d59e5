package assurance

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Known are the facts of a session, with the rows that they were read from.
type Known struct {
	Facts
	Rows         []store.Passkey     // all passkeys of the identity, oldest first
	FirstPasskey *store.FirstPasskey // nil: it never had one
	SecondWay    *store.SecondWay    // nil: not read (Person.SecondWay)
	factorRows   []store.Factor
	seen         []Factor                   // what Kratos holds, without the rows
	copies       map[[32]byte]store.Passkey // see copiesOf
}

// FactorRow returns the record of a factor at Kratos, or nil. A vouch that has ended with one of its passkeys is left out.
func (k Known) FactorRow(kind string, fingerprint [32]byte) *store.Factor {
	i := slices.IndexFunc(k.factorRows, func(row store.Factor) bool { return row.Kind == kind && row.Fingerprint == fingerprint })
	if i < 0 {
		return nil
	}
	row := k.factorRows[i]
	if !k.allStand(row.VouchedBy) {
		row.VouchedAt = nil
	}
	return &row
}

// Without returns the facts without a passkey: neither its use counts, nor what it vouched for. The identity still holds it.
func (k Known) Without(passkeyID uuid.UUID) Known {
	k.Facts = k.without(passkeyID)
	return k
}

// Retired reports whether a factor at Kratos is a copy of a passkey that was imported from there: when it is gone, nothing is lost.
func (k Known) Retired(row store.Factor) bool {
	return k.copies[row.Fingerprint].Source == store.SourceKratos
}

// unretired returns the records of factors without those of copies that are gone.
func (k Known) unretired() []store.Factor {
	return slices.DeleteFunc(slices.Clone(k.factorRows), func(row store.Factor) bool {
		return k.Retired(row) && !slices.ContainsFunc(k.seen, func(one Factor) bool { return one.isRow(row) })
	})
}

// CopyOf returns the passkey here that is the same credential as a factor at Kratos.
func (k Known) CopyOf(factor Factor) (passkeyID uuid.UUID, ok bool) {
	row, ok := k.copies[factor.Fingerprint]
	return row.ID, ok
}

// EarliestLoss returns when the first of the second factors that disappeared from Kratos within the last day was found missing; nil
// if none did.
func (k Known) EarliestLoss() *time.Time { return k.earliestLoss() }

// Unclaimed returns the login that this session rests on and does not own yet: it was recorded before the session was
// known.
func (k Known) Unclaimed(p Policy) (row store.PasskeySession, ok bool) {
	row, ok = k.loginRow(p)
	return row, ok && row.SessionID == uuid.Nil
}

// InitializesUV reports whether a step-up with user verification initialises that of its passkey (WebAuthn L3 §4,
// uvInitialized), and on what that rests. It requires another, vouched factor, since someone who finds a key without a PIN
// can set one. The factors at Kratos must be known.
func (k Known) InitializesUV(p Policy, passkeyID uuid.UUID) (by store.Evidence, initializes bool) {
	enough := func(f Facts) bool {
		return f.begunVouched(p) || len(f.factorEvidence(p)) > 0 ||
			slices.ContainsFunc(f.passkeyEvidence(p), func(e passkeyEvidence) bool { return e.id != passkeyID && e.userVerified })
	}
	if !enough(k.Facts) {
		return store.Evidence{}, false
	}
	return k.RestsOn(p, enough), true
}
