package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// BeginGrace stores the time if there is none, and returns the stored one.
func (s *Store) BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	var began time.Time
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO enrolment_grace (identity_id, began_at)
			VALUES (?, ?)
			ON CONFLICT (identity_id) DO NOTHING`,
			id(identityID),
			now.UnixMicro(),
		)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT began_at FROM enrolment_grace WHERE identity_id = ?`, id(identityID)).Scan((*micros)(&began))
	})
	return began, err
}

// BeginSecondGrace does the same for the second way to sign in.
func (s *Store) BeginSecondGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	var began time.Time
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO enrolment_grace (identity_id, began_at, second_began_at)
			VALUES (?1, ?2, ?2)
			ON CONFLICT (identity_id) DO UPDATE
			SET second_began_at = excluded.second_began_at
			WHERE second_began_at IS NULL`,
			id(identityID),
			now.UnixMicro(),
		)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT second_began_at FROM enrolment_grace WHERE identity_id = ?`, id(identityID)).Scan((*micros)(&began))
	})
	return began, err
}
