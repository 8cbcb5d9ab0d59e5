package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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
		WHERE session_id = $1`,
		sessionID)
}

func scanStepUp(row pgx.CollectableRow) (store.StepUp, error) {
	var u store.StepUp
	err := row.Scan(
		&u.SessionID,
		&u.IdentityID,
		&u.Method,
		&u.PasskeyID,
		&u.UserVerified,
		&u.At,
		&u.ExpiresAt,
	)
	return u, err
}

// PutStepUp holds on to the passkey's row: a suspension is either seen, or comes after and takes the step-up away.
func (s *Store) PutStepUp(ctx context.Context, u store.StepUp) error {
	put, err := s.count(ctx, `
		WITH usable AS (
			SELECT id
			FROM passkeys
			WHERE identity_id = $2 AND id = $4 AND suspended_at IS NULL
			FOR SHARE
		), put AS (
			INSERT INTO step_ups (
				session_id,
				identity_id,
				method,
				passkey_id,
				user_verified,
				at,
				expires_at
			) SELECT
				$1::uuid,
				$2::uuid,
				$3::text,
				$4::uuid,
				$5::boolean,
				$6::timestamptz,
				$7::timestamptz
			FROM usable
			ON CONFLICT (session_id) DO UPDATE
			SET identity_id = excluded.identity_id,
			    method = excluded.method,
			    passkey_id = excluded.passkey_id,
			    user_verified = excluded.user_verified,
			    at = excluded.at,
			    expires_at = excluded.expires_at
		)
		SELECT count(*) FROM usable`,
		u.SessionID,
		u.IdentityID,
		u.Method,
		u.PasskeyID,
		u.UserVerified,
		u.At,
		u.ExpiresAt,
	)
	if err == nil && put == 0 {
		return store.ErrNotFound
	}
	return err
}

// PurgeStepUps passes over rows that another replica's purge holds.
func (s *Store) PurgeStepUps(ctx context.Context) (int64, error) {
	return s.purge(ctx, `
		DELETE FROM step_ups
		WHERE session_id = ANY (ARRAY (
			SELECT session_id
			FROM step_ups
			WHERE expires_at < now()
			ORDER BY expires_at
			LIMIT $1
			FOR UPDATE SKIP LOCKED
		))`)
}
