package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Holdings is what is kept of one identity beside its passkeys, its recovery codes and its events.
type Holdings struct {
	Sessions   []HeldSession // oldest first
	Factors    []Factor      // at Kratos, in the order of their IDs
	Tombstones []Tombstone   // latest first
	Codes      int           // authorization codes on their way
	GatePasses int
	GraceBegan *time.Time
	// CodesLockedUntil may be past: nobody clears it before the next try.
	CodesLockedUntil *time.Time
}

// HeldSession is what is known of one Kratos session: a step-up, a login by passkey, or a recovery by code.
type HeldSession struct {
	SessionID uuid.UUID // zero: of a login whose session is not known
	Method    string    // "passkey" for a step-up, "login", or "recovery_code"
	PasskeyID uuid.UUID // zero: none
	At        time.Time
	ExpiresAt time.Time
}

// EventErasure is the blanking of one event, signed.
type EventErasure struct {
	ID        uuid.UUID
	Signature [64]byte
}

// Erased counts what an erasure took away.
type Erased struct {
	Passkeys      int64 `json:"passkeys"`
	RecoveryCodes int64 `json:"recovery_codes"`
	Sessions      int64 `json:"sessions"` // what is known of Kratos sessions: step-ups, logins by passkey and recoveries
	GatePasses    int64 `json:"gate_passes"`
	Codes         int64 `json:"authorization_codes"`
	Factors       int64 `json:"factors"`    // known to be, or to have been, at Kratos
	Tombstones    int64 `json:"tombstones"` // of removed passkeys
	Graces        int64 `json:"graces"`     // 1 when the person's time to enrol was running
	Events        int64 `json:"events"`     // blanked
}

// Plus adds up two erasures.
func (e Erased) Plus(other Erased) Erased {
	return Erased{
		Passkeys:      e.Passkeys + other.Passkeys,
		RecoveryCodes: e.RecoveryCodes + other.RecoveryCodes,
		Sessions:      e.Sessions + other.Sessions,
		GatePasses:    e.GatePasses + other.GatePasses,
		Codes:         e.Codes + other.Codes,
		Factors:       e.Factors + other.Factors,
		Tombstones:    e.Tombstones + other.Tombstones,
		Graces:        e.Graces + other.Graces,
		Events:        e.Events + other.Events,
	}
}

// None tells whether there was nothing.
func (e Erased) None() bool { return e == Erased{} }

// Erasures is a person's right to know what is held, and to have it deleted.
type Erasures interface {
	// Holdings reads what is kept of an identity.
	Holdings(ctx context.Context, identityID uuid.UUID) (Holdings, error)
	// ErasableEvents lists up to size sealed events about the identity that are not blanked yet, oldest first.
	ErasableEvents(ctx context.Context, identityID uuid.UUID, size int) ([]SealedEvent, error)
	// EraseIdentity deletes all rows of an identity but its events, and blanks those events that are given, if they
	// are about it: the personal fields (identity, the actor where that is the same person, IP, user agent, reason,
	// metadata) and the salt. record makes the event of the erasure from the counts; it is not asked, and ErrNotFound
	// comes back, when there was nothing. All in one transaction, which may be run again.
	EraseIdentity(ctx context.Context, identityID uuid.UUID, events []EventErasure, record func(Erased) AuditEvent) (Erased, error)
}
