package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// With admin.reset_approvals: 2, a second admin must approve what could let one admin take over a user's account: a
// reset, a code, and any change that leaves a user without a usable passkey, since a password may then suffice.
// Suspension counts like revocation; otherwise one could be used to prepare the other. An approved change is made at
// once. A code is created when the admin who requested it collects it, so only that admin sees it.

const (
	// ApprovalWaits is how long a request can be approved, collectTime how long a code can be collected after that.
	ApprovalWaits = 72 * time.Hour
	collectTime   = 24 * time.Hour
	// ApprovalExpired is the state of a request that was not decided, or whose code was not collected, in time.
	ApprovalExpired = "expired"
)

var (
	// ErrSameAdmin reports that an admin tried to approve their own request.
	ErrSameAdmin = errors.New("the approver is the admin who made the request")
	// ErrResetDecided reports that a request is not in the state for this decision or collection.
	ErrResetDecided = errors.New("the request is not in the required state")
	// ErrNotRequester reports that an admin tried to collect a code that another admin requested.
	ErrNotRequester = errors.New("only the admin who requested the code can collect it")
	// ErrRequesterNotAllowed reports that the requester may no longer request this: their role or key has ended.
	ErrRequesterNotAllowed = errors.New("the requester is no longer allowed to request this")
)

// AwaitsApproval is returned instead of a result if a change must wait for a second admin. The request has been
// stored.
type AwaitsApproval struct{ Approval *Approval }

func (e *AwaitsApproval) Error() string { return "another admin must approve this" }

// Approval is a request that a second admin must approve, as admins see it.
type Approval struct {
	ID          uuid.UUID    `json:"id"`
	Kind        string       `json:"kind"`        // mfa_reset, bulk_revocation, recovery_code, enrolment_code, passkey_revocation or passkey_suspension
	IdentityID  *uuid.UUID   `json:"identity_id"` // null for a bulk_revocation
	PasskeyID   *uuid.UUID   `json:"passkey_id"`
	State       string       `json:"state"` // pending, approved, done, cancelled or expired
	Reason      string       `json:"reason"`
	RequestedBy audit.Actor  `json:"requested_by"`
	RequestedAt time.Time    `json:"requested_at"`
	DecidedBy   *audit.Actor `json:"decided_by"`
	DecidedAt   *time.Time   `json:"decided_at"`
	ExpiresAt   *time.Time   `json:"expires_at"` // null for a reset that does not wait
	EndedAt     *time.Time   `json:"ended_at"`
	// EndSessions and EndCodes are what was requested with a revocation or suspension.
	EndSessions bool `json:"end_sessions,omitempty"`
	EndCodes    bool `json:"end_codes,omitempty"`
	// Sessions, RecoveryCodes and AdminKeys are only in the response that carries out a revocation or suspension; see
	// Revocation and Suspension.
	Sessions      string                `json:"sessions,omitempty"`
	RecoveryCodes string                `json:"recovery_codes,omitempty"`
	AdminKeys     []webauthnsvc.MadeKey `json:"admin_keys,omitempty"`
}

// ViewApproval returns a as admins see it at now.
func ViewApproval(a store.Approval, now time.Time) *Approval {
	view := &Approval{
		ID: a.ID, Kind: a.Kind, IdentityID: &a.IdentityID, PasskeyID: audit.OrNil(a.PasskeyID), State: a.State, Reason: a.Reason,
		RequestedBy: audit.Actor{Kind: a.RequestedBy.Kind, ID: a.RequestedBy.ID}, RequestedAt: a.RequestedAt,
		DecidedAt: a.DecidedAt, ExpiresAt: &a.ExpiresAt, EndedAt: a.EndedAt, EndSessions: a.EndSessions, EndCodes: a.EndCodes,
	}
	if a.DecidedAt != nil {
		view.DecidedBy = &audit.Actor{Kind: a.DecidedBy.Kind, ID: a.DecidedBy.ID}
	}
	if a.EndedAt == nil && !now.Before(a.ExpiresAt) {
		view.State = ApprovalExpired
	}
	return view
}

// scopeFor returns the scope that a request of this kind, and its approval, require.
func scopeFor(kind string) string {
	if kind == store.ApprovePasskeyRevocation || kind == store.ApprovePasskeySuspension {
		return ScopeRevoke
	}
	return ScopeReset
}

// MustHave checks that the admin has a scope. The system has all. Errors: ErrForbidden.
func (a Admin) MustHave(scope string) error {
	if a.IsSystem() || slices.Contains(a.Scopes, scope) {
		return nil
	}
	return fmt.Errorf("%w: missing %s", ErrForbidden, scope)
}

func (s *Service) needsTwoAdmins() bool { return s.cfg.ResetApprovals > 1 }

// Request describes a change that must wait for a second admin.
type Request struct {
	Kind                  string
	IdentityID, passkeyID uuid.UUID
	Reason                string
	endSessions, endCodes bool
}

// Await stores a request and returns it as an *AwaitsApproval. If the same admin has already made an equal request,
// it returns that one. The error is never nil.
func (s *Service) Await(ctx context.Context, by Admin, req audit.Request, request Request) error {
	event := s.audit.Event(audit.ApprovalRequested, req, by.Actor(), audit.AboutPasskey(request.IdentityID, request.passkeyID))
	at := event.At.Truncate(time.Microsecond)
	a := store.Approval{
		ID: store.NewID(), IdentityID: request.IdentityID, Kind: request.Kind, PasskeyID: request.passkeyID, EndSessions: request.endSessions, EndCodes: request.endCodes,
		State: store.ApprovalPending, Reason: request.Reason, RequestedBy: by.ResetActor(), RequestedAt: at, ExpiresAt: at.Add(ApprovalWaits),
	}
	event.Reason, event.Metadata = request.Reason, audit.Metadata(map[string]any{"approval_id": a.ID, "kind": a.Kind})
	a, err := s.store.CreateApproval(ctx, a, event)
	if err != nil {
		return fault.OfStore(err)
	}
	return &AwaitsApproval{ViewApproval(a, at)}
}

// Waiting lists the requests that have not been decided, newest first.
func (s *Service) Waiting(ctx context.Context, identityID *uuid.UUID, page Page) ([]*Approval, error) {
	now := s.cfg.Now().UTC()
	rows, err := s.store.Approvals(ctx, store.ApprovalFilter{IdentityID: identityID, WaitingAt: &now}, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	list := []*Approval{}
	for _, a := range rows {
		list = append(list, ViewApproval(a, now))
	}
	return list, nil
}

// Approval returns a request in any state. Errors: fault.ErrNotFound.
func (s *Service) Approval(ctx context.Context, id uuid.UUID) (*Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return ViewApproval(a, s.cfg.Now()), nil
}
