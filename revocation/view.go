package revocation

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// States and Outcomes are those by which revocations and their passkeys can be listed.
var (
	States   = []string{store.RevocationPending, store.RevocationOpen, store.RevocationDone, store.RevocationCancelled, store.RevocationExpired}
	Outcomes = []string{store.OutcomeWaiting, store.OutcomeRevoked, store.OutcomeGone, store.OutcomeSkipped, store.OutcomeFailed}
)

// Revocation is a revocation as admins see it.
type Revocation struct {
	ID     uuid.UUID `json:"id"`
	State  string    `json:"state"` // pending, open, done, cancelled or expired
	Filter Filter    `json:"filter"`
	// Authenticator is the name of that in the filter, or empty.
	Authenticator string       `json:"authenticator"`
	Reason        string       `json:"reason"`
	EndSessions   bool         `json:"end_sessions"`
	EndCodes      bool         `json:"end_codes"`
	RequestedBy   audit.Actor  `json:"requested_by"`
	RequestedAt   time.Time    `json:"requested_at"`
	ExpiresAt     *time.Time   `json:"expires_at"` // until when another admin can approve it; null: no approval needed
	DecidedBy     *audit.Actor `json:"decided_by"` // who approved it
	DecidedAt     *time.Time   `json:"decided_at"`
	CancelledBy   *audit.Actor `json:"cancelled_by"`
	EndedAt       *time.Time   `json:"ended_at"`
	Failure       string       `json:"failure"`     // why the last attempt failed, or empty
	NextTryAt     *time.Time   `json:"next_try_at"` // while open

	// Matched is the number of passkeys that were fixed by the request, and the others are what became of them.
	Matched int `json:"matched"`
	Waiting int `json:"waiting"`
	Revoked int `json:"revoked"`
	Gone    int `json:"gone"`    // removed meanwhile in another way
	Skipped int `json:"skipped"` // not allowed, or no longer matching
	Failed  int `json:"failed"`  // given up after many attempts
	// Causes of skipped and failed passkeys, in the answers about one revocation.
	Causes []Cause `json:"causes,omitempty"`
}

// Cause is why a number of passkeys was not revoked.
type Cause struct {
	Outcome string `json:"outcome"` // skipped or failed
	Cause   string `json:"cause"`
	Count   int    `json:"count"`
}

// Passkey is a passkey that matched.
type Passkey struct {
	PasskeyID  uuid.UUID  `json:"passkey_id"`
	IdentityID uuid.UUID  `json:"identity_id"`
	Name       string     `json:"name"`
	Outcome    string     `json:"outcome"` // waiting, revoked, gone, skipped or failed
	Cause      string     `json:"cause"`   // of skipped and failed, or empty
	At         *time.Time `json:"at"`
}

// view returns r as admins see it now.
func (s *Service) view(r store.Revocation) *Revocation {
	v := &Revocation{
		ID: r.ID, State: r.State, Filter: decode(r.Filter), Reason: r.Reason, EndSessions: r.EndSessions, EndCodes: r.EndCodes,
		RequestedBy: audit.Actor{Kind: r.RequestedBy.Kind, ID: r.RequestedBy.ID}, RequestedAt: r.RequestedAt, ExpiresAt: r.ExpiresAt,
		DecidedAt: r.DecidedAt, EndedAt: r.EndedAt, Failure: r.Failure, NextTryAt: r.NextTryAt,
		Matched: r.Matched, Revoked: r.Revoked, Gone: r.Gone, Skipped: r.Skipped, Failed: r.Failed,
	}
	v.Waiting = r.Matched - r.Revoked - r.Gone - r.Skipped - r.Failed
	if r.DecidedAt != nil {
		v.DecidedBy = &audit.Actor{Kind: r.DecidedBy.Kind, ID: r.DecidedBy.ID}
	}
	if r.State == store.RevocationCancelled {
		v.CancelledBy = &audit.Actor{Kind: r.CancelledBy.Kind, ID: r.CancelledBy.ID}
	}
	if make := v.Filter.AAGUID; make != nil && s.cfg.Authenticator != nil {
		v.Authenticator = s.cfg.Authenticator(*make)
	}
	if isExpired(r, s.cfg.Now()) {
		v.State = store.RevocationExpired
	}
	return v
}

// isExpired reports whether the revocation can no longer be approved, although its row has not been updated yet.
func isExpired(r store.Revocation, now time.Time) bool {
	return r.State == store.RevocationPending && !now.Before(*r.ExpiresAt)
}

// Revocation returns a revocation. Errors: fault.ErrNotFound.
func (s *Service) Revocation(ctx context.Context, id uuid.UUID) (*Revocation, error) {
	r, err := s.store.Revocation(ctx, id)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	v := s.view(r)
	counts, err := s.store.CountRevocation(ctx, id)
	for _, c := range counts {
		if c.Cause != "" {
			v.Causes = append(v.Causes, Cause(c))
		}
	}
	return v, fault.OfStore(err)
}

// Revocations lists revocations, newest first; state restricts them unless nil. Errors: *fault.FieldError.
func (s *Service) Revocations(ctx context.Context, state *string, page store.Page) ([]*Revocation, error) {
	if state != nil && !slices.Contains(States, *state) {
		return nil, &fault.FieldError{Field: "state", Problem: "is not one of " + strings.Join(States, ", ")}
	}
	return s.list(ctx, store.RevocationFilter{State: state}, page)
}

// Waiting lists the revocations that wait for a second admin, newest first; identityID restricts them to those of a passkey of
// that identity, unless nil.
func (s *Service) Waiting(ctx context.Context, identityID *uuid.UUID, page store.Page) ([]*Revocation, error) {
	now := s.cfg.Now().UTC()
	return s.list(ctx, store.RevocationFilter{WaitingAt: &now, IdentityID: identityID}, page)
}

func (s *Service) list(ctx context.Context, filter store.RevocationFilter, page store.Page) ([]*Revocation, error) {
	rows, err := s.store.Revocations(ctx, filter, page)
	list := make([]*Revocation, 0, len(rows))
	for _, r := range rows {
		list = append(list, s.view(r))
	}
	return list, fault.OfStore(err)
}

// Passkeys lists the passkeys of a revocation, the newest first; outcome restricts them unless nil. Errors:
// *fault.FieldError, fault.ErrNotFound.
func (s *Service) Passkeys(ctx context.Context, id uuid.UUID, outcome *string, page store.Page) ([]Passkey, error) {
	if outcome != nil && !slices.Contains(Outcomes, *outcome) {
		return nil, &fault.FieldError{Field: "outcome", Problem: "is not one of " + strings.Join(Outcomes, ", ")}
	}
	if _, err := s.store.Revocation(ctx, id); err != nil {
		return nil, fault.OfStore(err)
	}
	rows, err := s.store.RevocationPasskeys(ctx, id, store.RevocationPasskeyFilter{Outcome: outcome}, page)
	list := make([]Passkey, 0, len(rows))
	for _, p := range rows {
		list = append(list, Passkey{p.PasskeyID, p.IdentityID, p.Name, p.Outcome, p.Cause, p.At})
	}
	return list, fault.OfStore(err)
}
