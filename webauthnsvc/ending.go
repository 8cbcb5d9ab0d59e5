package webauthnsvc

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// What a passkey granted ends with it: its rows go in the transaction that removes or suspends it, so nothing here
// believes them any more. The Kratos sessions that it created are ended after that.

// endSessions ends the Kratos sessions of these rows, except one: the caller's own. It reports what came of it. A Kratos
// that does not answer fails nothing: the passkey is gone, and without their rows the sessions prove nothing here.
func (s *Service) endSessions(ctx context.Context, identityID uuid.UUID, ended []store.PasskeySession, except uuid.UUID) string {
	if len(ended) == 0 {
		return SessionsEnded
	}
	ctx = context.WithoutCancel(ctx) // the caller may hang up; the sessions must not live on for that
	ids, err := s.sessionsOf(ctx, identityID, ended)
	for _, id := range ids {
		if id != except {
			err = errors.Join(err, s.identities.EndSession(ctx, id))
		}
	}
	if err != nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "ending the sessions that a passkey created failed; end them at Kratos",
			slog.String("identity_id", identityID.String()), slog.String("cause", err.Error()))
		return SessionsFailed
	}
	return SessionsEnded
}

// sessionsOf finds the Kratos sessions of these rows. Of a login at Kratos' own page whose session we have not seen,
// Kratos' list says which it became.
func (s *Service) sessionsOf(ctx context.Context, identityID uuid.UUID, ended []store.PasskeySession) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	var unseen []store.PasskeySession
	for _, row := range ended {
		if row.SessionID == uuid.Nil {
			unseen = append(unseen, row)
		} else {
			ids = append(ids, row.SessionID)
		}
	}
	if len(unseen) == 0 {
		return ids, nil
	}
	sessions, err := s.identities.Sessions(ctx, identityID)
	for _, session := range sessions {
		if s.cameOf(session, unseen) {
			ids = append(ids, session.ID)
		}
	}
	return ids, err
}

func (s *Service) cameOf(session account.Session, rows []store.PasskeySession) bool {
	for _, method := range session.Methods {
		for _, row := range rows {
			if s.policy.Ours(method) && method.CompletedAt.Sub(row.At).Abs() <= assurance.LoginWindow {
				return true
			}
		}
	}
	return false
}

// evidenceError gives a change that found the passkey behind its freshness gone the refusal that it would get now.
func (s *Service) evidenceError(ctx context.Context, session account.Session, req audit.Request, err error) error {
	if !errors.Is(err, store.EvidenceGone) {
		return fault.OfStore(err)
	}
	if _, err := s.mustBeFresh(ctx, session, req); err != nil {
		return err
	}
	return fault.ErrConflict
}
