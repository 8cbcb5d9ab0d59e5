package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const loginsOf = `
	SELECT` + row.PasskeySessionColumns + `
	FROM passkey_sessions
	WHERE session_id = $1 AND identity_id = $2
	UNION ALL
	(
		SELECT` + row.PasskeySessionColumns + `
		FROM passkey_sessions
		WHERE identity_id = $2 AND session_id IS NULL AND redeemed_at BETWEEN $3 AND $4
		ORDER BY redeemed_at
		LIMIT $5
	)
	ORDER BY at, id`

// unclearLogins finds logins of a span that are merged, or whose sessions are being ended.
const unclearLogins = `
	SELECT
		EXISTS (
			SELECT 1
			FROM passkey_sessions
			WHERE identity_id = $1 AND since IS NOT NULL AND at >= $2 AND since <= $3
		) OR EXISTS (
			SELECT 1
			FROM session_endings
			WHERE identity_id = $1 AND kind = 'login' AND at >= $2 AND coalesce(since, at) <= $3
		)`

// SessionFacts sends all queries in one batch, which is one transaction: they see one moment. Otherwise the facts could be
// better together than at any time, such as a factor from after a change and the passkeys from before it.
func (s *Store) SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, query store.FactsQuery) (store.SessionFacts, error) {
	var (
		facts    store.SessionFacts
		batch    pgx.Batch
		redeemed = query.Redeemed
	)
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	batch.Queue(selectPasskey+` WHERE identity_id = $1 ORDER BY id`, identityID).Query(into(row.Passkey, &facts.Passkeys))
	batch.Queue(keptPasskeysOf, identityID).Query(func(rows pgx.Rows) (err error) {
		facts.Removed, err = pgx.AppendRows(facts.Removed, rows, pgx.RowTo[uuid.UUID])
		return err
	})
	batch.Queue(factorsOf, identityID).Query(into(row.Factor, &facts.Factors))
	batch.Queue(loginsOf, sessionID, identityID, redeemed.From, redeemed.To, store.MaxPendingRead).
		Query(into(row.PasskeySession, &facts.Logins))
	if redeemed != (store.Span{}) {
		batch.Queue(unclearLogins, identityID, redeemed.From, redeemed.To).
			QueryRow(func(r pgx.Row) error { return r.Scan(&facts.LoginsUnclear) })
	}
	batch.Queue(stepUpOf, sessionID, identityID).Query(first(row.StepUp, &facts.StepUp))
	batch.Queue(recoveryOf, sessionID, identityID).Query(first(row.Recovery, &facts.Recovery))
	batch.Queue(firstPasskeyOf, identityID).Query(first(row.FirstPasskey, &facts.First))
	if query.SecondWay {
		batch.Queue(`SELECT`+row.SecondWayColumns, identityID).Query(first(row.SecondWay, &facts.SecondWay))
	}
	batch.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return store.SessionFacts{}, err
	}
	facts.LoginsUnclear = facts.LoginsUnclear || store.TooManyPending(facts.Logins)
	return facts, nil
}

// into reads the rows of a query in a batch.
func into[T any](fields func(*T) []any, target *[]T) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scan(fields))
		if len(found) > 0 {
			*target = found
		}
		return err
	}
}

// first reads the row of a query in a batch, if there is one.
func first[T any](fields func(*T) []any, target **T) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, scan(fields))
		if len(found) > 0 {
			*target = &found[0]
		}
		return err
	}
}

// PutPasskeySession locks the passkey's row: a suspension is either seen, or waits and then deletes the session.
func (s *Store) PutPasskeySession(ctx context.Context, p store.PasskeySession) error {
	usable, err := s.count(ctx, `
		WITH usable AS MATERIALIZED (
			SELECT id
			FROM passkeys
			WHERE identity_id = $3 AND id = $4 AND suspended_at IS NULL
			FOR SHARE
		), claimed AS (
			UPDATE passkey_sessions
			SET session_id = $2,
			    expires_at = $7
			WHERE id = (
				SELECT id
				FROM passkey_sessions
				WHERE identity_id = $3 AND session_id IS NULL AND passkey_id = $4 AND at = $6 AND since IS NULL
				ORDER BY id
				LIMIT 1
			)
			  AND session_id IS NULL
			  AND EXISTS (SELECT 1 FROM usable)
			RETURNING id
		), put AS (
			INSERT INTO passkey_sessions (
				id,
				session_id,
				identity_id,
				passkey_id,
				user_verified,
				at,
				expires_at
			) SELECT
				$1::uuid,
				$2::uuid,
				$3::uuid,
				$4::uuid,
				$5::boolean,
				$6::timestamptz,
				$7::timestamptz
			FROM usable
			WHERE NOT EXISTS (SELECT 1 FROM claimed)
		)
		SELECT count(*) FROM usable`,
		p.ID,
		p.SessionID,
		p.IdentityID,
		p.PasskeyID,
		p.UserVerified,
		p.At,
		p.ExpiresAt,
	)
	return orNotFound(usable, err)
}

// ClaimPasskeySession is a conditional update: it changes only a row without a session.
func (s *Store) ClaimPasskeySession(ctx context.Context, id, sessionID uuid.UUID, expiresAt time.Time) error {
	claimed, err := s.count(ctx, `
		WITH claimed AS (
			UPDATE passkey_sessions
			SET session_id = $2,
			    expires_at = $3
			WHERE id = $1 AND session_id IS NULL AND since IS NULL
			RETURNING 1
		)
		SELECT count(*) FROM claimed`,
		id, sessionID, expiresAt)
	return orNotFound(claimed, err)
}

// NoteUsedWith updates both tables in one statement.
func (s *Store) NoteUsedWith(ctx context.Context, identityID, sessionID uuid.UUID, factors []uuid.UUID) error {
	_, err := s.pool.Exec(ctx, `
		WITH logins AS (
			UPDATE passkey_sessions
			SET used_with = $3
			WHERE session_id = $2 AND identity_id = $1
		)
		UPDATE step_ups
		SET used_with = $3
		WHERE session_id = $2 AND identity_id = $1`,
		identityID, sessionID, factors)
	return err
}

// ExtendSession updates the tables in one statement.
func (s *Store) ExtendSession(ctx context.Context, identityID, sessionID uuid.UUID, expiresAt time.Time) error {
	_, err := s.pool.Exec(ctx, `
		WITH logins AS (
			UPDATE passkey_sessions
			SET expires_at = $3
			WHERE session_id = $2 AND identity_id = $1 AND expires_at < $3
		), recovery AS (
			UPDATE recoveries
			SET expires_at = $3
			WHERE session_id = $2 AND identity_id = $1 AND expires_at < $3
		)
		UPDATE step_ups
		SET expires_at = $3
		WHERE session_id = $2 AND identity_id = $1 AND expires_at < $3`,
		identityID, sessionID, expiresAt)
	return err
}

// PurgePasskeySessions deletes expired sessions.
func (s *Store) PurgePasskeySessions(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.PasskeySessions)
}
