package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// endGrants deletes everything that a passkey granted, and stores which sessions must end.
func endGrants(ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	ended, err := endSessionsBy(ctx, tx, identityID, passkeyID, end)
	if err != nil {
		return nil, err
	}
	if _, err := endCodesMadeWith(ctx, tx, identityID, []uuid.UUID{passkeyID}, end.CodesEnded); err != nil {
		return nil, err
	}
	if err := endUV(ctx, tx, identityID, passkeyID); err != nil {
		return nil, err
	}
	others, err := endOthers(ctx, tx, identityID, end)
	return append(ended, others...), err
}

// endSessionsBy is the part of endGrants that concerns sessions, present and in progress.
func endSessionsBy(ctx context.Context, tx *sql.Tx, identityID, passkeyID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	// This uses both columns of the index.
	const granted = ` WHERE (identity_id, passkey_id) = (?, ?)`
	for _, table := range []string{"step_ups", "authorization_codes", "gate_passes"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+granted, id(identityID), id(passkeyID)); err != nil {
			return nil, err
		}
	}
	logins, err := list(ctx, tx, row.PasskeySession,
		`DELETE FROM passkey_sessions`+granted+` RETURNING`+row.PasskeySessionColumns, id(identityID), id(passkeyID))
	if err != nil {
		return nil, err
	}
	var ended []store.SessionEnding
	for _, login := range logins {
		if login.SessionID != uuid.Nil && login.SessionID == end.Keep {
			continue
		}
		e, err := putEnding(ctx, tx, endingOf(login, end))
		if err != nil {
			return nil, err
		}
		ended = append(ended, e)
	}
	return ended, nil
}

// endGrantsOf is endGrants for a passkey that exists.
func endGrantsOf(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	var identityID uuid.UUID
	if err := tx.QueryRowContext(ctx, `SELECT identity_id FROM passkeys WHERE id = ?`, id(passkeyID)).Scan((*id)(&identityID)); err != nil {
		return nil, err
	}
	return endGrants(ctx, tx, identityID, passkeyID, end)
}

func endingOf(login store.PasskeySession, end store.Ending) store.SessionEnding {
	e := store.SessionEnding{
		ID: login.ID, IdentityID: login.IdentityID, Kind: store.EndOne, SessionID: login.SessionID,
		At: redemption(login), Since: login.Since, CausedAt: end.At, DueAt: end.DueAt,
	}
	if login.SessionID == uuid.Nil {
		e.Kind, e.KeptID = store.EndLogin, end.Keep
	}
	return e
}

// endOthers stores that all other sessions must end, if the change requires that, and ends what would become one.
func endOthers(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	if end.Others == uuid.Nil {
		return nil, nil
	}
	ended, err := endInFlight(ctx, tx, identityID, end)
	if err != nil {
		return nil, err
	}
	e, err := putEnding(ctx, tx, store.SessionEnding{
		ID: end.Others, IdentityID: identityID, Kind: store.EndOthers, KeptID: end.Keep,
		At: end.BegunBy, CausedAt: end.At, DueAt: end.DueAt,
	})
	return append(ended, e), err
}

