package recovery

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// A reset removes all second factors of a user, here and at Kratos, and ends all sessions. Its progress is stored in
// one row, so the next attempt, or the worker of any replica, continues it.

// StartReset resets an identity, or stores the request if a second admin must approve it. If there is a reset that
// has not ended, it continues that one. If Kratos is unavailable during the reset, the reset stays open and the
// worker continues it. Errors: *fault.FieldError, admin.ErrOneself, admin.ErrAbove, fault.ErrIdentityNotFound, and
// fault.ErrKratosUnavailable if nothing was started, since Kratos could not confirm that the identity exists.
func (s *Service) StartReset(ctx context.Context, by admin.Admin, req audit.Request, identityID uuid.UUID, reason, approvedBy string) (*Reset, error) {
	reason, note, err := s.cleanReset(reason, approvedBy)
	if err != nil {
		return nil, err
	}
	if err := s.admin.MayActOn(ctx, by, identityID); err != nil {
		return nil, err
	}
	latest, err := s.store.Resets(ctx, ResetFilter{IdentityID: &identityID}, store.Page{Size: 1})
	if err != nil {
		return nil, fault.OfStore(err)
	}
	expired := len(latest) > 0 && s.isExpired(latest[0])
	if expired {
		if err := s.expireResets(ctx); err != nil {
			return nil, err
		}
	}
	// During a reset the identity may be deleted at Kratos, so only a new one requires it.
	if len(latest) == 0 || latest[0].EndedAt != nil || expired {
		if _, err := s.identities.Identity(ctx, identityID); err != nil {
			return nil, err
		}
	}
	r, event := s.newReset(by, req, identityID, reason, note)
	found, _, err := s.store.CreateReset(ctx, r, event)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.tryReset(ctx, found)
}

// cleanReset checks the text that the admin entered.
func (s *Service) cleanReset(reason, approvedBy string) (string, string, error) {
	reason, err := text.CleanReason(reason)
	if err != nil || approvedBy == "" {
		return reason, "", err
	}
	if s.cfg.ResetApprovals > 1 {
		return "", "", &fault.FieldError{Field: "approved_by", Problem: "is not used here: a second admin approves the reset itself"}
	}
	note, err := text.CleanReason(approvedBy)
	if err != nil {
		return "", "", &fault.FieldError{Field: "approved_by", Problem: "is not text of up to 500 characters"}
	}
	return reason, note, nil
}

// newReset returns a new reset and its audit event. It becomes due for the workers only after resetMinWait: the
// request itself carries it out and reports the result, and a worker must not take it first.
func (s *Service) newReset(by admin.Admin, req audit.Request, identityID uuid.UUID, reason, note string) (store.Reset, store.AuditEvent) {
	event := s.audit.Event(audit.ResetRequested, req, by.Actor(), audit.AboutIdentity(identityID))
	event.Reason = reason
	due := event.At.Add(resetMinWait)
	r := store.Reset{
		ID:          store.NewID(),
		IdentityID:  identityID,
		State:       store.ResetOpen,
		Reason:      reason,
		Note:        note,
		RequestID:   req.ID,
		RequestedBy: by.ResetActor(),
		RequestedAt: event.At,
		NextTryAt:   &due,
	}
	if s.cfg.ResetApprovals > 1 {
		until := event.At.Truncate(time.Microsecond).Add(admin.ApprovalWaits)
		r.State, r.NextTryAt, r.ExpiresAt = store.ResetPending, nil, &until
	}
	event.Metadata = audit.Metadata(map[string]any{"reset_id": r.ID, "state": r.State})
	return r, event
}

// tryReset carries out an open reset, unless another process has claimed it, and returns its state.
func (s *Service) tryReset(ctx context.Context, r store.Reset) (*Reset, error) {
	if r.State == store.ResetOpen {
		// Continue if the client disconnects, so the reset is not left half done.
		if err := s.claimAndRun(context.WithoutCancel(ctx), r.ID); err != nil {
			return nil, err
		}
	}
	return s.Reset(ctx, r.ID)
}

// Reset returns a reset. Errors: fault.ErrNotFound.
func (s *Service) Reset(ctx context.Context, id uuid.UUID) (*Reset, error) {
	r, err := s.store.Reset(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.viewReset(r), nil
}

// Resets lists resets, newest first. Errors: *fault.FieldError for an unknown state.
func (s *Service) Resets(ctx context.Context, filter ResetFilter, page store.Page) ([]*Reset, error) {
	if filter.State != nil && !slices.Contains(ResetStates, *filter.State) {
		return nil, &fault.FieldError{Field: "state", Problem: "is not one of " + strings.Join(ResetStates, ", ")}
	}
	rows, err := s.store.Resets(ctx, filter, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	views := []*Reset{}
	for _, r := range rows {
		views = append(views, s.viewReset(r))
	}
	return views, nil
}

// ApproveReset approves a reset as the second admin, and starts it. Errors: fault.ErrNotFound,
// fault.ErrIdentityNotFound, admin.ErrForbidden, admin.ErrSameAdmin, admin.ErrOneself, admin.ErrAbove,
// admin.ErrRequesterNotAllowed, admin.ErrResetDecided.
func (s *Service) ApproveReset(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID) (*Reset, error) {
	r, err := s.store.Reset(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if r.State != store.ResetPending || s.isExpired(r) {
		return nil, admin.ErrResetDecided
	}
	if err := s.admin.MayApprove(ctx, by, admin.ScopeReset, r.IdentityID, r.RequestedBy); err != nil {
		return nil, err
	}
	if r, err = s.decideReset(ctx, by, req, r, store.ResetOpen, audit.ResetApproved, r.Reason); err != nil {
		return nil, err
	}
	return s.tryReset(ctx, r)
}

// CancelReset cancels a reset that waits for approval. The requester may do so too. Errors: *fault.FieldError,
// fault.ErrNotFound, fault.ErrIdentityNotFound, admin.ErrOneself, admin.ErrAbove, admin.ErrResetDecided.
func (s *Service) CancelReset(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID, reason string) (*Reset, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	r, err := s.store.Reset(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if err := s.admin.MayActOn(ctx, by, r.IdentityID); err != nil {
		return nil, err
	}
	if r, err = s.decideReset(ctx, by, req, r, store.ResetCancelled, audit.ResetCancelled, reason); err != nil {
		return nil, err
	}
	return s.viewReset(r), nil
}

func (s *Service) decideReset(ctx context.Context, by admin.Admin, req audit.Request, r store.Reset, state, kind, reason string) (store.Reset, error) {
	event := s.audit.Event(kind, req, by.Actor(), audit.AboutIdentity(r.IdentityID))
	event.Reason, event.Metadata = reason, audit.Metadata(map[string]any{"reset_id": r.ID})
	err := s.store.DecideReset(ctx, r.ID, store.ResetDecision{
		State: state, By: by.ResetActor(), At: event.At, NextTryAt: event.At.Add(resetMinWait),
	}, event)
	if errors.Is(err, store.ResetNotPending) {
		return r, admin.ErrResetDecided
	}
	if err == nil {
		r, err = s.store.Reset(ctx, r.ID)
	}
	return r, fault.OfStore(err)
}
