package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// The changes of a factor for which RecordFactors records an event.
const (
	FactorAppeared = "appeared"
	FactorReturned = "returned"
	FactorGone     = "gone"
	FactorVouched  = "vouched"
)

// How a factor was vouched for.
const (
	VouchedFirstPasskey = "first_passkey" // present and used when the first passkey was set up
	VouchedImport       = "import"        // present when an operator imported the first passkeys
	VouchedFreshSession = "fresh_session" // enrolled in a fresh session
	VouchedConfirmed    = "confirmed"     // confirmed by the user
)

// How many factors that are gone are remembered for an identity: the latest, of those that are not disowned MaxGone of each
// kind. One that is forgotten and returns is a new factor, which is not vouched for.
//
// A disowned factor that returned would be unknown then, and someone has to say again that it is not theirs. Only answers
// make disowned factors, from sessions that a passkey has made fresh, and such a session needs no old factor.
const (
	MaxGone         = 20
	MaxGoneDisowned = 100
)

// Factor is a factor that an identity has, or had, at Kratos.
type Factor struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	Kind        string   // totp, lookup_secret, webauthn, passkey, code, or any other kind that Kratos names
	Fingerprint [32]byte // a keyed hash of what defines the factor
	FirstSeenAt time.Time
	SeenAt      time.Time  // since when it has been present without interruption
	SetUpAt     *time.Time // when Kratos had set it up at the latest, by Kratos' clock, as known at SeenAt; nil: unknown
	VouchedAt   *time.Time // nil: not vouched
	How         string     // empty: not vouched
	// VouchedBy are the passkeys that made the session fresh in which it was enrolled or confirmed. The vouch counts while
	// all of them exist and are not suspended. Empty: it rests on no passkey.
	VouchedBy []uuid.UUID
	// VouchedByFactors are the factors at Kratos that made that session fresh, and those that initialised the user verification
	// of VouchedBy. DisownFactor ends the vouch with any of them.
	VouchedByFactors []uuid.UUID
	DisownedAt       *time.Time // rejected by the user but still at Kratos: it is never vouched
	GoneAt           *time.Time // when it was found to be no longer at Kratos
}

// FactorSighting is a factor in a snapshot of an identity's factors at Kratos.
type FactorSighting struct {
	ID          uuid.UUID // for the row, if it is new
	Kind        string
	Fingerprint [32]byte
	ChangedAt   time.Time   // when Kratos last changed it, by Kratos' clock; zero: unknown
	Vouch       string      // how it is vouched for; empty: the snapshot does not vouch for it
	By          []uuid.UUID // as Factor.VouchedBy, with Vouch
	ByFactors   []uuid.UUID // as Factor.VouchedByFactors; if one of them no longer counts, the snapshot does not vouch
}

// Factors stores the factors at Kratos.
type Factors interface {
	// FactorsOf lists all factors of an identity, ordered by ID, including disowned and gone ones.
	FactorsOf(ctx context.Context, identityID uuid.UUID) ([]Factor, error)
	// RecordFactors stores a snapshot of all factors that Kratos has for an identity, and returns the resulting rows. at is
	// when the snapshot was begun: a factor that was recorded later is not marked as gone, and one that was marked later
	// does not return. A factor whose sighting vouches for it is vouched, unless it is disowned, or vouched for already and
	// neither on other passkeys nor before at. event returns the audit event of a change, or nil; it must have no side
	// effects, since the transaction may be retried. A snapshot without changes writes nothing. Of concurrent calls with the
	// same change, one records it. A snapshot with changes deletes the rows of Forgotten.
	RecordFactors(ctx context.Context, identityID uuid.UUID, at time.Time, seen []FactorSighting, event func(f Factor, change string) *AuditEvent) ([]Factor, error)
	// ConfirmFactor vouches for a factor on behalf of the user, on by.Passkeys and by.Vouchers. It is idempotent: for a
	// factor whose vouch counts it writes nothing, not even the event. It returns EvidenceGone, or ErrNotFound also for a
	// factor that is gone or disowned.
	ConfirmFactor(ctx context.Context, identityID, id uuid.UUID, by Evidence, at time.Time, event AuditEvent) error
	// DisownFactor marks a factor as not the user's, so that it is no longer vouched, nor those of VouchedThrough. What
	// rests on any of them ends as well: initialised user verification, recovery codes, and admin keys with their
	// descendants. It is idempotent, except that it stores the session endings, if Others is set, at each call. It
	// returns EvidenceGone or ErrNotFound.
	DisownFactor(ctx context.Context, d FactorDisowning) (FactorDisowned, error)
}

