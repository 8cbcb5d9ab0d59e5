package sqlite

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"latchkey/store"
)

// ShownIn reads both rows of a session at once.
func (s *Store) ShownIn(ctx context.Context, sessionID uuid.UUID) (store.Shown, error) {
	return one(ctx, s, scanShown, `
		SELECT
			asked.session_id,
			step_ups.identity_id,
			step_ups.method,
			step_ups.passkey_id,
			step_ups.user_verified,
			step_ups.at,
			step_ups.expires_at,
			recoveries.identity_id,
			recoveries.at,
			recoveries.enrol_until,
			recoveries.enrolled_at,
			recoveries.expires_at
		FROM (SELECT CAST(? AS BLOB) AS session_id) AS asked
		LEFT JOIN step_ups ON step_ups.session_id = asked.session_id
		LEFT JOIN recoveries ON recoveries.session_id = asked.session_id`,
		sessionID[:])
}

// scanShown: a row that is not there is all NULL.
func scanShown(r row) (store.Shown, error) {
	var (
		session, steppedUp, passkey, recovered id
		method                                 *string
		verified                               *bool
		steppedAt, steppedEnd                  *int64
		recoveredAt, until, enrolled, recovEnd *int64
		shown                                  store.Shown
	)
	err := r.Scan(
		&session,
		&steppedUp,
		&method,
		&passkey,
		&verified,
		&steppedAt,
		&steppedEnd,
		&recovered,
		&recoveredAt,
		&until,
		&enrolled,
		&recovEnd,
	)
	if steppedUp != (id{}) {
		shown.StepUp = &store.StepUp{
			SessionID: uuid.UUID(session), IdentityID: uuid.UUID(steppedUp), Method: *method, PasskeyID: uuid.UUID(passkey),
			UserVerified: *verified, At: fromMicros(*steppedAt), ExpiresAt: fromMicros(*steppedEnd),
		}
	}
	if recovered != (id{}) {
		shown.Recovery = &store.Recovery{
			SessionID: uuid.UUID(session), IdentityID: uuid.UUID(recovered), At: fromMicros(*recoveredAt),
			EnrolUntil: fromMicros(*until), EnrolledAt: optionalTime(enrolled), ExpiresAt: fromMicros(*recovEnd),
		}
	}
	return shown, err
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
