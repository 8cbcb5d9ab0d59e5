package recovery

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/store"
)

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
	// (nil as well if rules have different grace periods: the reset does not know whose rule applies)
}

// ResetStep is the result of one step.
type ResetStep struct {
	Step     string                 `json:"step"`    // passkeys, recovery_codes, link, sessions, or a kind of factor
	Outcome  string                 `json:"outcome"` // an account.Removal, or outcomeGone
	Count    int64                  `json:"count,omitempty"`
	Passkeys []store.ClearedPasskey `json:"passkeys,omitempty"` // of step passkeys, so that their names last
	At       time.Time              `json:"at"`
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
	if grace, same := s.cfg.Rules.Grace(); r.State == store.ResetDone && same && grace > 0 {
		until := r.EndedAt.Add(grace)
		view.GraceUntil = &until
	}
	return view
}

func stepsOf(r store.Reset) []ResetStep {
	steps := []ResetStep{}
	_ = json.Unmarshal(r.Steps, &steps) // always valid: written by Latchkey
	return steps
}

// isExpired reports whether the reset can no longer be approved, although its row has not been updated yet.
func (s *Service) isExpired(r store.Reset) bool {
	return r.State == store.ResetPending && r.ExpiresAt != nil && !s.cfg.Now().Before(*r.ExpiresAt)
}