// FactorChange is a difference between the rows and a snapshot, with the resulting row.
type FactorChange struct {
	Factor Factor
	Change string
}

// VouchedFresh tells whether the factor is vouched for from now on, as enrolled in a fresh session.
func (c FactorChange) VouchedFresh() bool {
	return c.Change == FactorVouched && c.Factor.How == VouchedFreshSession
}

// FactorChanges compares the rows with a snapshot. A new factor that the snapshot vouches for results in two changes, both
// with the vouched row. It is for drivers.
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
			f = Factor{ID: s.ID, IdentityID: identityID, Kind: s.Kind, Fingerprint: s.Fingerprint, FirstSeenAt: at, SeenAt: at, SetUpAt: s.setUpAt()}
		}
		vouches := s.Vouch != "" && f.DisownedAt == nil && (f.VouchedAt == nil || f.mayEnd(s, at)) && s.factorsCount(rows)
		if vouches {
			f.VouchedAt, f.How, f.VouchedBy, f.VouchedByFactors = &at, s.Vouch, s.By, s.ByFactors
		}
		switch {
		case known < 0:
			changes = append(changes, FactorChange{f, FactorAppeared})
		case f.GoneAt != nil && !f.GoneAt.After(at):
			f.GoneAt, f.SeenAt, f.SetUpAt = nil, at, s.setUpAt()
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

// factorsCount reports whether the factors that vouch are not disowned, and are vouched for themselves.
func (s FactorSighting) factorsCount(rows []Factor) bool {
	return !slices.ContainsFunc(s.ByFactors, func(id uuid.UUID) bool {
		return !slices.ContainsFunc(rows, func(f Factor) bool { return f.ID == id && f.VouchedAt != nil })
	})
}

// VouchedThrough returns the IDs of the factors whose vouch rests on a factor, also through others. It is for drivers.
func VouchedThrough(rows []Factor, id uuid.UUID) []uuid.UUID {
	through := []uuid.UUID{id}
	for i := 0; i < len(through); i++ {
		for _, f := range rows {
			if slices.Contains(f.VouchedByFactors, through[i]) && !slices.Contains(through, f.ID) {
				through = append(through, f.ID)
			}
		}
	}
	return through[1:]
}

// mayEnd reports whether the vouch of a factor rests on other passkeys than that of a sighting, whose caller vouches again
// because one of them no longer stands. A vouch that is newer than the snapshot stays.
func (f Factor) mayEnd(s FactorSighting, at time.Time) bool {
	return len(f.VouchedBy) > 0 && !slices.Equal(f.VouchedBy, s.By) && f.VouchedAt.Before(at)
}

// Forgotten returns the IDs of the factors of an identity that are no longer remembered: those that are gone, without the
// latest. It is for drivers.
func Forgotten(rows []Factor) (ids []uuid.UUID) {
	gone := slices.DeleteFunc(slices.Clone(rows), func(f Factor) bool { return f.GoneAt == nil })
	slices.SortFunc(gone, func(a, b Factor) int {
		return cmp.Or(b.GoneAt.Compare(*a.GoneAt), bytes.Compare(b.ID[:], a.ID[:]))
	})
	counts := map[string]int{}
	for _, f := range gone {
		kind, limit := f.Kind, MaxGone
		if f.DisownedAt != nil {
			kind, limit = "", MaxGoneDisowned
		}
		if counts[kind]++; counts[kind] > limit {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func (s FactorSighting) setUpAt() *time.Time {
	if s.ChangedAt.IsZero() {
		return nil
	}
	at := s.ChangedAt.UTC().Truncate(time.Microsecond)
	return &at
}

func (s FactorSighting) same(other FactorSighting) bool {
	return s.Kind == other.Kind && s.Fingerprint == other.Fingerprint
}