// endInFlight ends what would become a session, by whichever passkey or recovery code.
func endInFlight(ctx context.Context, tx *sql.Tx, identityID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	for _, table := range []string{"authorization_codes", "gate_passes"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE identity_id = ?`, id(identityID)); err != nil {
			return nil, err
		}
	}
	logins, err := list(ctx, tx, row.PasskeySession, `
		SELECT`+row.PasskeySessionColumns+`
		FROM passkey_sessions
		WHERE identity_id = ? AND session_id IS NULL AND coalesce(redeemed_at, at) > ?`,
		id(identityID), end.At.Add(-store.LoginSettled).UnixMicro())
	var ended []store.SessionEnding
	for i := 0; err == nil && i < len(logins); i++ {
		var e store.SessionEnding
		e, err = putEnding(ctx, tx, endingOf(logins[i], end))
		ended = append(ended, e)
	}
	return ended, err
}

// putEnding has a waiting ending of the same login, or of all sessions, take over a further one. A session is kept only if both
// keep it.
func putEnding(ctx context.Context, tx *sql.Tx, e store.SessionEnding) (store.SessionEnding, error) {
	return one(ctx, tx, row.Ending, `
		INSERT INTO session_endings (`+row.EndingColumns+`
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET kind = excluded.kind,
		    session_id = excluded.session_id,
		    kept_id = CASE WHEN kept_id = excluded.kept_id THEN kept_id END,
		    caused_at = excluded.caused_at,
		    due_at = min(due_at, excluded.due_at),
		    claim = NULL
		ON CONFLICT (identity_id, coalesce(kept_id, identity_id)) WHERE kind = 'others' DO UPDATE
		SET id = excluded.id,
		    at = max(at, excluded.at),
		    caused_at = max(caused_at, excluded.caused_at),
		    due_at = min(due_at, excluded.due_at),
		    claim = NULL
		RETURNING`+row.EndingColumns,
		values(row.Ending(&e))...)
}

// EndSessions stores the endings and the event.
func (s *Store) EndSessions(ctx context.Context, e store.SessionEnding, event store.AuditEvent) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if e.Kind == store.EndOne {
			var one store.SessionEnding
			one, err = putEnding(ctx, tx, e)
			ended = []store.SessionEnding{one}
		} else {
			ended, err = endOthers(ctx, tx, e.IdentityID, store.Ending{At: e.CausedAt, DueAt: e.DueAt, Keep: e.KeptID, Others: e.ID, BegunBy: e.At})
		}
		if err != nil {
			return err
		}
		return recordEnding(ctx, tx, e, event)
	})
	return ended, err
}

func recordEnding(ctx context.Context, tx *sql.Tx, e store.SessionEnding, event store.AuditEvent) error {
	same, args := `metadata ->> 'session_id' = ?`, []any{e.SessionID.String()}
	if e.Kind != store.EndOne {
		same, args = `metadata ->> 'session_id' IS NULL AND (actor_kind, actor_id, reason) = (?, ?, ?)`, []any{event.ActorKind, event.ActorID, event.Reason}
	}
	var recorded bool
	err := tx.QueryRowContext(ctx, `
		SELECT EXISTS (
			SELECT 1
			FROM security_audit
			WHERE identity_id = ? AND event_type = ? AND at > ? AND `+same+`
		)`,
		append([]any{id(e.IdentityID), event.Type, e.Same(event.At).UnixMicro()}, args...)...).Scan(&recorded)
	if err != nil || recorded {
		return err
	}
	return recordEvent(ctx, tx, event)
}

// ClaimEnding claims the ending that has been due for the longest time. It writes only if there is one, which is rare.
func (s *Store) ClaimEnding(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.SessionEnding, error) {
	var e store.SessionEnding
	var due bool
	err := s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM session_endings WHERE due_at <= ?)`, now.UnixMicro()).Scan(&due)
	if err := orNotFound(due, err); err != nil {
		return e, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		var err error
		e, err = one(ctx, tx, row.Ending, `
			UPDATE session_endings
			SET claim = ?1,
			    due_at = ?3,
			    tries = tries + 1
			WHERE id = (SELECT id FROM session_endings WHERE due_at <= ?2 ORDER BY due_at LIMIT 1)
			RETURNING`+row.EndingColumns,
			id(claim), now.UnixMicro(), until.UnixMicro())
		return err
	})
	return e, err
}

// DelayEnding ends a claim.
func (s *Store) DelayEnding(ctx context.Context, endingID, claim uuid.UUID, dueAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		delayed, err := changed(ctx, tx, `
			UPDATE session_endings
			SET claim = NULL,
			    due_at = ?
			WHERE id = ? AND claim = ?`,
			dueAt.UnixMicro(), id(endingID), id(claim))
		return orNotFound(delayed > 0, err)
	})
}

// HastenEndings is a conditional update of each row.
func (s *Store) HastenEndings(ctx context.Context, ids []uuid.UUID, dueAt time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, one := range ids {
			_, err := tx.ExecContext(ctx, `
				UPDATE session_endings
				SET due_at = ?1
				WHERE id = ?2 AND claim IS NULL AND due_at > ?1`,
				dueAt.UnixMicro(), id(one))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AbandonEnding deletes the row and records the event.
func (s *Store) AbandonEnding(ctx context.Context, endingID, claim uuid.UUID, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		abandoned, err := changed(ctx, tx, `DELETE FROM session_endings WHERE id = ? AND claim = ?`, id(endingID), id(claim))
		if err := orNotFound(abandoned > 0, err); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// DropEndings deletes rows regardless of their claims, since the sessions have ended.
func (s *Store) DropEndings(ctx context.Context, ids []uuid.UUID) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		for _, one := range ids {
			if _, err := tx.ExecContext(ctx, `DELETE FROM session_endings WHERE id = ?`, id(one)); err != nil {
				return err
			}
		}
		return nil
	})
}

// CountEndings counts all endings.
func (s *Store) CountEndings(ctx context.Context) (store.EndingCount, error) {
	return one(ctx, s.reader, row.EndingCount, row.CountEndings)
}
