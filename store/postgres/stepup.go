package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// stepUpOf passes over what the binary before this one still writes of logins.
const stepUpOf = `
	SELECT
		session_id,
		identity_id,
		method,
		passkey_id,
		user_verified,
		at,
		expires_at,
		origin,
		beside_at
	FROM step_ups
	WHERE session_id = $1 AND identity_id = $2 AND method = 'passkey'`

func scanStepUp(row pgx.CollectableRow) (*store.StepUp, error) {
	var u store.StepUp
	err := row.Scan(
		&u.SessionID,
		&u.IdentityID,
		&u.Method,
		&u.PasskeyID,
		&u.UserVerified,
		&u.At,
		&u.ExpiresAt,
		&u.Origin,
		&u.BesideAt,
	)
	return &u, err
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
