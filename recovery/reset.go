package recovery

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// A reset removes all second factors of a user, here and at Kratos, and ends all sessions. Its progress is stored in
// one row, so the next attempt, or the worker of any replica, continues it.

// ResetStates are the states by which resets can be listed.
var ResetStates = []string{store.ResetPending, store.ResetOpen, store.ResetDone, store.ResetCancelled, store.ResetExpired}

// ResetFilter selects resets; see package store.
type ResetFilter = store.ResetFilter

// Reset is a reset as admins see it.
type Reset struct {
	ID          uuid.UUID    `json:"id"`
	IdentityID  uuid.UUID    `json:"identity_id"`
	State       string       `json:"state"` // pending, open, done, cancelled or expired
	Reason      string       `json:"reason"`
	ApprovedBy  string       `json:"approved_by"` // as stated by the requester, if one admin suffices
	RequestedBy audit.Actor  `json:"requested_by"`
	RequestedAt time.Time    `json:"requested_at"`
	DecidedBy   *audit.Actor `json:"decided_by"` // the admin who approved or cancelled it
	DecidedAt   *time.Time   `json:"decided_at"`
	Steps       []ResetStep  `json:"steps"`
	// Kept are the factors that Kratos did not remove. An admin must remove them at Kratos.
	Kept []string `json:"kept"`
	// IdentityGone reports that the identity no longer exists at Kratos.
	IdentityGone bool       `json:"identity_gone"`
	Tries        int        `json:"tries"`
	Failure      string     `json:"failure"`     // why the last attempt failed, or empty
	NextTryAt    *time.Time `json:"next_try_at"` // while open
	EndedAt      *time.Time `json:"ended_at"`
	ExpiresAt    *time.Time `json:"expires_at"`  // until when another admin can approve it
	GraceUntil   *time.Time `json:"grace_until"` // until when the user may continue without a factor that the policy requires
}

// ResetStep is the result of one step.
type ResetStep struct {
	Step    string    `json:"step"` // passkeys, recovery_codes, link, sessions, or a kind of factor
	Outcome string    `json:"outcome"`
	Count   int64     `json:"count,omitempty"`
	At      time.Time `json:"at"`
}

// outcomeGone is the outcome of steps at Kratos if the identity does not exist there. The other outcomes are those of
// account.Removal.
const outcomeGone = "identity_gone"

func (s *Service) viewReset(r store.Reset) *Reset {
	view := &Reset{
		ID: r.ID, IdentityID: r.IdentityID, State: r.State, Reason: r.Reason, ApprovedBy: r.Note,
		RequestedBy: audit.Actor{Kind: r.RequestedBy.Kind, ID: r.RequestedBy.ID}, RequestedAt: r.RequestedAt, DecidedAt: r.DecidedAt,
		Steps: stepsOf(r), Kept: []string{}, Tries: r.Tries, Failure: r.Failure, NextTryAt: r.NextTryAt, EndedAt: r.EndedAt,
		ExpiresAt: r.ExpiresAt,
	}
	if s.isExpired(r) {
		view.State = store.ResetExpired
	}
	if r.DecidedAt != nil {
		view.DecidedBy = &audit.Actor{Kind: r.DecidedBy.Kind, ID: r.DecidedBy.ID}
	}
	for _, step := range view.Steps {
		view.IdentityGone = view.IdentityGone || step.Outcome == outcomeGone
		if step.Outcome == string(account.RemovalKept) {
			view.Kept = append(view.Kept, step.Step)
		}
	}
	if r.State == store.ResetDone && s.cfg.Grace > 0 {
		until := r.EndedAt.Add(s.cfg.Grace)
		view.GraceUntil = &until
	}
	return view
}

func stepsOf(r store.Reset) []ResetStep {
	steps := []ResetStep{}
	_ = json.Unmarshal(r.Steps, &steps) // always valid: written by Latchkey
	return steps
}

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
		return nil, &fault.FieldError{Field: "state", Problem: "is not one of pending, open, done, cancelled, expired"}
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

// ApproveReset approves a reset as the second admin, and starts it. Errors: fault.ErrNotFound, admin.ErrSameAdmin,
// ErrOneself, ErrAbove, ErrRequesterFell, ErrResetDecided.
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
// fault.ErrNotFound, admin.ErrOneself, admin.ErrAbove, admin.ErrResetDecided.
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
