package recovery

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/revocation"
	"latchkey/store"
)

// Requests that wait for a second admin, resets and revocations included. Package admin carries out requests for one passkey
// and for codes.

// The kinds of requests that are not stored as approvals.
const (
	approveReset      = "mfa_reset"
	approveRevocation = "bulk_revocation"
)

// Approval is a request that a second admin must approve. A reset that waits is one too, and so is a revocation of all
// passkeys that match a filter.
type Approval struct {
	admin.Approval
	Reset      *Reset                 `json:"reset,omitempty"`
	Revocation *revocation.Revocation `json:"revocation,omitempty"`
}

func viewRevocationApproval(r *revocation.Revocation) *Approval {
	a := &Approval{Revocation: r, Approval: admin.Approval{
		ID: r.ID, Kind: approveRevocation, State: approvalState(r.State), Reason: r.Reason, RequestedBy: r.RequestedBy, RequestedAt: r.RequestedAt,
		DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt, ExpiresAt: r.ExpiresAt, EndedAt: r.EndedAt, EndSessions: r.EndSessions, EndCodes: r.EndCodes,
	}}
	if r.CancelledBy != nil {
		a.DecidedBy, a.DecidedAt = r.CancelledBy, r.EndedAt
	}
	return a
}

// approvalState returns the state of an approval for that of a reset or revocation.
func approvalState(state string) string {
	if state == store.ResetOpen {
		return store.ApprovalApproved
	}
	return state
}

func viewResetApproval(r *Reset) *Approval {
	return &Approval{Reset: r, Approval: admin.Approval{
		ID: r.ID, Kind: approveReset, IdentityID: &r.IdentityID, State: approvalState(r.State), Reason: r.Reason, RequestedBy: r.RequestedBy,
		RequestedAt: r.RequestedAt, DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt, ExpiresAt: r.ExpiresAt, EndedAt: r.EndedAt,
	}}
}

// Approvals lists the requests that wait, resets and revocations included, newest first. Those of one identity include
// the revocations of all that match a filter if one of its passkeys matched.
func (s *Service) Approvals(ctx context.Context, identityID *uuid.UUID, page store.Page) ([]*Approval, error) {
	waiting, err := s.admin.Waiting(ctx, identityID, page)
	if err != nil {
		return nil, err
	}
	pending := store.ResetPending
	resets, err := s.Resets(ctx, ResetFilter{IdentityID: identityID, State: &pending}, page)
	if err != nil {
		return nil, err
	}
	revocations, err := s.revocations.Waiting(ctx, identityID, page)
	if err != nil {
		return nil, err
	}
	list := []*Approval{}
	for _, r := range revocations {
		list = append(list, viewRevocationApproval(r))
	}
	for _, a := range waiting {
		list = append(list, &Approval{Approval: *a})
	}
	for _, r := range resets {
		if r.State == pending { // and not expired
			list = append(list, viewResetApproval(r))
		}
	}
	slices.SortFunc(list, func(a, b *Approval) int { return bytes.Compare(b.ID[:], a.ID[:]) })
	return list[:min(len(list), page.Size)], nil
}

// Approval returns a request in any state. Errors: fault.ErrNotFound.
func (s *Service) Approval(ctx context.Context, id uuid.UUID) (*Approval, error) {
	a, err := s.admin.Approval(ctx, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return approvalResult(a, err)
	}
	revoked, err := s.revocations.Revocation(ctx, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return revocationResult(revoked, err)
	}
	r, err := s.Reset(ctx, id)
	return resetResult(r, err)
}

func resetResult(r *Reset, err error) (*Approval, error) {
	if err != nil {
		return nil, err
	}
	return viewResetApproval(r), nil
}

func revocationResult(r *revocation.Revocation, err error) (*Approval, error) {
	if err != nil {
		return nil, err
	}
	return viewRevocationApproval(r), nil
}

func approvalResult(a *admin.Approval, err error) (*Approval, error) {
	if err != nil {
		return nil, err
	}
	return &Approval{Approval: *a}, nil
}

// Approve approves a request or reset as the second admin, and carries it out. A requested code can then be collected.
// Errors: fault.ErrNotFound, fault.ErrIdentityNotFound, admin.ErrForbidden, admin.ErrSameAdmin, admin.ErrOneself,
// admin.ErrAbove, admin.ErrRequesterNotAllowed, admin.ErrResetDecided.
func (s *Service) Approve(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID) (*Approval, error) {
	a, err := s.admin.Approve(ctx, by, req, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return approvalResult(a, err)
	}
	revoked, err := s.revocations.Approve(ctx, by, req, id)
	if !errors.Is(err, fault.ErrNotFound) {
		return revocationResult(revoked, err)
	}
	if err := by.MustHave(admin.ScopeReset); err != nil {
		return nil, err
	}
	r, err := s.ApproveReset(ctx, by, req, id)
	return resetResult(r, err)
}

// CancelApproval cancels a request that has not been carried out, approved or not. The requester may do so too. Errors:
// *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityNotFound, admin.ErrForbidden, admin.ErrOneself,
// admin.ErrAbove, admin.ErrResetDecided.
func (s *Service) CancelApproval(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, reason string) (*Approval, error) {
	a, err := s.admin.CancelApproval(ctx, by, req, id, reason)
	if !errors.Is(err, fault.ErrNotFound) {
		return approvalResult(a, err)
	}
	revoked, err := s.revocations.Cancel(ctx, by, req, id, reason)
	if !errors.Is(err, fault.ErrNotFound) {
		return revocationResult(revoked, err)
	}
	if err := by.MustHave(admin.ScopeReset); err != nil {
		return nil, err
	}
	r, err := s.CancelReset(ctx, by, req, id, reason)
	return resetResult(r, err)
}

// CollectCode creates the approved code and returns it, once, to the admin who requested it. Errors: fault.ErrNotFound,
// fault.ErrIdentityNotFound, admin.ErrForbidden, admin.ErrNotRequester, admin.ErrOneself, admin.ErrAbove,
// admin.ErrRequesterNotAllowed, admin.ErrResetDecided, ErrRoleHasNoCodes, ErrRecoveryCodesOff, fault.ErrCodesJustMade,
// fault.ErrBeingReset.
func (s *Service) CollectCode(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID) (*SupportCode, error) {
	a, err := s.admin.Collectable(ctx, by, id)
	if err != nil {
		return nil, err
	}
	kind := codeKindOf(a.Kind)
	if err := s.mayIssue(ctx, by, kind, a.IdentityID); err != nil {
		return nil, err
	}
	return s.issueCode(ctx, by, req, kind, a.IdentityID, a.Reason, id, admin.ApprovedDetails(a))
}
