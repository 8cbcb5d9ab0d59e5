package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// What waits for the approval of a second admin, beside resets.
const (
	ApproveRecoveryCode      = "recovery_code"
	ApproveEnrolmentCode     = "enrolment_code"
	ApprovePasskeyRevocation = "passkey_revocation"
	ApprovePasskeySuspension = "passkey_suspension"
)

// The states of an approval. One that has expired keeps its state.
const (
	ApprovalPending   = "pending"   // waits for a second admin
	ApprovalApproved  = "approved"  // to be carried out, or its code to be collected
	ApprovalDone      = "done"      // carried out, or collected
	ApprovalCancelled = "cancelled" // before it was carried out
)

// ApprovalDecided: the approval is not in the state for this, or has expired.
const ApprovalDecided Conflict = "approval is decided or over"

// Approval is a request by one admin that another must approve.
type Approval struct {
	ID          uuid.UUID // UUIDv7
	IdentityID  uuid.UUID
	Kind        string
	PasskeyID   uuid.UUID // of those about a passkey; zero for the others
	EndSessions bool      // with a revocation: end the identity's sessions at Kratos, too
	State       string
	Reason      string
	RequestedBy ResetActor
	RequestedAt time.Time
	DecidedBy   ResetActor // zero while pending
	DecidedAt   *time.Time
	ExpiresAt   time.Time
	EndedAt     *time.Time
}

// ApprovalDecision is ApprovalApproved or ApprovalCancelled.
type ApprovalDecision struct {
	State     string
	By        ResetActor
	At        time.Time
	ExpiresAt time.Time // of one that is approved: until when it can be carried out
}

// ApprovalFilter narrows Approvals; nil members do not.
type ApprovalFilter struct {
	IdentityID *uuid.UUID
	WaitingAt  *time.Time // only those that have neither ended nor expired then
}

// Approvals keeps them.
type Approvals interface {
	// CreateApproval stores a pending one.
	CreateApproval(ctx context.Context, a Approval, event AuditEvent) error
	// Approval by ID. ErrNotFound.
	Approval(ctx context.Context, id uuid.UUID) (Approval, error)
	// Approvals lists, newest first.
	Approvals(ctx context.Context, filter ApprovalFilter, page Page) ([]Approval, error)
	// DecideApproval approves a pending one, or cancels one that is pending or approved. Of two calls one wins.
	// ErrNotFound, ApprovalDecided.
	DecideApproval(ctx context.Context, id uuid.UUID, d ApprovalDecision, event AuditEvent) error
	// FinishApproval ends an approved one, once. What it allowed writes its own event. ErrNotFound, ApprovalDecided.
	FinishApproval(ctx context.Context, id uuid.UUID, at time.Time) error
}
