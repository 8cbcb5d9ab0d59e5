package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// AddCanary stores an identity with its event.
func (s *Store) AddCanary(ctx context.Context, identityID uuid.UUID, at time.Time, event store.AuditEvent) error {
	_, err := s.pool.Exec(ctx, `
		WITH effect AS (
			INSERT INTO canaries (identity_id, created_at)
			VALUES ($13, $14)
			ON CONFLICT (identity_id) DO NOTHING
			RETURNING identity_id
		)`+recordEvent+`
		FROM effect`,
		eventArgs(event, identityID, at)...)
	return err
}

// Canaries lists the identities.
func (s *Store) Canaries(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := s.pool.Query(ctx, `SELECT identity_id FROM canaries ORDER BY created_at DESC, identity_id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// PurgeCanaries deletes old ones.
func (s *Store) PurgeCanaries(ctx context.Context) (int64, error) { return s.purge(ctx, row.Canaries) }
