package revocation

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

const (
	// Limit is how many passkeys one request may revoke. More are split by time (created_since and created_until), each part
	// with a number that an approver can judge.
	Limit = 10_000
	// examples is how many passkeys a preview shows.
	examples = 5
)

// Preview is what a request would revoke.
type Preview struct {
	Matched  int             `json:"matched"` // up to Limit + 1
	Limit    int             `json:"limit"`
	Examples []admin.Passkey `json:"examples"` // the newest
}

// Preview counts the passkeys that match a filter. Errors: *fault.FieldError.
func (s *Service) Preview(ctx context.Context, f Filter) (*Preview, error) {
	f, err := f.clean()
	if err != nil {
		return nil, err
	}
	n, err := s.store.CountPasskeys(ctx, f.of(nil), Limit+1)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	list, err := s.admin.ListPasskeys(ctx, f.of(nil), store.Page{Size: examples})
	return &Preview{Matched: n, Limit: Limit, Examples: list}, err
}

// Request is what an admin requests.
type Request struct {
	Filter      Filter
	Reason      string
	Expected    *int // how many passkeys must match, as a preview said; nil: any number
	EndSessions bool
	EndCodes    bool
}

// Start fixes the passkeys that match, and revokes them in the background, or once a second admin has approved that. If an
// equal request of the same admin has not ended, it returns that one. Who may act on whom is decided for each passkey
// when its turn comes, since a role may change until then. Errors: *fault.FieldError, fault.ErrConflict if another number
// of passkeys match.
func (s *Service) Start(ctx context.Context, by admin.Admin, req audit.Request, request Request) (*Revocation, error) {
	reason, err := text.CleanReason(request.Reason)
	if err != nil {
		return nil, err
	}
	f, err := request.Filter.clean()
	if err != nil {
		return nil, err
	}
	var named uuid.UUID
	if f.IdentityID != nil {
		named = *f.IdentityID
	}
	// An event that names a user is erased with them.
	event := s.audit.Event(audit.RevocationRequested, req, by.Actor(), audit.AboutIdentity(named))
	event.Reason = reason
	at := event.At.Truncate(time.Microsecond)
	r := store.Revocation{
		ID: store.NewID(), IdentityID: named, Filter: f.encode(), EndSessions: request.EndSessions, EndCodes: request.EndCodes, State: store.RevocationOpen,
		Reason: reason, RequestID: req.ID, RequestedBy: by.ResetActor(), RequestedAt: at, NextTryAt: &at,
	}
	if s.cfg.Approvals > 1 {
		until := at.Add(admin.ApprovalWaits)
		r.State, r.NextTryAt, r.ExpiresAt = store.RevocationPending, nil, &until
	}
	found, err := s.store.CreateRevocation(ctx, store.NewRevocation{
		Revocation: r, Passkeys: f.of(nil), Limit: Limit, Expected: request.Expected,
		Event: func(matched int) store.AuditEvent {
			event.Metadata = audit.Metadata(map[string]any{"revocation_id": r.ID, "state": r.State, "filter": f, "matched": matched})
			return event
		},
	})
	switch {
	case errors.Is(err, store.NothingMatches):
		return nil, &fault.FieldError{Field: "filter", Problem: "matches no passkey"}
	case errors.Is(err, store.TooManyMatch):
		return nil, &fault.FieldError{Field: "filter", Problem: "matches more than " + strconv.Itoa(Limit) + " passkeys; divide them by created_since and created_until"}
	case err != nil:
		return nil, fault.OfStore(err)
	case request.Expected != nil && *request.Expected != found.Matched: // of an equal request that was made before
		return nil, fault.OfStore(store.OthersMatch)
	}
	return s.view(found), nil
}
