package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// The states of a revocation.
const (
	RevocationPending   = "pending"   // requires the approval of a second admin
	RevocationOpen      = "open"      // in progress
	RevocationDone      = "done"      // every passkey has its outcome
	RevocationCancelled = "cancelled" // before it was approved, or before it was done
	RevocationExpired   = "expired"   // not approved in time
)

// The outcomes of a passkey of a revocation.
const (
	OutcomeWaiting = "waiting" // not tried yet, or to be tried again
	OutcomeRevoked = "revoked"
	OutcomeGone    = "gone"    // removed meanwhile in another way
	OutcomeSkipped = "skipped" // it may not be revoked; the cause says why
	OutcomeFailed  = "failed"  // given up; the cause says why
)

const (
	// NothingMatches: no passkey matches the filter of a revocation.
	NothingMatches Conflict = "no passkey matches"
	// TooManyMatch: more passkeys match the filter of a revocation than one may revoke.
	TooManyMatch Conflict = "too many passkeys match"
	// OthersMatch: not as many passkeys match the filter of a revocation as the request expects.
	OthersMatch Conflict = "another number of passkeys match"
	// RevocationDecided: the revocation is decided or over.
	RevocationDecided Conflict = "revocation is decided or over"
	// RevocationTaken: another worker has claimed the revocation, or it has ended.
	RevocationTaken Conflict = "revocation is another's, or has ended"
)

// Revocation is the revocation of all passkeys that matched a filter when it was requested.
type Revocation struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID // the identity that the filter names; zero: none
	Filter      string    // as the rules encode it; equal filters have equal texts
	EndSessions bool      // also end all Kratos sessions of the identities
	EndCodes    bool      // also end the recovery codes that were made with the passkeys
	State       string
	Reason      string
	RequestID   string
	RequestedBy ResetActor
	RequestedAt time.Time
	Matched     int // the number of passkeys that matched
	Revoked     int // the numbers of passkeys with an outcome; the others wait
	Gone        int
	Skipped     int
	Failed      int
	DecidedBy   ResetActor // who approved it; zero: not approved
	DecidedAt   *time.Time
	CancelledBy ResetActor // zero: not cancelled
	Failure     string     // why the last try failed; empty if it did not
	NextTryAt   *time.Time // nil unless open; when claimed: the end of the claim
	EndedAt     *time.Time
	ExpiresAt   *time.Time // deadline of the approval; nil: none needed
}

// RevocationPasskey is a passkey that matched. It outlives the passkey, but not the identity's data.
type RevocationPasskey struct {
	PasskeyID  uuid.UUID
	IdentityID uuid.UUID
	Name       string // when the revocation was requested
	Outcome    string
	Cause      string     // of OutcomeSkipped and OutcomeFailed
	Tries      int        // that failed
	NextTryAt  *time.Time // after a failure
	At         *time.Time
}

// NewRevocation is a revocation to store.
type NewRevocation struct {
	Revocation
	Passkeys PasskeyFilter
	Limit    int  // the most passkeys that may match
	Expected *int // how many must match; nil: any number
	// Event returns the audit event, given the number that matched. It must have no side effects, since the transaction may
	// be retried.
	Event func(matched int) AuditEvent
}

// Accepts checks the number of passkeys that match. It returns NothingMatches, TooManyMatch or OthersMatch.
func (n NewRevocation) Accepts(matched int) error {
	switch {
	case matched == 0:
		return NothingMatches
	case matched > n.Limit:
		return TooManyMatch
	case n.Expected != nil && matched != *n.Expected:
		return OthersMatch
	}
	return nil
}

// RevocationFilter restricts Revocations. Nil fields match all.
type RevocationFilter struct {
	State     *string
	WaitingAt *time.Time // only those that wait for an approval at this time
	// IdentityID: only those in which a passkey of this identity waits.
	IdentityID *uuid.UUID
}

// RevocationPasskeyFilter restricts RevocationPasskeys. Nil fields match all.
type RevocationPasskeyFilter struct {
	Outcome    *string
	IdentityID *uuid.UUID
}

// RevocationStep is the outcome of one passkey, under a claim that it extends.
type RevocationStep struct {
	ID, Claim, PasskeyID uuid.UUID
	Outcome, Cause       string
	At, Until            time.Time
	Removal              *Removal // of OutcomeRevoked
}

