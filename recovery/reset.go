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

// A reset takes all second factors from a person who has lost them, here and at Kratos, and ends their sessions. It is
// one row that remembers how far it has come, so that the next try, or the worker of any replica, goes on from there.

// ResetStates are those that resets can be listed by.
var ResetStates = []string{store.ResetPending, store.ResetOpen, store.ResetDone, store.ResetCancelled, store.ResetExpired}

// ResetFilter narrows Resets; see store.
type ResetFilter = store.ResetFilter

// Reset is one as admins see it.
type Reset struct {
	ID          uuid.UUID    `json:"id"`
	IdentityID  uuid.UUID    `json:"identity_id"`
	State       string       `json:"state"` // pending, open, done, cancelled or expired
	Reason      string       `json:"reason"`
	ApprovedBy  string       `json:"approved_by"` // as the requester says, where one approval suffices
	RequestedBy audit.Actor  `json:"requested_by"`
	RequestedAt time.Time    `json:"requested_at"`
	DecidedBy   *audit.Actor `json:"decided_by"` // who approved or cancelled it
	DecidedAt   *time.Time   `json:"decided_at"`
	Steps       []ResetStep  `json:"steps"`
	// Kept are the factors that Kratos will not remove; an admin must see to them there.
	Kept []string `json:"kept"`
	// IdentityGone: Kratos does not know the identity any more, so only what was here has been removed.
	IdentityGone bool       `json:"identity_gone"`
	Tries        int        `json:"tries"`
	Failure      string     `json:"failure"`     // why the last try got no further, empty when it did
	NextTryAt    *time.Time `json:"next_try_at"` // while open
	EndedAt      *time.Time `json:"ended_at"`
	ExpiresAt    *time.Time `json:"expires_at"`  // of one that another admin must approve: until when
	GraceUntil   *time.Time `json:"grace_until"` // until when the person may go on without a factor, where the policy requires one
}

// ResetStep is one thing done.
type ResetStep struct {
	Step    string    `json:"step"` // passkeys, recovery_codes, or one of resetSteps
	Outcome string    `json:"outcome"`
	Count   int64     `json:"count,omitempty"`
	At      time.Time `json:"at"`
}

// outcomeGone is the outcome of steps at Kratos for an identity that it has not. The others are those of Removal.
const outcomeGone = "identity_gone"

func (s *Service) viewReset(r store.Reset) *Reset {
	view := &Reset{
		ID: r.ID, IdentityID: r.IdentityID, State: r.State, Reason: r.Reason, ApprovedBy: r.Note,
		RequestedBy: audit.Actor{Kind: r.RequestedBy.Kind, ID: r.RequestedBy.ID}, RequestedAt: r.RequestedAt, DecidedAt: r.DecidedAt,
		Steps: stepsOf(r), Kept: []string{}, Tries: r.Tries, Failure: r.Failure, NextTryAt: r.NextTryAt, EndedAt: r.EndedAt,
		ExpiresAt: r.ExpiresAt,
	}
	if s.isLate(r) {
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
	_ = json.Unmarshal(r.Steps, &steps) // written by us
	return steps
}

// StartReset resets an identity, or asks for it where a second admin must approve; a reset that has not ended yet is
// found again, and tried again. What Kratos does not answer to now is done by the worker: the reset stays open.
// FieldError, ErrOneself, ErrAbove, ErrIdentityNotFound; ErrKratosUnavailable and nothing done when it is not even known whether there is
// such an identity.
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
	late := len(latest) > 0 && s.isLate(latest[0])
	if late {
		if err := s.expireResets(ctx); err != nil {
			return nil, err
		}
	}
	// The identity of a reset under way may be gone meanwhile.
	if len(latest) == 0 || latest[0].EndedAt != nil || late {
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

// cleanReset checks what the admin wrote.
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

// newReset is due for the workers only after a while: the caller works on it now, and its answer tells how that ended. A
// worker that got there first would leave the caller with a reset half done and no reason why.
func (s *Service) newReset(by admin.Admin, req audit.Request, identityID uuid.UUID, reason, note string) (store.Reset, store.AuditEvent) {
	event := s.audit.Event(audit.ResetRequested, req, by.Actor(), audit.AboutIdentity(identityID))
	event.Reason = reason
	due := event.At.Add(resetWait)
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

// tryReset works on an open reset, unless somebody does, and shows what has become of it.
func (s *Service) tryReset(ctx context.Context, r store.Reset) (*Reset, error) {
	if r.State == store.ResetOpen {
		// Whoever asked for it may hang up; half a reset helps nobody.
		if err := s.workOnReset(context.WithoutCancel(ctx), r.ID); err != nil {
			return nil, err
		}
	}
	return s.Reset(ctx, r.ID)
}

// Reset shows one. ErrNotFound.
func (s *Service) Reset(ctx context.Context, id uuid.UUID) (*Reset, error) {
	r, err := s.store.Reset(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return s.viewReset(r), nil
}

// Resets lists, newest first. FieldError.
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

// ApproveReset is the second admin's word, upon which the reset begins. ErrNotFound, ErrSameAdmin, ErrOneself, ErrAbove,
// ErrResetDecided.
func (s *Service) ApproveReset(ctx context.Context, by admin.Admin, req audit.Request, id uuid.UUID) (*Reset, error) {
	r, err := s.store.Reset(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	if r.State != store.ResetPending || s.isLate(r) {
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

// CancelReset drops one that waits for approval; also the admin who asked for it may. FieldError, ErrNotFound,
// ErrResetDecided.
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
		State: state, By: by.ResetActor(), At: event.At, NextTryAt: event.At.Add(resetWait),
	}, event)
	if errors.Is(err, store.ResetNotPending) {
		return r, admin.ErrResetDecided
	}
	if err == nil {
		r, err = s.store.Reset(ctx, r.ID)
	}
	return r, fault.OfStore(err)
}
