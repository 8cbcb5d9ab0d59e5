package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// AddCanary stores an identity with its event.
func (s *Store) AddCanary(ctx context.Context, identityID uuid.UUID, at time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		added, err := changed(ctx, tx, `
			INSERT INTO canaries (identity_id, created_at)
			VALUES (?, ?)
			ON CONFLICT (identity_id) DO NOTHING`,
			id(identityID),
			at.UnixMicro(),
		)
		if err != nil || added == 0 {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// Canaries lists the identities.
func (s *Store) Canaries(ctx context.Context) ([]uuid.UUID, error) {
	return list(ctx, s.reader, func(canary *uuid.UUID) []any { return []any{canary} }, `SELECT identity_id FROM canaries ORDER BY created_at DESC, identity_id`)
}

// PurgeCanaries deletes old ones.
func (s *Store) PurgeCanaries(ctx context.Context) (int64, error) { return s.purge(ctx, row.Canaries) }
