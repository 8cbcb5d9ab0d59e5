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
)

// With admin.reset_approvals: 2, what could make one admin another person waits for a second admin: a reset; a code; and
// whatever leaves a person without a passkey that works, since a password may then do in its place. A pause counts as
// much as a revocation there, or one would prepare the other. What is asked for is carried out when it is approved; a
// code is made when the admin who asked collects it, and no one else sees it.

const (
	// ApprovalWaits is how long a request can be approved, collectWithin how long the code can be collected after that.
	ApprovalWaits = 72 * time.Hour
	collectWithin = 24 * time.Hour
	// waitingLookedAt bounds the search for an equal request.
	waitingLookedAt = 200
	// ApprovalExpired is the state of one that nobody decided, or whose code nobody collected, in time.
	ApprovalExpired = "expired"
)

var (
	// ErrSameAdmin: what an admin asked for must be approved by another.
	ErrSameAdmin = errors.New("the approver is the admin who asked for the reset")
	// ErrResetDecided: there is nothing left to approve, cancel or collect, or not yet.
	ErrResetDecided = errors.New("the request is not waiting for this")
	// ErrNotRequester: a code is collected by the admin who asked for it.
	ErrNotRequester = errors.New("the code is for the admin who asked for it")
	// ErrRequesterFell: the admin who asked may not ask for this any more.
	ErrRequesterFell = errors.New("the admin who asked has no such role any more")
)

// AwaitsApproval is no failure: the request is on record, and waits for another admin.
type AwaitsApproval struct{ Approval *Approval }

func (e *AwaitsApproval) Error() string { return "another admin must approve this" }

// Approval is a request that another admin must approve, as admins see it.
type Approval struct {
	ID          uuid.UUID    `json:"id"`
	Kind        string       `json:"kind"` // mfa_reset, recovery_code, enrolment_code, passkey_revocation or passkey_suspension
	IdentityID  uuid.UUID    `json:"identity_id"`
	PasskeyID   *uuid.UUID   `json:"passkey_id"`
	State       string       `json:"state"` // pending, approved, done, cancelled or expired
	Reason      string       `json:"reason"`
	RequestedBy audit.Actor  `json:"requested_by"`
	RequestedAt time.Time    `json:"requested_at"`
	DecidedBy   *audit.Actor `json:"decided_by"`
	DecidedAt   *time.Time   `json:"decided_at"`
	ExpiresAt   *time.Time   `json:"expires_at"` // null: of a reset that does not wait
	EndedAt     *time.Time   `json:"ended_at"`
	Sessions    string       `json:"sessions,omitempty"` // of a revocation or suspension just carried out, as in Revocation and Suspension
}

func ViewApproval(a store.Approval, now time.Time) *Approval {
	view := &Approval{
		ID: a.ID, Kind: a.Kind, IdentityID: a.IdentityID, PasskeyID: audit.OrNil(a.PasskeyID), State: a.State, Reason: a.Reason,
		RequestedBy: audit.Actor{Kind: a.RequestedBy.Kind, ID: a.RequestedBy.ID}, RequestedAt: a.RequestedAt,
		DecidedAt: a.DecidedAt, ExpiresAt: &a.ExpiresAt, EndedAt: a.EndedAt,
	}
	if a.DecidedAt != nil {
		view.DecidedBy = &audit.Actor{Kind: a.DecidedBy.Kind, ID: a.DecidedBy.ID}
	}
	if a.EndedAt == nil && !now.Before(a.ExpiresAt) {
		view.State = ApprovalExpired
	}
	return view
}

// scopeFor is what it takes to decide a request, as it took to make it.
func scopeFor(kind string) string {
	if kind == store.ApprovePasskeyRevocation || kind == store.ApprovePasskeySuspension {
		return ScopeRevoke
	}
	return ScopeReset
}

// MustHave lets the machine itself pass. ErrForbidden.
func (a Admin) MustHave(scope string) error {
	if a.IsSystem() || slices.Contains(a.Scopes, scope) {
		return nil
	}
	return fmt.Errorf("%w: %s is missing", ErrForbidden, scope)
}

func (s *Service) twoAdmins() bool { return s.cfg.ResetApprovals > 1 }

// Request is what an admin asks for.
type Request struct {
	Kind                  string
	IdentityID, passkeyID uuid.UUID
	Reason                string
	endSessions           bool
}

// Await puts a request on record. The same admin asking again finds it. It never returns nil: *AwaitsApproval.
func (s *Service) Await(ctx context.Context, by Admin, req audit.Request, wish Request) error {
	now := s.cfg.Now().UTC()
	waiting, err := s.store.Approvals(ctx, store.ApprovalFilter{IdentityID: &wish.IdentityID, WaitingAt: &now}, Page{Size: waitingLookedAt})
	if err != nil {
		return fault.OfStore(err)
	}
	me := by.ResetActor()
	for _, a := range waiting {
		if a.Kind == wish.Kind && a.PasskeyID == wish.passkeyID && a.RequestedBy.Owner == me.Owner {
			return &AwaitsApproval{ViewApproval(a, s.cfg.Now())}
		}
	}
	event := s.audit.Event(audit.ApprovalRequested, req, by.Actor(), audit.AboutPasskey(wish.IdentityID, wish.passkeyID))
	at := event.At.Truncate(time.Microsecond)
	a := store.Approval{
		ID: store.NewID(), IdentityID: wish.IdentityID, Kind: wish.Kind, PasskeyID: wish.passkeyID, EndSessions: wish.endSessions,
		State: store.ApprovalPending, Reason: wish.Reason, RequestedBy: me, RequestedAt: at, ExpiresAt: at.Add(ApprovalWaits),
	}
	event.Reason, event.Metadata = wish.Reason, audit.Metadata(map[string]any{"approval_id": a.ID, "kind": a.Kind})
	if err := s.store.CreateApproval(ctx, a, event); err != nil {
		return fault.OfStore(err)
	}
	return &AwaitsApproval{ViewApproval(a, s.cfg.Now())}
}

// Waiting lists what waits, newest first.
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

// Approval shows one, whatever has become of it. ErrNotFound.
func (s *Service) Approval(ctx context.Context, id uuid.UUID) (*Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return ViewApproval(a, s.cfg.Now()), nil
}
