package admin

import (
	"context"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/text"
)

// EndedSessions is the result of ending sessions.
type EndedSessions struct {
	Sessions string `json:"sessions"` // standing.SessionsEnded or standing.SessionsPending
}

// Sessions ends sessions at Kratos, of others and the admin's own. It is safe for concurrent use.
type Sessions struct{ service *Service }

// NewSessions returns the sessions of the users that a service serves.
func NewSessions(service *Service) *Sessions { return &Sessions{service} }

// End ends one Kratos session of a user, or all of them if sessionID is zero. What must end is stored first, so
// it ends even if Kratos fails meanwhile. Errors: *fault.FieldError, fault.ErrIdentityNotFound, fault.ErrNotFound for
// a session that is not the user's or has ended, ErrOneself, ErrAbove.
func (s *Sessions) End(ctx context.Context, by Admin, req audit.Request, identityID, sessionID uuid.UUID, reason string) (*EndedSessions, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	identity, err := s.service.identities.Identity(ctx, identityID)
	if err == nil {
		err = by.MayActOn(identity)
	}
	if err != nil {
		return nil, err
	}
	event := s.service.audit.Event(audit.SessionsEnded, req, by.Actor(), audit.AboutIdentity(identityID))
	event.Reason = reason
	if sessionID != uuid.Nil {
		if _, found, err := s.service.identities.SessionByID(ctx, identityID, sessionID); err != nil || !found {
			return nil, orNotFound(err)
		}
		event.Metadata = audit.Metadata(map[string]any{"session_id": sessionID})
	}
	ended, err := s.service.store.EndSessions(ctx, standing.EndingOf(identityID, sessionID, event.At), event)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	return &EndedSessions{s.service.endings.Settle(ctx, ended)}, nil
}

// SignOut ends the admin's own session at Kratos. Errors: fault.ErrNotFound for a key, which has none.
func (s *Sessions) SignOut(ctx context.Context, by Admin) error {
	if by.session == uuid.Nil {
		return fault.ErrNotFound
	}
	return s.service.identities.EndSession(ctx, by.session)
}

func orNotFound(err error) error {
	if err == nil {
		return fault.ErrNotFound
	}
	return err
}
