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

// BeginSecondGrace likewise writes only when the period begins.
func (s *Store) BeginSecondGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	var began time.Time
	err := retry(func() error {
		return s.pool.QueryRow(ctx, `
			WITH begun AS (
				INSERT INTO enrolment_grace (identity_id, began_at, second_began_at)
				SELECT $1::uuid, $2::timestamptz, $2::timestamptz
				WHERE NOT EXISTS (SELECT 1 FROM enrolment_grace WHERE identity_id = $1 AND second_began_at IS NOT NULL)
				ON CONFLICT (identity_id) DO UPDATE
				SET second_began_at = coalesce(enrolment_grace.second_began_at, excluded.second_began_at)
				RETURNING second_began_at
			)
			SELECT second_began_at FROM begun
			UNION ALL
			SELECT second_began_at FROM enrolment_grace WHERE identity_id = $1 AND second_began_at IS NOT NULL
			LIMIT 1`,
			identityID,
			now,
		).Scan(&began)
	})
	return began, err
}
