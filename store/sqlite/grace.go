package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
)

// BeginGrace stores the time if there is none, and returns the stored one.
func (s *Store) BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	return s.beginGrace(ctx, "enrolment_grace", identityID, now)
}

// BeginSecondGrace does the same for the second way to sign in.
func (s *Store) BeginSecondGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error) {
	return s.beginGrace(ctx, "second_grace", identityID, now)
}

func (s *Store) beginGrace(ctx context.Context, table string, identityID uuid.UUID, now time.Time) (began time.Time, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO `+table+` (identity_id, began_at)
			VALUES (?, ?)
			ON CONFLICT (identity_id) DO NOTHING`,
			id(identityID),
			now.UnixMicro(),
		)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT began_at FROM `+table+` WHERE identity_id = ?`, id(identityID)).Scan((*micros)(&began))
	})
	return began, err
}