// RevocationRetry is a failed attempt to revoke a passkey, under a claim that it extends.
type RevocationRetry struct {
	ID, Claim, PasskeyID uuid.UUID
	Failure              string
	NextTryAt, Until     time.Time
}

// RevocationCount is the number of passkeys with an outcome.
type RevocationCount struct {
	Outcome, Cause string
	Count          int
}

// Revocations stores the revocations by filter. A worker claims one for a limited time; if another worker has claimed it
// since, writes under the old claim return RevocationTaken.
type Revocations interface {
	// CountPasskeys counts the passkeys that match a filter, up to limit.
	CountPasskeys(ctx context.Context, filter PasskeyFilter, limit int) (int, error)
	// CreateRevocation stores a revocation with the passkeys that match now, and returns it. If one of the same requester
	// (Kind and ID: another key of the same owner may live longer), filter and options has not ended, nor expired when it is
	// requested, it returns that one and writes nothing.
	// Of equal concurrent calls one writes. It returns NothingMatches, TooManyMatch or OthersMatch.
	CreateRevocation(ctx context.Context, n NewRevocation) (Revocation, error)
	// Revocation returns a revocation by its ID, or ErrNotFound.
	Revocation(ctx context.Context, id uuid.UUID) (Revocation, error)
	// Revocations lists revocations, newest first.
	Revocations(ctx context.Context, filter RevocationFilter, page Page) ([]Revocation, error)
	// RevocationPasskeys lists the passkeys of a revocation, newest first.
	RevocationPasskeys(ctx context.Context, id uuid.UUID, filter RevocationPasskeyFilter, page Page) ([]RevocationPasskey, error)
	// CountRevocations counts the revocations that have not ended.
	CountRevocations(ctx context.Context) (Unfinished, error)
	// CountRevocation counts the passkeys of a revocation by outcome and cause, ordered by both.
	CountRevocation(ctx context.Context, id uuid.UUID) ([]RevocationCount, error)
	// DecideRevocation approves a pending revocation that has not expired (RevocationOpen), or cancels one that is pending or
	// open. Of two concurrent calls one succeeds. It returns ErrNotFound or RevocationDecided.
	DecideRevocation(ctx context.Context, id uuid.UUID, d ResetDecision, event AuditEvent) error
	// ExpireRevocations does for revocations what ExpireResets does for resets.
	ExpireRevocations(ctx context.Context, at time.Time, limit int, event func(Revocation) AuditEvent) (expired int, err error)

	// ClaimDueRevocation claims the open revocation whose next try has been due for the longest time. It returns ErrNotFound if
	// none is due.
	ClaimDueRevocation(ctx context.Context, claim uuid.UUID, now, until time.Time) (Revocation, error)
	// WaitingPasskeys lists up to limit passkeys that wait: first those that were not tried yet, then by NextTryAt.
	WaitingPasskeys(ctx context.Context, id uuid.UUID, limit int) ([]RevocationPasskey, error)
	// SettlePasskey stores the outcome of a passkey that waits, and does what DeletePasskey does if it has a Removal, in one
	// transaction. It returns RevocationTaken; ErrNotFound if the passkey does not wait, or no longer exists; or LastPasskey.
	SettlePasskey(ctx context.Context, step RevocationStep) (ended []SessionEnding, err error)
	// RetryPasskey counts a try of a passkey that waits, and stores when it is tried again. It returns RevocationTaken.
	RetryPasskey(ctx context.Context, retry RevocationRetry) error
	// ReleaseRevocation ends a claim with the reason of the last failure, if any, and the time of the next try. It returns
	// RevocationTaken.
	ReleaseRevocation(ctx context.Context, id, claim uuid.UUID, failure string, nextTryAt time.Time) error
	// EndRevocation marks an open revocation as done. Passkeys that still wait are gone: their records were erased. It returns
	// RevocationTaken.
	EndRevocation(ctx context.Context, id, claim uuid.UUID, event AuditEvent) error
	// PurgeRevocations deletes revocations that ended more than 400 days ago by the database's clock, in batches, and returns
	// their number.
	PurgeRevocations(ctx context.Context) (int64, error)
}
