package webauthnsvc

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
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
	rows, err := s.passkeysOf(ctx, settings.IdentityID)
	if err != nil {
		return err
	}
	if !s.anyUsable(rows) {
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
		if may, err := s.mayChangeSettings(ctx, session); may || err != nil {
			return err
		}
	}
	return s.refuseSettings(ctx, req, settings, known, false)
}

// mayChangeSettings takes a passkey that was used here, and the first factor beside it. Kratos' other factors are left
// out, vouched or not: it notes the same of a factor that was used and of one that is being set up in this very flow.
func (s *Service) mayChangeSettings(ctx context.Context, session account.Session) (bool, error) {
	session.AAL = account.AAL1
	session.Methods = slices.DeleteFunc(slices.Clone(session.Methods), func(m account.Method) bool {
		return assurance.KnownKind(m.Name) && (m.Name != assurance.KindCode || m.AAL == account.AAL2)
	})
	known, decision, err := s.decide(ctx, session)
	if err != nil || !decision.Fresh() {
		return false, err
	}
	return s.noteSettings(ctx, session, known)
}

// noteSettings records all that Kratos holds before the change, and that a fresh session makes it: what appears at Kratos
// right afterwards is vouched for. It tells whether the session is fresh with all that is known by then.
func (s *Service) noteSettings(ctx context.Context, session account.Session, known assurance.Known) (bool, error) {
	if !known.Asked {
		var err error
		if _, known, err = s.holdings(ctx, session, known, true); err != nil {
			return false, err
		}
	}
	if !assurance.Decide(known.Facts, s.policy).Fresh() {
		return false, nil
	}
	return true, fault.OfStore(s.store.NoteSettings(ctx, session.Identity.ID, s.cfg.Now().UTC()))
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
