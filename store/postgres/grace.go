package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// BeginGrace writes only when the grace period begins; otherwise it reads.
func (s *Store) BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	var began time.Time
	err := retry(func() error {
		return s.pool.QueryRow(ctx, `
			WITH begun AS (
				INSERT INTO enrolment_grace (identity_id, began_at)
				SELECT $1::uuid, $2::timestamptz
				WHERE NOT EXISTS (SELECT 1 FROM enrolment_grace WHERE identity_id = $1)
				ON CONFLICT (identity_id) DO UPDATE
				SET began_at = enrolment_grace.began_at -- a concurrent call was first: return its time
				RETURNING began_at
			)
			SELECT began_at FROM begun
			UNION ALL
			SELECT began_at FROM enrolment_grace WHERE identity_id = $1
			LIMIT 1`,
			identityID,
			now,
		).Scan(&began)
	})
	return began, err
}
