package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Holdings is what is stored about an identity besides its passkeys, its recovery codes and its events.
type Holdings struct {
	Sessions                     []HeldSession    // oldest first
	Factors                      []Factor         // at Kratos, ordered by ID
	Tombstones                   []Tombstone      // latest first
	Removed                      []RemovedPasskey // latest first
	Struck                       [][]byte         // credential IDs of what was removed, ordered
	MissingSince                 *time.Time       // at Kratos; nil: it is not missing
	Endings                      []SessionEnding  // ordered by ID
	Revocations                  []HeldRevocation // ordered by revocation and passkey
	Marks                        []HeldMark       // oldest first
	Handles                      [][]byte         // user handles at Kratos, ordered
	Codes                        int              // authorization codes that are not redeemed
	GatePasses                   int
	GraceBegan, SecondGraceBegan *time.Time
	// CodesLockedUntil may be in the past: only the next try clears it.
	CodesLockedUntil *time.Time
}

// HeldSession is the record of a Kratos session: a step-up, a login by passkey, or a recovery by code.
type HeldSession struct {
	SessionID uuid.UUID // zero: a login whose session is unknown
	Method    string    // "passkey" for a step-up, "login", or "recovery_code"
	PasskeyID uuid.UUID // zero: none
	At        time.Time
	ExpiresAt time.Time
}

// HeldRevocation is a passkey of the identity in a revocation by filter.
type HeldRevocation struct {
	RevocationID uuid.UUID
	RevocationPasskey
}

// HeldMark is a passkey of the identity that the open report of a compromised model has suspended or marked.
type HeldMark struct {
	ReportID  uuid.UUID
	PasskeyID uuid.UUID
	At        time.Time
}

// EventErasure is the signed blanking of an event.
type EventErasure struct {
	ID        uuid.UUID
	Signature [64]byte
}

// Erased counts what an erasure has deleted.
type Erased struct {
	Passkeys      int64 `json:"passkeys"`
	RecoveryCodes int64 `json:"recovery_codes"`
	Sessions      int64 `json:"sessions"` // records of Kratos sessions: step-ups, logins by passkey and recoveries
	GatePasses    int64 `json:"gate_passes"`
	Codes         int64 `json:"authorization_codes"`
	Factors       int64 `json:"factors"`             // present or former factors at Kratos
	Tombstones    int64 `json:"tombstones"`          // of removed passkeys
	Removed       int64 `json:"removed_passkeys"`    // that could be disowned
	Struck        int64 `json:"removed_credentials"` // the IDs of passkeys that are not imported again
	Handles       int64 `json:"user_handles"`        // at Kratos
	FirstPasskeys int64 `json:"first_passkeys"`      // 1 if the identity is known to have, or to have had, a passkey
	Graces        int64 `json:"graces"`              // grace periods that had begun
	AdminKeys     int64 `json:"admin_keys"`          // revoked
	Events        int64 `json:"events"`              // blanked
}

// Plus returns the sum of two erasures.
func (e Erased) Plus(other Erased) Erased {
	return Erased{
		Passkeys:      e.Passkeys + other.Passkeys,
		RecoveryCodes: e.RecoveryCodes + other.RecoveryCodes,
		Sessions:      e.Sessions + other.Sessions,
		GatePasses:    e.GatePasses + other.GatePasses,
		Codes:         e.Codes + other.Codes,
		Factors:       e.Factors + other.Factors,
		Tombstones:    e.Tombstones + other.Tombstones,
		Removed:       e.Removed + other.Removed,
		Struck:        e.Struck + other.Struck,
		Handles:       e.Handles + other.Handles,
		FirstPasskeys: e.FirstPasskeys + other.FirstPasskeys,
		Graces:        e.Graces + other.Graces,
		AdminKeys:     e.AdminKeys + other.AdminKeys,
		Events:        e.Events + other.Events,
	}
}

// None reports whether nothing was deleted.
func (e Erased) None() bool { return e == Erased{} }

// Erasures implements a user's rights of access and of erasure.
type Erasures interface {
	// Holdings returns what is stored about an identity.
	Holdings(ctx context.Context, identityID uuid.UUID) (Holdings, error)
	// ErasableEvents lists up to size sealed events about the identity that are not blanked yet, oldest first.
	ErasableEvents(ctx context.Context, identityID uuid.UUID, size int) ([]SealedEvent, error)
	// EraseIdentity deletes all rows of an identity except its events and the session endings that Kratos has not confirmed,
	// without which those sessions would remain. It revokes its admin keys as RevokeAdminKeysOf does, and
	// blanks the given events that are about it: their personal fields (identity, the actor if that is the identity, IP,
	// user agent, reason, metadata) and the salt. revoked returns the event of each key, record that of the erasure; they
	// must have no side effects, since the transaction may be retried. If there is nothing to erase, record is not called
	// and EraseIdentity returns ErrNotFound.
	EraseIdentity(
		ctx context.Context, identityID uuid.UUID, at time.Time, events []EventErasure,
		revoked func(AdminKey) AuditEvent, record func(Erased) AuditEvent,
	) (Erased, error)
}
