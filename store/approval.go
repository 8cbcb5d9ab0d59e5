package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// The actions other than a reset that require the approval of a second admin.
const (
	ApproveRecoveryCode      = "recovery_code"
	ApproveEnrolmentCode     = "enrolment_code"
	ApprovePasskeyRevocation = "passkey_revocation"
	ApprovePasskeySuspension = "passkey_suspension"
)

// The states of an approval. An expired approval keeps its state.
const (
	ApprovalPending   = "pending"   // waits for a second admin
	ApprovalApproved  = "approved"  // not yet carried out, or its code not yet collected
	ApprovalDone      = "done"      // carried out, or collected
	ApprovalCancelled = "cancelled" // before it was carried out
)

// ApprovalDecided: the approval is not in the required state, or has expired.
const ApprovalDecided Conflict = "approval is decided or over"

// Approval is a request by one admin that another must approve.
type Approval struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	Kind        string
	PasskeyID   uuid.UUID // for the passkey actions; zero otherwise
	EndSessions bool      // with a revocation: also end the identity's Kratos sessions
	EndCodes    bool      // with a passkey action: also end the recovery codes that were made with the passkey
	State       string
	Reason      string
	RequestedBy ResetActor
	RequestedAt time.Time
	DecidedBy   ResetActor // zero while pending
	DecidedAt   *time.Time
	ExpiresAt   time.Time
	EndedAt     *time.Time
}

// ApprovalDecision sets the state to ApprovalApproved or ApprovalCancelled.
type ApprovalDecision struct {
	State     string
	By        ResetActor
	At        time.Time
	ExpiresAt time.Time // when approved: the time limit for carrying it out
}

// ApprovalFilter restricts Approvals. Nil fields match all.
type ApprovalFilter struct {
	IdentityID *uuid.UUID
	WaitingAt  *time.Time // only approvals that have neither ended nor expired at this time
}

// Approvals stores requests for approval.
type Approvals interface {
	// CreateApproval stores a pending approval, and returns it. If one of the same kind, identity, passkey and requester
	// (Owner) waits when it is requested, it returns that one and writes nothing. Of concurrent calls one writes.
	CreateApproval(ctx context.Context, a Approval, event AuditEvent) (Approval, error)
	// Approval returns an approval by its ID, or ErrNotFound.
	Approval(ctx context.Context, id uuid.UUID) (Approval, error)
	// Approvals lists approvals, newest first.
	Approvals(ctx context.Context, filter ApprovalFilter, page Page) ([]Approval, error)
	// DecideApproval approves a pending approval, or cancels one that is pending or approved. Of two concurrent calls one
	// succeeds. It returns ErrNotFound or ApprovalDecided.
	DecideApproval(ctx context.Context, id uuid.UUID, d ApprovalDecision, event AuditEvent) error
	// FinishApproval marks an approved approval as done, once. It writes no event: the approved action does. It returns
	// ErrNotFound or ApprovalDecided.
	FinishApproval(ctx context.Context, id uuid.UUID, at time.Time) error
}
