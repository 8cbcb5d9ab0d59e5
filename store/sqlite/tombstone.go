package sqlite

import (
	"context"

	"github.com/google/uuid"

	"latchkey/store"
)

// selectTombstone passes over those of a passkey that is registered again: the binary before this one leaves them.
const selectTombstone = `
	SELECT
		identity_id,
		rp_id,
		credential_id,
		user_handle,
		registered_at,
		removed_at
	FROM tombstones
	WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.credential_id = tombstones.credential_id)`

func scanTombstone(r row) (store.Tombstone, error) {
	var (
		t                   store.Tombstone
		registered, removed int64
	)
	err := r.Scan(
		(*id)(&t.IdentityID),
		&t.RPID,
		&t.CredentialID,
		&t.UserHandle,
		&registered,
		&removed,
	)
	t.RegisteredAt, t.RemovedAt = fromMicros(registered), fromMicros(removed)
	return t, err
}

// TombstoneOf is one look-up.
func (s *Store) TombstoneOf(ctx context.Context, credentialID []byte) (store.Tombstone, error) {
	return one(ctx, s, scanTombstone, selectTombstone+` AND credential_id = ?`, credentialID)
}

// TombstonesOf lists those of an identity.
func (s *Store) TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]store.Tombstone, error) {
	return list(ctx, s, scanTombstone, selectTombstone+` AND identity_id = ? ORDER BY removed_at DESC, credential_id`, id(identityID))
}

// PurgeTombstones is safe beside others: SQLite lets one write at a time.
func (s *Store) PurgeTombstones(ctx context.Context) (int64, error) {
	return s.purge(ctx, `
		DELETE FROM tombstones
		WHERE credential_id IN (
			SELECT credential_id
			FROM tombstones
			WHERE removed_at < `+nowMicros+` - 400 * 86400 * 1000000
			ORDER BY removed_at
			LIMIT ?
		)`)
}
