package sqlite

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

var tombstoneOf = row.SelectTombstone(row.Alias(`?2`)) + ` AND credential_id = ?1`

// TombstoneOf returns the tombstone of a credential ID.
func (s *Store) TombstoneOf(ctx context.Context, credentialID, userHandle []byte) (store.Tombstone, error) {
	return one(ctx, s.reader, row.Tombstone, tombstoneOf, credentialID, userHandle)
}

var tombstonesOf = row.SelectTombstone(`false`) + ` AND identity_id = ? ORDER BY removed_at DESC, credential_id`

// TombstonesOf lists the latest tombstones of an identity.
func (s *Store) TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]store.Tombstone, error) {
	return list(ctx, s.reader, row.Tombstone, tombstonesOf+` LIMIT ?`, id(identityID), store.MaxTombstones)
}

// PurgeTombstones deletes expired tombstones.
func (s *Store) PurgeTombstones(ctx context.Context) (int64, error) {
	removed := row.RemovedPasskeys
	_, err := s.deleteInBatches(ctx, removed.Table, removed.Key, `
		WHERE removed_at < `+nowMicros+` - ?
		  AND NOT EXISTS (
			SELECT 1
			FROM passkeys AS p, json_each(p.uv_initialized_by) AS initializer
			WHERE p.identity_id = removed_passkeys.identity_id
			  AND replace(initializer.value, '-', '') = lower(hex(removed_passkeys.id))
		  )
		  AND NOT EXISTS (
			SELECT 1
			FROM factors AS f, json_each(f.vouched_by) AS voucher
			WHERE f.identity_id = removed_passkeys.identity_id
			  AND replace(voucher.value, '-', '') = lower(hex(removed_passkeys.id))
		  )
		ORDER BY removed_at`, removed.After.Microseconds())
	if err != nil {
		return 0, err
	}
	if _, err := s.purge(ctx, row.RemovedAliases); err != nil {
		return 0, err
	}
	return s.purge(ctx, row.Tombstones)
}
