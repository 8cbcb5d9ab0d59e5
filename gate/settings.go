package gate

import (
	"context"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/standing"
	"latchkey/store"
)

// The settings gate runs in a web_hook of Kratos' settings flow, before a change of credentials or traits. If the user has
// a usable passkey, the session must be fresh. This is a second line of defence: when Kratos calls the hook, it has already
// raised the session for a factor that was just enrolled, and it does not lower it if the change is refused. So the session's
// methods at Kratos are not evidence here.

// KratosSettings is a change in a settings flow that Kratos is about to store.
type KratosSettings struct {
	FlowID     uuid.UUID
	IdentityID uuid.UUID
	SessionID  uuid.UUID // the session that makes the change; zero if Kratos does not name it
	Browser    bool
}

// SettingsRefusal is the error for a change that Kratos must not store.
type SettingsRefusal struct {
	// KnownSession reports whether the session is known, so a step-up in it would help.
	KnownSession bool
	// WithoutPasskey reports that the user has no usable passkey, so a step-up is impossible.
	WithoutPasskey bool
}

func (e *SettingsRefusal) Error() string { return "the session that changes settings is not fresh" }

// PassSettings returns nil if Kratos may store the change. If the session may not make it, the error is a *SettingsRefusal.
// The caller must block the change after any error.
func (s *Service) PassSettings(ctx context.Context, req audit.Request, settings KratosSettings) error {
	rows, err := s.store.PasskeysOf(ctx, settings.IdentityID)
	if err != nil {
		return fault.OfStore(err)
	}
	if rows, err = standing.Resumed(ctx, s.standing, settings.IdentityID, rows); err != nil {
		return err
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

// sessionByID reads the session from Kratos. What the hook says about it is not trusted.
func (s *Service) sessionByID(ctx context.Context, identityID, sessionID uuid.UUID) (session account.Session, known bool, err error) {
	if sessionID == uuid.Nil {
		return account.Session{}, false, nil
	}
	return s.identities.SessionByID(ctx, identityID, sessionID)
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
	if event = s.audit.Limit(event); event.Type == "" {
		return refusal
	}
	if err := s.store.RecordEvent(ctx, event); err != nil {
		return fault.OfStore(err)
	}
	return refusal
}

// passWithoutPasskey decides on a change at Kratos by a user without a usable passkey. Most such changes are allowed: they
// are Kratos' own concern. The session must be fresh for two kinds of accounts, which an attacker with the password could
// otherwise take over permanently: that of a user with a role, since mails about a new factor go to its address, and a
// contested one whose owner has no passkey yet.
func (s *Service) passWithoutPasskey(ctx context.Context, settings KratosSettings, rows []store.Passkey) (allowed, known bool, err error) {
	identity, err := s.identities.Identity(ctx, settings.IdentityID)
	if err != nil {
		return false, false, err
	}
	if !identity.HasRole() && !s.policy.Contested(rows) {
		return true, false, nil
	}
	session, known, err := s.sessionByID(ctx, settings.IdentityID, settings.SessionID)
	if err != nil || !known {
		return false, known, err
	}
	session.Identity = identity
	allowed, err = s.standing.MayChangeSettings(ctx, session, rows)
	return allowed, true, err
}
