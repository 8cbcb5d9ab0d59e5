package store

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// The changes of a factor that RecordFactors asks an event for.
const (
	FactorAppeared = "appeared"
	FactorReturned = "returned"
	FactorGone     = "gone"
	FactorVouched  = "vouched"
)

// How a factor came to be vouched for.
const (
	VouchedFirstPasskey = "first_passkey" // present and used when the first passkey was set up
	VouchedImport       = "import"        // present when an operator imported the first passkeys
	VouchedFreshSession = "fresh_session" // enrolled in a session that was fresh
	VouchedConfirmed    = "confirmed"     // the person said that it is theirs
)

// Factor is one factor that an identity holds, or held, at Kratos.
type Factor struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	Kind        string   // totp, lookup_secret, webauthn, passkey, code, or any other kind that Kratos names
	Fingerprint [32]byte // keyed, of what defines the factor
	FirstSeenAt time.Time
	SeenAt      time.Time  // since when it has been there without a break
	VouchedAt   *time.Time // nil: not vouched
	How         string     // empty: not vouched
	DisownedAt  *time.Time // the person said that it is not theirs, and Kratos kept it: it is never vouched
	GoneAt      *time.Time // no longer at Kratos
}

// FactorSighting is one factor as a look at Kratos found it.
type FactorSighting struct {
	ID          uuid.UUID // of the new row, where it is one
	Kind        string
	Fingerprint [32]byte
	Vouch       string // how it is vouched for; empty: this look vouches for nothing
}

// Factors keeps them.
type Factors interface {
	// FactorsOf lists all of an identity in the order of their IDs, disowned and gone ones included.
	FactorsOf(ctx context.Context, identityID uuid.UUID) ([]Factor, error)
	// RecordFactors stores one look at everything that Kratos holds for an identity, and returns the rows as they stand. at is
	// when the look began: what appeared later is not called gone, and what went later does not return. A factor
	// whose sighting vouches is vouched from then on, unless it is vouched or disowned already. event makes the audit
	// event of each change, and may return nil; it must have no effects, since a transaction may be run again. A
	// look that changes nothing writes nothing. Of several that find the same change at once, one records it.
	RecordFactors(ctx context.Context, identityID uuid.UUID, at time.Time, seen []FactorSighting, event func(f Factor, change string) *AuditEvent) ([]Factor, error)
	// ConfirmFactor vouches for a factor in the person's name. by are the passkeys whose evidence allows this; all must
	// stand, not suspended: EvidenceGone. Idempotent: on a vouched one it writes nothing, not even the event. ErrNotFound,
	// also for one that is gone or disowned.
	ConfirmFactor(ctx context.Context, identityID, id uuid.UUID, by []uuid.UUID, at time.Time, event AuditEvent) error
	// DisownFactor marks a factor as not the person's, and takes back what vouched for it. by is that of ConfirmFactor; nil:
	// it rests on no passkey. Idempotent. EvidenceGone, ErrNotFound.
	DisownFactor(ctx context.Context, identityID, id uuid.UUID, by []uuid.UUID, at time.Time, event AuditEvent) error
}

// FactorChange is one difference that a look at Kratos makes, with the row as it is afterwards.
type FactorChange struct {
	Factor Factor
	Change string
}

// FactorChanges compares the rows with a look. A new factor that is vouched for at once appears vouched, and then is
// vouched. It is for drivers.
func FactorChanges(rows []Factor, identityID uuid.UUID, at time.Time, seen []FactorSighting) []FactorChange {
	at = at.UTC().Truncate(time.Microsecond)
	var changes []FactorChange
	present := make(map[uuid.UUID]bool, len(rows))
	for i, s := range seen {
		if slices.ContainsFunc(seen[:i], s.same) {
			continue
		}
		known := slices.IndexFunc(rows, func(f Factor) bool { return f.Kind == s.Kind && f.Fingerprint == s.Fingerprint })
		var f Factor
		if known >= 0 {
			f = rows[known]
			present[f.ID] = true
		} else {
			f = Factor{ID: s.ID, IdentityID: identityID, Kind: s.Kind, Fingerprint: s.Fingerprint, FirstSeenAt: at, SeenAt: at}
		}
		vouches := s.Vouch != "" && f.VouchedAt == nil && f.DisownedAt == nil
		if vouches {
			f.VouchedAt, f.How = &at, s.Vouch
		}
		switch {
		case known < 0:
			changes = append(changes, FactorChange{f, FactorAppeared})
		case f.GoneAt != nil && !f.GoneAt.After(at):
			f.GoneAt, f.SeenAt = nil, at
			changes = append(changes, FactorChange{f, FactorReturned})
		}
		if vouches {
			changes = append(changes, FactorChange{f, FactorVouched})
		}
	}
	for _, f := range rows {
		if !present[f.ID] && f.GoneAt == nil && !f.SeenAt.After(at) {
			f.GoneAt = &at
			changes = append(changes, FactorChange{f, FactorGone})
		}
	}
	return changes
}

func (s FactorSighting) same(other FactorSighting) bool {
	return s.Kind == other.Kind && s.Fingerprint == other.Fingerprint
}
