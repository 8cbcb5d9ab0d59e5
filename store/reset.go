package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// The states of a reset.
const (
	ResetPending   = "pending"   // waits for a second admin
	ResetOpen      = "open"      // approved and under way: ceremonies of the identity are refused (BeingReset)
	ResetDone      = "done"      // all that can be removed is
	ResetCancelled = "cancelled" // before it was approved
	ResetExpired   = "expired"   // was not approved in time
)

const (
	// BeingReset: the identity has an open reset.
	BeingReset Conflict = "identity is being reset"
	// ResetNotPending: there is nothing to decide any more.
	ResetNotPending Conflict = "reset is not pending"
	// ResetTaken: somebody else works on the reset, or it has ended.
	ResetTaken Conflict = "reset is another's, or has ended"
)

// ResetActor is an admin as the reset remembers them. Owner is the admin whom they count as: that of a key is whoever
// made it.
type ResetActor struct{ Kind, ID, Owner string }

// Reset is the removal of all second factors of one identity. An identity has one at most that has not ended.
type Reset struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	State       string
	Reason      string
	Note        string // who approved it outside of Latchkey, as the requester says
	RequestID   string
	RequestedBy ResetActor
	RequestedAt time.Time
	DecidedBy   ResetActor // who approved or cancelled it; zero: nobody has
	DecidedAt   *time.Time
	Steps       json.RawMessage // a JSON array: what is done, in the words of the rules
	Tries       int
	Failure     string     // why the last try got no further; empty when it did
	NextTryAt   *time.Time // while open; of one that somebody works on: when their claim ends
	EndedAt     *time.Time
	ExpiresAt   *time.Time // of one that waits for a second admin: until when; nil: it never waited, or waits without end
}

// ResetDecision ends the wait for a second admin: ResetOpen or ResetCancelled.
type ResetDecision struct {
	State string
	By    ResetActor
	At    time.Time
}

// ResetFilter narrows Resets; nil members do not.
type ResetFilter struct {
	State      *string
	IdentityID *uuid.UUID
}

// Cleared counts what ClearFactors took away.
type Cleared struct {
	Passkeys      int64
	RecoveryCodes int64
	Sessions      int64 // what is known of Kratos sessions: step-ups, passkey sessions and recoveries
}

// ResetEnd is what ends an open reset.
type ResetEnd struct {
	ID, IdentityID uuid.UUID
	Claim          uuid.UUID
	Steps          json.RawMessage
	At             time.Time // from which the grace runs anew
	Event          AuditEvent
}

// ResetCount is how many resets have not ended, and since when the oldest open one is under way.
type ResetCount struct {
	Pending, Open int64
	Oldest        *time.Time
}

// Resets keeps them. Who works on one holds a claim, which ends by itself; what a claim that has passed to another still
// tries to write is ResetTaken.
type Resets interface {
	// CreateReset stores a reset; where the identity has one that has not ended, it gives that back and writes nothing.
	CreateReset(ctx context.Context, r Reset, event AuditEvent) (found Reset, created bool, err error)
	// Reset by ID. ErrNotFound.
	Reset(ctx context.Context, id uuid.UUID) (Reset, error)
	// Resets lists, newest first.
	Resets(ctx context.Context, filter ResetFilter, page Page) ([]Reset, error)
	// CountResets counts those that have not ended.
	CountResets(ctx context.Context) (ResetCount, error)
	// DecideReset approves or cancels a pending one that has not expired. ErrNotFound, ResetNotPending.
	DecideReset(ctx context.Context, id uuid.UUID, d ResetDecision, event AuditEvent) error
	// ExpireResets ends pending ones that have expired by then, the first of them, and tells how many. event makes the
	// audit event of each; it must have no effects, since a transaction may be run again.
	ExpireResets(ctx context.Context, at time.Time, limit int, event func(Reset) AuditEvent) (expired int, err error)

	// ClaimReset takes an open reset until then, and counts a try. ErrNotFound; ResetTaken while somebody else's
	// claim runs.
	ClaimReset(ctx context.Context, id, claim uuid.UUID, now, until time.Time) (Reset, error)
	// ClaimDueReset takes the open reset whose next try is due longest. ErrNotFound when none is.
	ClaimDueReset(ctx context.Context, claim uuid.UUID, now, until time.Time) (Reset, error)
	// ClearFactors deletes the identity's passkeys and recovery codes and everything they granted, writes tombstones, notes
	// as the reset's steps what note makes of it, and returns the passkey sessions that ended. All in one transaction,
	// which may be run again. ResetTaken.
	ClearFactors(ctx context.Context, id, identityID, claim uuid.UUID, at, until time.Time, note func(Cleared) json.RawMessage) (ended []PasskeySession, err error)
	// NoteReset writes the steps and extends the claim. ResetTaken.
	NoteReset(ctx context.Context, id, claim uuid.UUID, steps json.RawMessage, until time.Time) error
	// ReleaseReset gives a claim back, with why it got no further and when to try again. ResetTaken.
	ReleaseReset(ctx context.Context, id, claim uuid.UUID, failure string, nextTryAt time.Time) error
	// EndReset deletes once more what ClearFactors does: a ceremony may have been about to commit when the reset was
	// opened. It also forgets the factors at Kratos that are not disowned, and starts the
	// identity's grace anew. ResetTaken.
	EndReset(ctx context.Context, end ResetEnd) error
}
