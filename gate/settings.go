package gate

import (
	"context"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
)

// The settings gate stands before a change of credentials or traits at Kratos: for a person with a passkey that works,
// the session that changes them must be fresh here. It is a second line of defence, never the first: Kratos has raised
// the session for an enrolled factor by the time it asks, and keeps it raised when the change is refused. So what the
// session shows of Kratos' own factors proves nothing here.

// KratosSettings is a change in a settings flow that Kratos is about to store.
type KratosSettings struct {
	FlowID     uuid.UUID
	IdentityID uuid.UUID
	SessionID  uuid.UUID // that changes them; zero where Kratos does not tell which one it is
	Browser    bool
}

// SettingsRefusal is why Kratos shall not store a change.
type SettingsRefusal struct {
	// KnownSession tells whether the session is known, so that a step-up in it helps.
	KnownSession bool
	// WithoutPasskey: the person has no passkey that could be used, so a step-up is not the way.
	WithoutPasskey bool
}

func (e *SettingsRefusal) Error() string { return "the session that changes settings is not fresh" }

// PassSettings decides on a change at Kratos. *SettingsRefusal; every other error must keep the change out as well.
func (s *Service) PassSettings(ctx context.Context, req audit.Request, settings KratosSettings) error {
	rows, err := s.store.PasskeysOf(ctx, settings.IdentityID)
	if err != nil {
		return fault.OfStore(err)
	}
	if !s.policy.AnyUsable(rows) {
		allowed, known, err := s.passWithoutPasskey(ctx, settings, rows)
		if allowed || err != nil {
			return err
		}
		return s.refuseSettings(ctx, req, settings, known, true)
	}
	session, known, err := s.sessionByID(ctx, settings.IdentityID, settings.SessionID)
	if err != nil {
		return err
	}
	if known {
		if may, err := s.standing.MayChangeSettings(ctx, session, rows); may || err != nil {
			return err
		}
	}
	return s.refuseSettings(ctx, req, settings, known, false)
}

// sessionByID asks Kratos for the session itself, since what a hook tells of it is not believed.
func (s *Service) sessionByID(ctx context.Context, identityID, sessionID uuid.UUID) (session account.Session, known bool, err error) {
	if sessionID == uuid.Nil {
		return account.Session{}, false, nil
	}
	sessions, err := s.identities.Sessions(ctx, identityID)
	if err != nil {
		return account.Session{}, false, err
	}
	for _, session := range sessions {
		if session.ID == sessionID {
			return session, true, nil
		}
	}
	return account.Session{}, false, nil
}

func (s *Service) refuseSettings(ctx context.Context, req audit.Request, settings KratosSettings, known, withoutPasskey bool) error {
	event := s.audit.Event(audit.SettingsRefused, req, audit.Anonymous, audit.AboutIdentity(settings.IdentityID))
	switch {
	case known:
		event.Reason = "not_fresh"
	case settings.Browser:
		event.Reason = "session_unknown"
	default:
		event.Reason = "app"
	}
	refusal := &SettingsRefusal{KnownSession: known, WithoutPasskey: withoutPasskey}
	if event = s.audit.Spare(event); event.Type == "" {
		return refusal
	}
	if err := s.store.RecordEvent(ctx, event); err != nil {
		return fault.OfStore(err)
	}
	return refusal
}
