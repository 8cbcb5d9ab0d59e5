package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
)

// StepUp of a session.
func (s *Store) StepUp(ctx context.Context, sessionID uuid.UUID) (store.StepUp, error) {
	return one(ctx, s, scanStepUp, `
		SELECT
			session_id,
			identity_id,
			method,
			passkey_id,
			user_verified,
			at,
			expires_at
		FROM step_ups
		WHERE session_id = ?`,
		sessionID[:])
}

func scanStepUp(r row) (store.StepUp, error) {
	var (
		u             store.StepUp
		at, expiresAt int64
	)
	err := r.Scan(
		(*id)(&u.SessionID),
		(*id)(&u.IdentityID),
		&u.Method,
		(*id)(&u.PasskeyID),
		&u.UserVerified,
		&at,
		&expiresAt,
	)
	u.At = fromMicros(at)
	u.ExpiresAt = fromMicros(expiresAt)
	return u, err
}

// PutStepUp looks at the passkey and writes in one transaction, so nothing comes in between.
func (s *Store) PutStepUp(ctx context.Context, u store.StepUp) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		var usable bool
		err := tx.QueryRowContext(ctx, `
			SELECT EXISTS (
				SELECT 1
				FROM passkeys
				WHERE identity_id = ? AND id = ? AND suspended_at IS NULL
			)`,
			id(u.IdentityID),
			id(u.PasskeyID),
		).Scan(&usable)
		if err != nil {
			return err
		}
		if !usable {
			return store.ErrNotFound
		}
		return putStepUp(ctx, tx, u)
	})
}

// putStepUp replaces the session's step-up, if it has one.
func putStepUp(ctx context.Context, tx *sql.Tx, u store.StepUp) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO step_ups (
			session_id,
			identity_id,
			method,
			passkey_id,
			user_verified,
			at,
			expires_at
		) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (session_id) DO UPDATE
		SET identity_id = excluded.identity_id,
		    method = excluded.method,
		    passkey_id = excluded.passkey_id,
		    user_verified = excluded.user_verified,
		    at = excluded.at,
		    expires_at = excluded.expires_at`,
		id(u.SessionID),
		id(u.IdentityID),
		text(u.Method),
		id(u.PasskeyID),
		u.UserVerified,
		u.At.UnixMicro(),
		u.ExpiresAt.UnixMicro(),
	)
	return err
}

// endStepUps deletes what a passkey vouched for.
func endStepUps(ctx context.Context, tx *sql.Tx, passkeyID uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `
		DELETE FROM step_ups
		WHERE (identity_id, passkey_id) = (SELECT identity_id, id FROM passkeys WHERE id = ?)`,
		id(passkeyID))
	return err
}

// PurgeStepUps is safe beside others: SQLite lets one write at a time.
func (s *Store) PurgeStepUps(ctx context.Context) (int64, error) {
	return s.purge(ctx, `
		DELETE FROM step_ups
		WHERE session_id IN (
			SELECT session_id
			FROM step_ups
			WHERE expires_at < `+nowMicros+`
			ORDER BY expires_at
			LIMIT ?
		)`)
}
