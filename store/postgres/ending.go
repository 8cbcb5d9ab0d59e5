package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// endGrants deletes everything that a passkey granted, and stores which sessions must end. The caller has changed or
// locked the passkey's row. Statements that grant something lock it first as well, so that there are no deadlocks, and
// no grant is missed here.
func endGrants(ctx context.Context, tx pgx.Tx, identityID, passkeyID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
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
func endSessionsBy(ctx context.Context, tx pgx.Tx, identityID, passkeyID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	return list(ctx, tx, row.Ending, `
		WITH step AS (
			DELETE FROM step_ups WHERE identity_id = $1 AND passkey_id = $2
		), code AS (
			DELETE FROM authorization_codes WHERE identity_id = $1 AND passkey_id = $2
		), pass AS (
			DELETE FROM gate_passes WHERE identity_id = $1 AND passkey_id = $2
		), login AS (
			DELETE FROM passkey_sessions
			WHERE identity_id = $1 AND passkey_id = $2
			RETURNING id, session_id, coalesce(redeemed_at, at) AS at, since
		)
		INSERT INTO session_endings (`+row.EndingColumns+`
		) SELECT
			id,
			$1::uuid,
			CASE WHEN session_id IS NULL THEN 'login' ELSE 'one' END,
			session_id,
			CASE WHEN session_id IS NULL THEN $3::uuid END,
			at,
			$4::timestamptz,
			$5::timestamptz,
			0,
			since
		FROM login
		WHERE session_id IS NULL OR session_id IS DISTINCT FROM $3::uuid
		`+mergeLogin+`
		RETURNING`+row.EndingColumns,
		identityID, passkeyID, orNull(end.Keep), end.At, end.DueAt)
}

// endOthers stores that all other sessions must end, if the change requires that, and ends what would become one. The caller
// has locked all passkeys of the identity.
func endOthers(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	if end.Others == uuid.Nil {
		return nil, nil
	}
	ended, err := endInFlight(ctx, tx, identityID, end)
	if err != nil {
		return nil, err
	}
	others, err := list(ctx, tx, row.Ending, `
		INSERT INTO session_endings (
			id,
			identity_id,
			kind,
			kept_id,
			at,
			caused_at,
			due_at,
			tries
		) VALUES ($1, $2, 'others', $3, $4, $5, $6, 0)
		`+mergeOthers+`
		RETURNING`+row.EndingColumns,
		end.Others, identityID, orNull(end.Keep), end.BegunBy, end.At, end.DueAt)
	return append(ended, others...), err
}

// endInFlight ends what would become a session, by whichever passkey or recovery code.
func endInFlight(ctx context.Context, tx pgx.Tx, identityID uuid.UUID, end store.Ending) ([]store.SessionEnding, error) {
	return list(ctx, tx, row.Ending, `
		WITH code AS (
			DELETE FROM authorization_codes WHERE identity_id = $1
		), pass AS (
			DELETE FROM gate_passes WHERE identity_id = $1
		)
		INSERT INTO session_endings (
			id,
			identity_id,
			kind,
			kept_id,
			at,
			caused_at,
			due_at,
			tries,
			since
		) SELECT
			id,
			identity_id,
			'login',
			$2::uuid,
			coalesce(redeemed_at, at),
			$3::timestamptz,
			$4::timestamptz,
			0,
			since
		FROM passkey_sessions
		WHERE identity_id = $1 AND session_id IS NULL AND coalesce(redeemed_at, at) > $5
		`+mergeLogin+`
		RETURNING`+row.EndingColumns,
		identityID, orNull(end.Keep), end.At, end.DueAt, end.At.Add(-store.LoginSettled))
}

// mergeLogin has a waiting ending of a login take over a further one. A session is kept only if both keep it.
const mergeLogin = `
		ON CONFLICT (id) DO UPDATE
		SET kind = excluded.kind,
		    session_id = excluded.session_id,
		    kept_id = CASE WHEN session_endings.kept_id = excluded.kept_id THEN excluded.kept_id END,
		    caused_at = excluded.caused_at,
		    due_at = least(session_endings.due_at, excluded.due_at),
		    claim = NULL`

// mergeOthers has a waiting ending of all sessions of an identity take over a further one.
const mergeOthers = `
		ON CONFLICT (identity_id, coalesce(kept_id, identity_id)) WHERE kind = 'others' DO UPDATE
		SET id = excluded.id,
		    at = greatest(session_endings.at, excluded.at),
		    caused_at = greatest(session_endings.caused_at, excluded.caused_at),
		    due_at = least(session_endings.due_at, excluded.due_at),
		    claim = NULL`

// EndSessions locks the passkeys first, like all that ends what they granted. Calls for the same session, or for all of an
// identity, wait for each other.
func (s *Store) EndSessions(ctx context.Context, e store.SessionEnding, event store.AuditEvent) (ended []store.SessionEnding, err error) {
	err = s.write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`,
			"end of sessions "+e.IdentityID.String()+e.SessionID.String()); err != nil {
			return err
		}
		if e.Kind == store.EndOne {
			ended, err = list(ctx, tx, row.Ending, endOne, e.ID, e.IdentityID, e.SessionID, e.At, e.CausedAt, e.DueAt)
		} else if _, err = holdPasskeys(ctx, tx, `identity_id = $1`, e.IdentityID); err == nil {
			ended, err = endOthers(ctx, tx, e.IdentityID, store.Ending{At: e.CausedAt, DueAt: e.DueAt, Keep: e.KeptID, Others: e.ID, BegunBy: e.At})
		}
		if err == nil {
			_, err = tx.Exec(ctx, recordEnding, eventArgs(event, e.Same(event.At), orNull(e.SessionID))...)
		}
		return err
	})
	return ended, err
}

const recordEnding = recordEvent + `
	WHERE NOT EXISTS (
		SELECT 1
		FROM security_audit
		WHERE identity_id = $4
		  AND event_type = $3
		  AND at > $13::timestamptz
		  AND metadata ->> 'session_id' IS NOT DISTINCT FROM $14::uuid::text
		  AND ($14::uuid IS NOT NULL OR (actor_kind, actor_id, reason) = ($5, $6, $11))
	)`

const endOne = `
	INSERT INTO session_endings (
		id,
		identity_id,
		kind,
		session_id,
		at,
		caused_at,
		due_at,
		tries
	) VALUES ($1, $2, 'one', $3, $4, $5, $6, 0)
	RETURNING` + row.EndingColumns

// ClaimEnding skips endings that another replica is claiming.
func (s *Store) ClaimEnding(ctx context.Context, claim uuid.UUID, now, until time.Time) (store.SessionEnding, error) {
	return one(ctx, s.pool, row.Ending, `
		UPDATE session_endings
		SET claim = $1,
		    due_at = $3,
		    tries = tries + 1
		WHERE id = (
			SELECT id
			FROM session_endings
			WHERE due_at <= $2
			ORDER BY due_at
			LIMIT 1
			FOR UPDATE SKIP LOCKED
		)
		RETURNING`+row.EndingColumns,
		claim, now, until)
}

// DelayEnding ends a claim.
func (s *Store) DelayEnding(ctx context.Context, id, claim uuid.UUID, dueAt time.Time) error {
	delayed, err := s.pool.Exec(ctx, `
		UPDATE session_endings
		SET claim = NULL,
		    due_at = $3
		WHERE id = $1 AND claim = $2`,
		id, claim, dueAt)
	return orNotFound(delayed.RowsAffected(), err)
}

// HastenEndings is a conditional update.
func (s *Store) HastenEndings(ctx context.Context, ids []uuid.UUID, dueAt time.Time) error {
	return retry(func() error {
		_, err := s.pool.Exec(ctx, `
			UPDATE session_endings
			SET due_at = $2
			WHERE id = ANY ($1) AND claim IS NULL AND due_at > $2`,
			ids, dueAt)
		return err
	})
}

// AbandonEnding deletes the row and records the event.
func (s *Store) AbandonEnding(ctx context.Context, id, claim uuid.UUID, event store.AuditEvent) error {
	abandoned, err := s.count(ctx, `
		WITH abandoned AS (
			DELETE FROM session_endings WHERE id = $13 AND claim = $14 RETURNING id
		), audit AS (`+recordEvent+` FROM abandoned)
		SELECT count(*) FROM abandoned`,
		eventArgs(event, id, claim)...)
	return orNotFound(abandoned, err)
}

// DropEndings deletes rows regardless of their claims, since the sessions have ended.
func (s *Store) DropEndings(ctx context.Context, ids []uuid.UUID) error {
	return retry(func() error {
		_, err := s.pool.Exec(ctx, `DELETE FROM session_endings WHERE id = ANY ($1)`, ids)
		return err
	})
}

// CountEndings counts all endings.
func (s *Store) CountEndings(ctx context.Context) (store.EndingCount, error) {
	return one(ctx, s.pool, row.EndingCount, row.CountEndings)
}
