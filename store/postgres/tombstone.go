package postgres

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

var tombstoneOf = row.SelectTombstone(row.Alias(`$2::bytea`)) + ` AND credential_id = $1`

// TombstoneOf returns the tombstone of a credential ID.
func (s *Store) TombstoneOf(ctx context.Context, credentialID, userHandle []byte) (store.Tombstone, error) {
	return one(ctx, s.pool, row.Tombstone, tombstoneOf, credentialID, userHandle)
}

var tombstonesOf = row.SelectTombstone(`false`) + ` AND identity_id = $1 ORDER BY removed_at DESC, credential_id`

// TombstonesOf lists the latest tombstones of an identity.
func (s *Store) TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]store.Tombstone, error) {
	return list(ctx, s.pool, row.Tombstone, tombstonesOf+` LIMIT $2`, identityID, store.MaxTombstones)
}

// PurgeTombstones deletes expired tombstones.
func (s *Store) PurgeTombstones(ctx context.Context) (int64, error) {
	_, err := s.deleteInBatches(ctx, row.RemovedPasskeys.Table, ` AS removed
		WHERE removed_at < now() - $1::interval
		  AND NOT EXISTS (SELECT 1 FROM passkeys WHERE identity_id = removed.identity_id AND removed.id = ANY (uv_initialized_by))
		  AND NOT EXISTS (SELECT 1 FROM factors WHERE identity_id = removed.identity_id AND removed.id = ANY (vouched_by))
		ORDER BY removed_at`, row.RemovedPasskeys.After)
	if err != nil {
		return 0, err
	}
	if _, err := s.purge(ctx, row.RemovedAliases); err != nil {
		return 0, err
	}
	return s.purge(ctx, row.Tombstones)
}
