package revocation

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// Approve approves a revocation as the second admin. The worker then carries it out. Errors: fault.ErrNotFound,
// admin.ErrForbidden, admin.ErrSameAdmin, admin.ErrRequesterNotAllowed, admin.ErrResetDecided.
func (s *Service) Approve(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID) (*Revocation, error) {
	r, err := s.store.Revocation(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if err := by.MustHave(admin.ScopeRevoke); err != nil {
		return nil, err
	}
	if r.State != store.RevocationPending || isExpired(r, s.cfg.Now()) {
		return nil, admin.ErrResetDecided
	}
	if by.Is(r.RequestedBy) {
		return nil, admin.ErrSameAdmin
	}
	if _, err := s.revoker.Acting(ctx, r.RequestedBy); err != nil {
		return nil, err
	}
	return s.decide(ctx, by, req, r, store.RevocationOpen, audit.RevocationApproved, r.Reason)
}

// Cancel cancels a revocation that waits for approval, or stops one in progress: passkeys that still wait are kept. Each
// admin who revokes passkeys may do so, except that others than the requester must be allowed to act on the user whom the
// filter names, and may not have a passkey that waits in it. Errors: *fault.FieldError, fault.ErrNotFound, fault.ErrIdentityNotFound,
// admin.ErrForbidden, admin.ErrOneself, admin.ErrAbove, admin.ErrResetDecided.
func (s *Service) Cancel(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, reason string) (*Revocation, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	r, err := s.store.Revocation(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if err := by.MustHave(admin.ScopeRevoke); err != nil {
		return nil, err
	}
	if err := s.mayCancel(ctx, by, r); err != nil {
		return nil, err
	}
	return s.decide(ctx, by, req, r, store.RevocationCancelled, audit.RevocationCancelled, reason)
}

// mayCancel refuses those who would save their own passkeys, or those of a user above them. The requester may always cancel.
func (s *Service) mayCancel(ctx context.Context, by admin.Admin, r store.Revocation) error {
	me := by.Responsible()
	if by.Is(r.RequestedBy) || me == uuid.Nil {
		return nil
	}
	if r.IdentityID != uuid.Nil {
		return s.admin.MayActOn(ctx, by, r.IdentityID)
	}
	waiting := store.OutcomeWaiting
	mine, err := s.store.RevocationPasskeys(ctx, r.ID, store.RevocationPasskeyFilter{Outcome: &waiting, IdentityID: &me}, store.Page{Size: 1})
	if err != nil {
		return fault.OfStore(err)
	}
	if len(mine) > 0 {
		return admin.ErrOneself
	}
	return nil
}

func (s *Service) decide(
	ctx context.Context, by admin.Admin, req audit.Request, r store.Revocation, state, kind, reason string,
) (*Revocation, error) {
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutIdentity(r.IdentityID))
	event.Reason, event.Metadata = reason, audit.Metadata(map[string]any{"revocation_id": r.ID, "matched": r.Matched})
	err := s.store.DecideRevocation(ctx, r.ID, store.ResetDecision{State: state, By: by.ResetActor(), At: event.At, NextTryAt: event.At}, event)
	if errors.Is(err, store.RevocationDecided) {
		return nil, admin.ErrResetDecided
	}
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.Revocation(ctx, r.ID)
}

// expirePerRound limits one round of the worker.
const expirePerRound = 100

// expire ends revocations that were not approved in time, each with its audit event.
func (s *Service) expire(ctx context.Context) error {
	_, err := s.store.ExpireRevocations(ctx, s.cfg.Now().UTC(), expirePerRound, func(r store.Revocation) store.AuditEvent {
		event := s.audit.Event(audit.RevocationExpired, audit.Request{}, audit.System, audit.AboutIdentity(r.IdentityID))
		event.Reason, event.Metadata = r.Reason, audit.Metadata(map[string]any{"revocation_id": r.ID, "matched": r.Matched})
		return event
	})
	return fault.OfStore(err)
}
