package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// The states of a reset.
const (
	ResetPending   = "pending"   // requires the approval of a second admin
	ResetOpen      = "open"      // approved and in progress: ceremonies of the identity are refused (BeingReset)
	ResetDone      = "done"      // everything that can be removed is removed
	ResetCancelled = "cancelled" // cancelled before it was approved
	ResetExpired   = "expired"   // not approved in time
)

const (
	// BeingReset: the identity has an open reset.
	BeingReset Conflict = "identity is being reset"
	// ResetNotPending: the reset is decided or has expired.
	ResetNotPending Conflict = "reset is not pending"
	// ResetTaken: another worker has claimed the reset, or it has ended.
	ResetTaken Conflict = "reset is another's, or has ended"
)

// ResetActor is an admin as recorded in a reset. Owner is the admin that they count as; for an admin key, it is the admin
// who created the key.
type ResetActor struct{ Kind, ID, Owner string }

// Reset is the removal of all second factors of one identity. An identity has at most one reset that has not ended.
type Reset struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	State       string
	Reason      string
	Note        string // approval outside of Latchkey, as stated by the requester
	RequestID   string
	RequestedBy ResetActor
	RequestedAt time.Time
	DecidedBy   ResetActor // who approved or cancelled it; zero: not decided
	DecidedAt   *time.Time
	Steps       json.RawMessage // the completed steps, a JSON array that the rules define
	Tries       int
	Failure     string     // why the last try failed; empty if it did not
	NextTryAt   *time.Time // nil unless open; when claimed: the end of the claim
	EndedAt     *time.Time
	ExpiresAt   *time.Time // deadline of the approval; nil: none, or none needed
}

// ResetDecision approves (ResetOpen) or cancels (ResetCancelled) a pending reset.
type ResetDecision struct {
	State     string
	By        ResetActor
	At        time.Time
	NextTryAt time.Time // of one approved: from when on it is due
}

// ResetFilter restricts Resets. Nil fields match all.
type ResetFilter struct {
	State      *string
	IdentityID *uuid.UUID
}

// Cleared is what ClearFactors deleted.
type Cleared struct {
	Passkeys      []ClearedPasskey
	RecoveryCodes int64
	Sessions      int64 // records of Kratos sessions: step-ups, passkey sessions and recoveries
}

// ClearedPasskey is a passkey that ClearFactors deleted. The user's activity names it after that.
type ClearedPasskey struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// ResetEnd completes an open reset.
type ResetEnd struct {
	ID, IdentityID uuid.UUID
	Claim          uuid.UUID
	Steps          json.RawMessage
	At             time.Time // the grace period restarts at this time
	Event          AuditEvent
}

// Unfinished is the number of resets or revocations that have not ended, and since when the oldest open one is in progress.
type Unfinished struct {
	Pending, Open int64
	Oldest        *time.Time
}

// Resets stores the resets. A worker claims a reset for a limited time; if another worker has claimed it since, writes
// under the old claim return ResetTaken.
type Resets interface {
	// CreateReset stores a reset. If the identity has one that has not ended, it returns that one and writes nothing.
	CreateReset(ctx context.Context, r Reset, event AuditEvent) (found Reset, created bool, err error)
	// Reset returns a reset by its ID, or ErrNotFound.
	Reset(ctx context.Context, id uuid.UUID) (Reset, error)
	// Resets lists resets, newest first.
	Resets(ctx context.Context, filter ResetFilter, page Page) ([]Reset, error)
	// CountResets counts the resets that have not ended.
	CountResets(ctx context.Context) (Unfinished, error)
	// DecideReset approves or cancels a pending reset that has not expired. It returns ErrNotFound or ResetNotPending.
	DecideReset(ctx context.Context, id uuid.UUID, d ResetDecision, event AuditEvent) error
	// ExpireResets ends up to limit pending resets that have expired at the given time, and returns their number. event
	// returns the audit event of each; it must have no side effects, since the transaction may be retried.
	ExpireResets(ctx context.Context, at time.Time, limit int, event func(Reset) AuditEvent) (expired int, err error)

	// ClaimReset claims an open reset until the given time, and counts a try. It returns ErrNotFound, or ResetTaken if
	// another claim has not ended.
	ClaimReset(ctx context.Context, id, claim uuid.UUID, now, until time.Time) (Reset, error)
	// ClaimDueReset claims the open reset whose next try has been due for the longest time. It returns ErrNotFound if none
	// is due.
	ClaimDueReset(ctx context.Context, claim uuid.UUID, now, until time.Time) (Reset, error)
	// ClearFactors deletes the identity's passkeys and recovery codes and everything they granted, writes tombstones, and
	// stores the result of note as the reset's steps, in one transaction. note must have no side effects, since the
	// transaction may be retried. The deleted passkey sessions are returned. It returns ResetTaken.
	ClearFactors(ctx context.Context, id, identityID, claim uuid.UUID, at, until time.Time, note func(Cleared) json.RawMessage) (ended []PasskeySession, err error)
	// NoteReset stores the steps and extends the claim. It returns ResetTaken.
	NoteReset(ctx context.Context, id, claim uuid.UUID, steps json.RawMessage, until time.Time) error
	// ReleaseReset ends a claim with the reason of the failure and the time of the next try. It returns ResetTaken.
	ReleaseReset(ctx context.Context, id, claim uuid.UUID, failure string, nextTryAt time.Time) error
	// EndReset repeats the deletions of ClearFactors, since a ceremony may have been about to commit when the reset was
	// opened. It also deletes the records of factors at Kratos that are not disowned, and restarts the identity's grace
	// period. It returns ResetTaken.
	EndReset(ctx context.Context, end ResetEnd) error
}
