package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// The second admin's word on a request, and what follows from it.

// Approve is the second admin's word, upon which the request is carried out; the code of one for a code can be collected
// then. ErrNotFound, ErrForbidden, ErrSameAdmin, ErrOneself, ErrAbove, ErrRequesterFell, ErrResetDecided.
func (s *Service) Approve(ctx context.Context, by Admin, req audit.Request, id uuid.UUID) (*Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if a.Kind == store.ApproveEnrolmentCode && !by.VouchesForStaff() {
		return nil, fmt.Errorf("%w: enrolment codes are approved by admins", ErrForbidden)
	}
	if err := s.MayApprove(ctx, by, scopeFor(a.Kind), a.IdentityID, a.RequestedBy); err != nil {
		return nil, err
	}
	// One that was approved and not carried out, because of a crash, is taken up again until it expires.
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

// MayApprove are the rules of the second word.
func (s *Service) MayApprove(ctx context.Context, by Admin, scope string, identityID uuid.UUID, asker store.ResetActor) error {
	if err := by.MustHave(scope); err != nil {
		return err
	}
	if by.Is(asker) {
		return ErrSameAdmin
	}
	if err := s.MayActOn(ctx, by, identityID); err != nil {
		return err
	}
	return s.stillStands(ctx, asker, scope, identityID)
}

// Is tells whether that is the same admin, by whatever key.
func (a Admin) Is(other store.ResetActor) bool {
	me := a.ResetActor()
	return me.Owner == other.Owner || (me.Kind == other.Kind && me.ID == other.ID)
}

// stillStands: what an admin asked for falls with their role, or with the key. ErrRequesterFell.
func (s *Service) stillStands(ctx context.Context, asker store.ResetActor, scope string, identityID uuid.UUID) error {
	if id, found := strings.CutPrefix(asker.Owner, ownerIdentity); found {
		owner, err := uuid.Parse(id)
		if err != nil {
			return ErrRequesterFell
		}
		identity, err := s.keys.owner(ctx, owner, true)
		switch {
		case err != nil && !errors.Is(err, fault.ErrIdentityNotFound):
			return err
		case err != nil || !identity.Active || !slices.Contains(roleScopes[identity.Role], scope):
			return ErrRequesterFell
		}
		err = s.MayActOn(ctx, Admin{IdentityID: owner, Role: identity.Role}, identityID)
		if errors.Is(err, ErrAbove) || errors.Is(err, ErrOneself) {
			return ErrRequesterFell
		}
		if err != nil {
			return err
		}
	}
	if asker.Kind != "admin_key" {
		return nil
	}
	keys, err := s.store.AdminKeys(ctx)
	if err != nil {
		return fault.OfStore(err)
	}
	for _, key := range keys {
		if key.ID.String() == asker.ID && key.RevokedAt == nil && (key.ExpiresAt == nil || s.cfg.Now().Before(*key.ExpiresAt)) {
			return nil
		}
	}
	return ErrRequesterFell
}

func (s *Service) decideApproval(ctx context.Context, by Admin, req audit.Request, a store.Approval, state, reason string) (store.Approval, error) {
	kind := audit.ApprovalApproved
	if state == store.ApprovalCancelled {
		kind = audit.ApprovalCancelled
	}
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutPasskey(a.IdentityID, a.PasskeyID))
	event.Reason, event.Metadata = reason, audit.Metadata(map[string]any{"approval_id": a.ID, "kind": a.Kind})
	d := store.ApprovalDecision{State: state, By: by.ResetActor(), At: event.At, ExpiresAt: event.At.Add(collectWithin)}
	err := s.store.DecideApproval(ctx, a.ID, d, event)
	if errors.Is(err, store.ApprovalDecided) {
		return a, ErrResetDecided
	}
	if err == nil {
		a, err = s.store.Approval(ctx, a.ID)
	}
	return a, fault.OfStore(err)
}

// carryOutApproval does what was approved. The record bears the admin who asked, and names the approver. A passkey that
// has gone meanwhile is as it should be.
func (s *Service) carryOutApproval(ctx context.Context, req audit.Request, a store.Approval) (*Approval, error) {
	row, err := s.store.Passkey(ctx, a.PasskeyID)
	sessions := ""
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = nil
	case err != nil:
		return nil, fault.OfStore(err)
	case a.Kind == store.ApprovePasskeySuspension:
		event := s.approvedEvent(audit.PasskeySuspended, req, a)
		sessions, err = s.suspend(ctx, row, event, false)
	default:
		var revocation *Revocation
		event := s.approvedEvent(audit.PasskeyRevoked, req, a)
		if revocation, err = s.revoke(ctx, row, event, a.EndSessions, false); err == nil {
			sessions = revocation.Sessions
		}
	}
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return nil, err
	}
	if err := s.store.FinishApproval(ctx, a.ID, s.cfg.Now().UTC()); err != nil && !errors.Is(err, store.ApprovalDecided) {
		return nil, fault.OfStore(err)
	}
	view, err := s.Approval(ctx, a.ID)
	if err == nil {
		view.Sessions = sessions
	}
	return view, err
}

func (s *Service) approvedEvent(kind string, req audit.Request, a store.Approval) store.AuditEvent {
	asker := audit.Actor{Kind: a.RequestedBy.Kind, ID: a.RequestedBy.ID}
	event := s.audit.Event(kind, req, asker, audit.AboutPasskey(a.IdentityID, a.PasskeyID))
	event.IP, event.UserAgent = "", "" // those of the approver are with the approval
	event.Reason = a.Reason
	event.Metadata = audit.Metadata(ApprovedDetails(a))
	return event
}

func ApprovedDetails(a store.Approval) map[string]any {
	return map[string]any{"approval_id": a.ID, "approver": audit.Actor{Kind: a.DecidedBy.Kind, ID: a.DecidedBy.ID}}
}

// CancelApproval drops one, also after it was approved, until it is carried out; the admin who asked may, too.
// FieldError, ErrNotFound, ErrForbidden, ErrOneself, ErrAbove, ErrResetDecided.
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

// Collectable finds an approved request for a code, for the admin who asked for it. ErrNotFound, ErrForbidden, ErrNotRequester,
// ErrRequesterFell, ErrResetDecided.
func (s *Service) Collectable(ctx context.Context, by Admin, id uuid.UUID) (store.Approval, error) {
	a, err := s.store.Approval(ctx, id)
	if err != nil {
		return a, fault.OfStore(err)
	}
	switch {
	case a.PasskeyID != uuid.Nil:
		return a, fault.ErrNotFound // nothing to collect
	case !by.Is(a.RequestedBy):
		return a, ErrNotRequester
	case a.State != store.ApprovalApproved:
		return a, ErrResetDecided
	}
	if err := by.MustHave(ScopeReset); err != nil {
		return a, err
	}
	return a, s.stillStands(ctx, a.DecidedBy, scopeFor(a.Kind), a.IdentityID)
}
