package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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

func scanTombstone(row pgx.CollectableRow) (store.Tombstone, error) {
	var t store.Tombstone
	err := row.Scan(
		&t.IdentityID,
		&t.RPID,
		&t.CredentialID,
		&t.UserHandle,
		&t.RegisteredAt,
		&t.RemovedAt,
	)
	return t, err
}

// TombstoneOf is one look-up.
func (s *Store) TombstoneOf(ctx context.Context, credentialID []byte) (store.Tombstone, error) {
	return one(ctx, s, scanTombstone, selectTombstone+` AND credential_id = $1`, credentialID)
}

// TombstonesOf lists those of an identity.
func (s *Store) TombstonesOf(ctx context.Context, identityID uuid.UUID) ([]store.Tombstone, error) {
	return list(ctx, s, scanTombstone, selectTombstone+` AND identity_id = $1 ORDER BY removed_at DESC, credential_id`, identityID)
}

// PurgeTombstones passes over rows that another replica's purge holds.
func (s *Store) PurgeTombstones(ctx context.Context) (int64, error) {
	return s.purge(ctx, `
		DELETE FROM tombstones
		WHERE credential_id = ANY (ARRAY (
			SELECT credential_id
			FROM tombstones
			WHERE removed_at < now() - interval '400 days'
			ORDER BY removed_at
			LIMIT $1
			FOR UPDATE SKIP LOCKED
		))`)
}
