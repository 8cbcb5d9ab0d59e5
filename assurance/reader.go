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
	// SessionFacts reads, in one round trip, everything in the database about a session and its identity that a query asks for.
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, query store.FactsQuery) (store.SessionFacts, error)
	// IdentityFacts reads everything in the database about several identities, apart from sessions.
	IdentityFacts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]store.SessionFacts, error)
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
	// Freshness is Facts.Freshness.
	Freshness time.Duration
	// SecondWay has Known.SecondWay read as well.
	SecondWay bool
}

// Read gathers the facts in the database, in one round trip and without a call to Kratos. Its error is the store's.
func (r *Reader) Read(ctx context.Context, session Session, who Person) (Known, error) {
	now := r.Now().UTC()
	read, err := r.Records.SessionFacts(ctx, session.ID, session.IdentityID, store.FactsQuery{
		Redeemed: r.Policy.claimSpan(session, now), SecondWay: who.SecondWay,
	})
	if err != nil {
		return Known{}, err
	}
	return r.known(now, session, who, read), nil
}

// ReadIdentities gathers the facts about several people without a session, in one round trip and in their order. IDs and Known.Rows
// are as for store.IdentityFacts. Its error is the store's.
func (r *Reader) ReadIdentities(ctx context.Context, ids []uuid.UUID, people []Person) ([]Known, error) {
	now := r.Now().UTC()
	all, err := r.Records.IdentityFacts(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := make([]Known, len(people))
	for i, who := range people {
		read := all[ids[i]]
		if read.SecondWay == nil {
			read.SecondWay = &store.SecondWay{}
		}
		known[i] = r.known(now, Session{IdentityID: ids[i]}, who, read).HoldLastSeen()
	}
	return known, nil
}

// known judges what was read.
func (r *Reader) known(now time.Time, session Session, who Person, read store.SessionFacts) Known {
	known := Known{Rows: read.Passkeys, FirstPasskey: read.First, SecondWay: read.SecondWay, factorRows: read.Factors, Facts: Facts{
		Now: now, Session: session, Role: who.Role, VerifiedAddress: who.VerifiedAddress, Freshness: who.Freshness,
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
	return known
}

// Hold adds the factors that Kratos holds.
func (r *Reader) Hold(ctx context.Context, known Known, held Held) (Known, error) {
	known.seen = nil
	if len(held) == 0 && len(known.factorRows) == 0 {
		known.Asked = true
		return known, nil
	}
	key, err := r.Key(ctx)
	if err != nil {
		return Known{}, err
	}
	for _, one := range held {
		known.seen = append(known.seen, Factor{
			Kind: one.Kind, Ref: one.Ref, Name: one.Name, Fingerprint: one.Fingerprint(key), Unsure: one.Unsure, Provider: one.Provider,
			ChangedAt: one.ChangedAt, SetUpAt: one.ChangedAt, Original: one.Original,
		})
	}
	known.copies = copiesOf(known.Rows, key)
	known.Facts = known.hold(known.seen, known.unretired())
	return known, nil
}

// HoldLastSeen adds the factors that Kratos held when it was last asked, from their records.
func (k Known) HoldLastSeen() Known {
	k.seen = nil
	for _, row := range k.factorRows {
		if row.GoneAt == nil {
			k.seen = append(k.seen, Factor{Kind: row.Kind, Fingerprint: row.Fingerprint})
		}
	}
	k.Facts = k.hold(k.seen, k.factorRows)
	return k
}

// SettleUnsure decides about factors of which Kratos gave no clear answer by its last clear one: those that were there then are, and
// others are not. It returns the kinds of the others, which may be there.
func (k Known) SettleUnsure() (settled Known, unclear []string) {
	k.seen = slices.DeleteFunc(slices.Clone(k.seen), func(one Factor) bool {
		row := k.FactorRow(one.Kind, one.Fingerprint)
		open := one.Unsure && (row == nil || row.GoneAt != nil)
		if open && !slices.Contains(unclear, one.Kind) {
			unclear = append(unclear, one.Kind)
		}
		return open
	})
	k.Facts = k.hold(k.seen, k.unretired())
	return k, unclear
}

// hold adds the provenance of each factor that Kratos holds. A factor is identified by its fingerprint, never by its
// kind: one that is removed and set up again is a new factor.
func (f Facts) hold(seen []Factor, rows []store.Factor) Facts {
	f.Asked, f.Factors, f.First, f.LostAt, f.Gone = true, nil, nil, nil, nil
	found := map[uuid.UUID]bool{}
	recorded := slices.ContainsFunc(rows, func(row store.Factor) bool { return FirstKind(row.Kind) })
	for _, factor := range seen {
		factor.FirstSeenAt, factor.SeenSince = f.Now, f.Now
		if i := slices.IndexFunc(rows, factor.isRow); i >= 0 {
			factor = factor.withRow(rows[i])
			if !f.allStand(factor.VouchedBy) { // what a passkey vouched for is asked about again
				factor.unvouch()
			}
			found[factor.ID] = true
		}
		if FirstKind(factor.Kind) {
			if !recorded && f.HoldsPasskey() && f.presentBefore(factor) && !f.maybeAttackers(factor) {
				factor.Vouched, factor.VouchedAt, factor.How = true, &f.Now, store.VouchedFirstPasskey
			}
			f.First = append(f.First, factor)
			continue
		}
		f.Factors = append(f.Factors, factor)
	}
	for _, row := range rows {
		if !found[row.ID] {
			f.lose(row)
		}
	}
	f.UsedWith = f.usedWith(rows)
	if !f.gateStands(rows) {
		f.SettingsAt = nil // the gate would not let that session through now
	}
	return f
}

// lose adds the row of a factor that Kratos does not hold.
func (f *Facts) lose(row store.Factor) {
	gone := f.Now
	if row.GoneAt != nil {
		gone = *row.GoneAt
	}
	f.Gone = append(f.Gone, GoneFactor{Kind: row.Kind, At: gone, Vouched: row.VouchedAt != nil && f.allStand(row.VouchedBy)})
	// Passwords change regularly, and that is not a loss.
	if !FirstKind(row.Kind) && (f.LostAt == nil || gone.After(*f.LostAt)) {
		f.LostAt = &gone
	}
}

// Recorded replaces the rows of factors by those after recording.
func (k Known) Recorded(rows []store.Factor) Known {
	k.factorRows = rows
	k.Facts = k.hold(k.seen, k.unretired())
	return k
}

// Seen is what Kratos held when it was asked. It has the fingerprints of the factors, not what defines them.
type Seen struct {
	factors []Factor
	copies  map[[32]byte]store.Passkey
	asked   time.Time
}

// Seen returns what Hold has added, at the time when Kratos was asked.
func (k Known) Seen(asked time.Time) Seen { return Seen{k.seen, k.copies, asked} }

// HoldAgain adds what Kratos held a moment ago to facts of now, so that whatever ends a factor or its vouch here counts. It
// returns false if one of the factors was found missing meanwhile, or the session used one after Kratos was asked, which may be
// another than the one that was seen.
func (k Known) HoldAgain(seen Seen, p Policy) (Known, bool) {
	if slices.ContainsFunc(k.Session.Methods, func(m Method) bool {
		return !p.Ours(m) && m.CompletedAt.After(seen.asked.Add(-p.clockSlack()))
	}) {
		return k, false
	}
	for _, row := range k.factorRows {
		if row.GoneAt != nil && slices.ContainsFunc(seen.factors, func(factor Factor) bool { return factor.isRow(row) }) {
			return k, false
		}
	}
	k.seen, k.copies = seen.factors, seen.copies
	k.Facts = k.hold(k.seen, k.unretired())
	return k, true
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
