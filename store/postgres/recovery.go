package postgres

import (
	"context"

	"latchkey/store"
)

const putRecovery = `
	INSERT INTO recoveries (
		session_id,
		identity_id,
		at,
		enrol_until,
		enrolled_at,
		expires_at
	) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (session_id) DO UPDATE
	SET identity_id = excluded.identity_id,
	    at = excluded.at,
	    enrol_until = excluded.enrol_until,
	    enrolled_at = excluded.enrolled_at,
	    expires_at = excluded.expires_at`

func recoveryArgs(r store.Recovery) []any {
	return []any{r.SessionID, r.IdentityID, r.At, r.EnrolUntil, r.EnrolledAt, r.ExpiresAt}
}

// PurgeRecoveries passes over rows that another replica's purge holds.
func (s *Store) PurgeRecoveries(ctx context.Context) (int64, error) {
	recoveries, err := s.purge(ctx, `
		DELETE FROM recoveries
		WHERE session_id = ANY (ARRAY (
			SELECT session_id
			FROM recoveries
			WHERE expires_at < now()
			ORDER BY expires_at
			LIMIT $1
			FOR UPDATE SKIP LOCKED
		))`)
	if err != nil {
		return recoveries, err
	}
	codes, err := s.purge(ctx, `
		DELETE FROM recovery_codes
		WHERE (identity_id, hash) IN (
			SELECT identity_id, hash
			FROM recovery_codes
			WHERE expires_at < now() - interval '1 hour'
			ORDER BY expires_at
			LIMIT $1
			FOR UPDATE SKIP LOCKED
		)`)
	return recoveries + codes, err
}
