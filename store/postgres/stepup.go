package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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
		FROM (VALUES ($1::uuid)) AS asked (session_id)
		LEFT JOIN step_ups ON step_ups.session_id = asked.session_id
		LEFT JOIN recoveries ON recoveries.session_id = asked.session_id`,
		sessionID)
}

// scanShown: a row that is not there is all NULL.
func scanShown(row pgx.CollectableRow) (store.Shown, error) {
	var (
		session                                uuid.UUID
		steppedUp, passkey, recovered          *uuid.UUID
		method                                 *string
		verified                               *bool
		steppedAt, steppedEnd                  *time.Time
		recoveredAt, until, enrolled, recovEnd *time.Time
		shown                                  store.Shown
	)
	err := row.Scan(
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
	if steppedUp != nil {
		shown.StepUp = &store.StepUp{
			SessionID: session, IdentityID: *steppedUp, Method: *method, PasskeyID: *passkey,
			UserVerified: *verified, At: *steppedAt, ExpiresAt: *steppedEnd,
		}
	}
	if recovered != nil {
		shown.Recovery = &store.Recovery{
			SessionID: session, IdentityID: *recovered, At: *recoveredAt,
			EnrolUntil: *until, EnrolledAt: enrolled, ExpiresAt: *recovEnd,
		}
	}
	return shown, err
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
