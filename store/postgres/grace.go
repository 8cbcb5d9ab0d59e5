package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// BeginGrace writes only when the grace period begins; otherwise it reads.
func (s *Store) BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	return s.beginGrace(ctx, "enrolment_grace", identityID, now)
}

// BeginSecondGrace likewise writes only when the period begins.
func (s *Store) BeginSecondGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	return s.beginGrace(ctx, "second_grace", identityID, now)
}

func (s *Store) beginGrace(ctx context.Context, table string, identityID uuid.UUID, now time.Time) (began time.Time, err error) {
	err = retry(func() error {
		return s.pool.QueryRow(ctx, `
			WITH begun AS (
				INSERT INTO `+table+` AS grace (identity_id, began_at)
				SELECT $1::uuid, $2::timestamptz
				WHERE NOT EXISTS (SELECT 1 FROM `+table+` WHERE identity_id = $1)
				ON CONFLICT (identity_id) DO UPDATE
				SET began_at = grace.began_at -- a concurrent call was first: return its time
				RETURNING began_at
			)
			SELECT began_at FROM begun
			UNION ALL
			SELECT began_at FROM `+table+` WHERE identity_id = $1
			LIMIT 1`,
			identityID,
			now,
		).Scan(&began)
	})
	return began, err
}
