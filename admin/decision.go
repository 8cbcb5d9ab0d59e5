package admin

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// Decisions of the second admin, and what follows from them.

// Approve approves a request as the second admin, and makes the requested change. A requested code can then be
// collected. Errors: fault.ErrNotFound, fault.ErrIdentityNotFound, ErrForbidden, ErrSameAdmin, ErrOneself, ErrAbove,
// ErrRequesterNotAllowed, ErrResetDecided.
func (s *Service) Approve(ctx context.Context, by Admin, req audit.Request, id uuid.UUID) (*Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if a.Kind == store.ApproveEnrolmentCode && !by.VouchesForStaff() {
		return nil, fmt.Errorf("%w: only admins approve enrolment codes", ErrForbidden)
	}
	if err := s.MayApprove(ctx, by, scopeFor(a.Kind), a.IdentityID, a.RequestedBy); err != nil {
		return nil, err
	}
	// A crash can leave a request approved but not carried out. Then continue, until it expires.
	if a.State != store.ApprovalApproved || a.PasskeyID == uuid.Nil || !s.cfg.Now().Before(a.ExpiresAt) {
		if a, err = s.decideApproval(ctx, by, req, a, store.ApprovalApproved, a.Reason); err != nil {
			return nil, err
		}
	}
	if a.PasskeyID == uuid.Nil {
		return ViewApproval(a, s.cfg.Now()), nil
	}
	return s.carryOutApproval(context.WithoutCancel(ctx), req, a)
}

// MayApprove checks that the admin may approve a request of this requester, and that the requester may still make it.
// Errors: ErrForbidden, ErrSameAdmin, ErrOneself, ErrAbove, ErrRequesterNotAllowed, fault.ErrIdentityNotFound.
func (s *Service) MayApprove(ctx context.Context, by Admin, scope string, identityID uuid.UUID, requester store.ResetActor) error {
	if err := by.MustHave(scope); err != nil {
		return err
	}
	if by.Is(requester) {
		return ErrSameAdmin
	}
	if err := s.MayActOn(ctx, by, identityID); err != nil {
		return err
	}
	return s.checkRequester(ctx, requester, scope, identityID)
}

// Is reports whether other is the same admin, possibly with another key.
func (a Admin) Is(other store.ResetActor) bool {
	me := a.ResetActor()
	return me.Owner == other.Owner || (me.Kind == other.Kind && me.ID == other.ID)
}

// checkRequester checks that the requester still has the role or key with which the request was made. Errors:
// ErrRequesterNotAllowed.
func (s *Service) checkRequester(ctx context.Context, requester store.ResetActor, scope string, identityID uuid.UUID) error {
	by, err := s.keys.acting(ctx, requester, scope)
	if err != nil {
		return err
	}
	err = s.MayActOn(ctx, by, identityID)
	if errors.Is(err, ErrAbove) || errors.Is(err, ErrOneself) || errors.Is(err, fault.ErrIdentityNotFound) {
		return ErrRequesterNotAllowed
	}
	return err
}

func (s *Service) decideApproval(ctx context.Context, by Admin, req audit.Request, a store.Approval, state, reason string) (store.Approval, error) {
	kind := audit.ApprovalApproved
	if state == store.ApprovalCancelled {
		kind = audit.ApprovalCancelled
	}
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutPasskey(a.IdentityID, a.PasskeyID))
	event.Reason, event.Metadata = reason, audit.Metadata(map[string]any{"approval_id": a.ID, "kind": a.Kind})
	d := store.ApprovalDecision{State: state, By: by.ResetActor(), At: event.At, ExpiresAt: event.At.Add(collectTime)}
	err := s.store.DecideApproval(ctx, a.ID, d, event)
	if errors.Is(err, store.ApprovalDecided) {
		return a, ErrResetDecided
	}
	if err == nil {
		a, err = s.store.Approval(ctx, a.ID)
	}
	return a, fault.OfStore(err)
}

// carryOutApproval makes the approved change. The audit event has the requester as actor and names the approver. If
// the passkey no longer exists, there is nothing to do.
func (s *Service) carryOutApproval(ctx context.Context, req audit.Request, a store.Approval) (*Approval, error) {
	row, err := s.store.Passkey(ctx, a.PasskeyID)
	sessions, codes := "", ""
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = nil
	case err != nil:
		return nil, fault.OfStore(err)
	case a.Kind == store.ApprovePasskeySuspension:
		event := s.approvedEvent(audit.PasskeySuspended, req, a)
		sessions, codes, err = s.suspend(ctx, row, event, a.EndCodes, false)
	default:
		var revocation *Revocation
		event := s.approvedEvent(audit.PasskeyRevoked, req, a)
		if revocation, err = s.revoke(ctx, row, event, Request{endSessions: a.EndSessions, endCodes: a.EndCodes}, false, s.store.DeletePasskey); err == nil {
			sessions, codes = revocation.Sessions, revocation.RecoveryCodes
		}
	}
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return nil, err
	}
	if err := s.store.FinishApproval(ctx, a.ID, s.cfg.Now().UTC()); err != nil && !errors.Is(err, store.ApprovalDecided) {
		return nil, fault.OfStore(err)
	}
	view, err := s.Approval(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	view.Sessions, view.RecoveryCodes = sessions, codes
	view.AdminKeys, err = s.ceremonies.KeysMadeWith(ctx, a.PasskeyID)
	return view, err
}

func (s *Service) approvedEvent(kind string, req audit.Request, a store.Approval) store.AuditEvent {
	requester := audit.Actor{Kind: a.RequestedBy.Kind, ID: a.RequestedBy.ID}
	event := s.audit.Event(kind, req, requester, audit.AboutPasskey(a.IdentityID, a.PasskeyID))
	event.IP, event.UserAgent = "", "" // the approver's are in the event of the approval
	event.Reason = a.Reason
	event.Metadata = audit.Metadata(ApprovedDetails(a))
	return event
}

// ApprovedDetails returns the metadata of the event of an approved change.
func ApprovedDetails(a store.Approval) map[string]any {
	return map[string]any{"approval_id": a.ID, "approver": audit.Actor{Kind: a.DecidedBy.Kind, ID: a.DecidedBy.ID}}
}

// CancelApproval cancels a request that has not been carried out, approved or not. The requester may do so too. Errors:
// *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityNotFound, ErrForbidden, ErrOneself, ErrAbove, ErrResetDecided.
func (s *Service) CancelApproval(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Approval, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if err := by.MustHave(scopeFor(a.Kind)); err != nil {
		return nil, err
	}
	if err := s.MayActOn(ctx, by, a.IdentityID); err != nil {
		return nil, err
	}
	if a, err = s.decideApproval(ctx, by, req, a, store.ApprovalCancelled, reason); err != nil {
		return nil, err
	}
	return ViewApproval(a, s.cfg.Now()), nil
}

// Collectable returns an approved request for a code to the admin who made it. Errors: fault.ErrNotFound,
// ErrForbidden, ErrNotRequester, ErrRequesterNotAllowed, ErrResetDecided.
func (s *Service) Collectable(ctx context.Context, by Admin, id uuid.UUID) (store.Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return a, fault.OfStore(err)
	}
	switch {
	case a.PasskeyID != uuid.Nil:
		return a, fault.ErrNotFound // not a request for a code
	case !by.Is(a.RequestedBy):
		return a, ErrNotRequester
	case a.State != store.ApprovalApproved:
		return a, ErrResetDecided
	}
	if err := by.MustHave(ScopeReset); err != nil {
		return a, err
	}
	return a, s.checkRequester(ctx, a.DecidedBy, scopeFor(a.Kind), a.IdentityID)
}
