package assurance

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// Records is the part of the store that Reader needs.
type Records interface {
	// SessionFacts reads, in one round trip, everything in the database about a session and its identity; of the logins
	// whose session is unknown, those that were redeemed in a span.
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, redeemed store.Span) (store.SessionFacts, error)
}

// Reader gathers facts. It is safe for concurrent use.
type Reader struct {
	Records Records
	Policy  Policy
	// Key returns the key for fingerprints.
	Key func(context.Context) ([]byte, error)
	Now func() time.Time
}

// Person is what Kratos reports about the identity besides its factors.
type Person struct {
	Role            bool
	VerifiedAddress bool
}

// Known are the facts of a session before Kratos was asked for factors, with the rows that they were read from.
type Known struct {
	Facts
	Rows         []store.Passkey     // all passkeys of the identity, oldest first
	FirstPasskey *store.FirstPasskey // nil: it never had one
	factorRows   []store.Factor
}

// Read gathers the facts in the database, in one round trip and without a call to Kratos. Its error is the store's.
func (r *Reader) Read(ctx context.Context, session Session, who Person) (Known, error) {
	now := r.Now().UTC()
	read, err := r.Records.SessionFacts(ctx, session.ID, session.IdentityID, r.Policy.claimSpan(session, now))
	if err != nil {
		return Known{}, err
	}
	known := Known{Rows: read.Passkeys, FirstPasskey: read.First, factorRows: read.Factors, Facts: Facts{
		Now: now, Session: session, Role: who.Role, VerifiedAddress: who.VerifiedAddress,
		Removed: read.Removed, StepUp: read.StepUp, Logins: read.Logins, LoginsUnclear: read.LoginsUnclear, Grant: read.Recovery,
	}}
	if read.First != nil {
		known.SettingsAt, known.RecoveredAt = read.First.SettingsAt, read.First.RecoveredAt
		known.SettingsPasskeys, known.SettingsFactors = read.First.SettingsPasskeys, read.First.SettingsFactors
	}
	for _, row := range read.Factors {
		if row.DisownedAt != nil && row.GoneAt == nil {
			known.DisownedKinds = append(known.DisownedKinds, row.Kind)
		}
	}
	for _, row := range read.Passkeys {
		known.Passkeys = append(known.Passkeys, r.Policy.Passkey(row))
	}
	known.UsedWith = known.usedWith(read.Factors)
	return known, nil
}

// Hold adds the factors that Kratos holds.
func (r *Reader) Hold(ctx context.Context, known Known, held Held) (Known, error) {
	if len(held) == 0 && len(known.factorRows) == 0 {
		known.Asked = true
		return known, nil
	}
	key, err := r.Key(ctx)
	if err != nil {
		return Known{}, err
	}
	known.Facts = known.hold(held, known.factorRows, key)
	return known, nil
}

// Without returns the facts without a passkey: neither its use counts, nor what it vouched for. The identity still holds it.
func (k Known) Without(passkeyID uuid.UUID) Known {
	k.Facts = k.without(passkeyID)
	return k
}

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
			slices.ContainsFunc(f.allPasskeyEvidence(p), func(e passkeyEvidence) bool { return e.id != passkeyID && e.userVerified })
	}
	if !enough(k.Facts) {
		return store.Evidence{}, false
	}
	return k.RestsOn(p, enough), true
}

// Recorded replaces the rows of factors by those after recording.
func (r *Reader) Recorded(ctx context.Context, known Known, held Held, rows []store.Factor) (Known, error) {
	known.factorRows = rows
	return r.Hold(ctx, known, held)
}

// HeldMatters reports whether the factors at Kratos could change the level: only if the session claims a second factor
// of Kratos' next to a passkey, or a first factor next to one that has not verified its user, and is not fresh at aal2
// without it.
func (k Known) HeldMatters(p Policy) bool {
	if k.Asked || !k.HoldsPasskey() {
		return false
	}
	if d := Decide(k.Facts, p); d.Level == AAL2 && d.Fresh() {
		return false
	}
	if k.usedUnverified(p) && k.begunOtherwise(p) && !allVouched(k.UsedWith) {
		return true
	}
	return slices.ContainsFunc(k.Session.Methods, func(m Method) bool {
		return !p.Ours(m) && KnownKind(m.Name) && secondFactorUse(m)
	})
}

// Unrecorded reports whether the factors at Kratos differ from the recorded ones, or a new factor is vouched for.
func (k Known) Unrecorded(p Policy) bool {
	present := 0
	for _, row := range k.factorRows {
		if row.GoneAt == nil {
			present++
		}
	}
	matched := 0
	for _, factor := range k.recordable(false) {
		if factor.ID == uuid.Nil {
			return true
		}
		if i := slices.IndexFunc(k.factorRows, factor.isRow); i < 0 || k.factorRows[i].GoneAt != nil {
			return true
		}
		matched++
	}
	return matched != present || slices.ContainsFunc(k.Sightings(p, false, func() uuid.UUID { return uuid.Nil }),
		func(s store.FactorSighting) bool { return s.Vouch != "" })
}
