package row

import "latchkey/store"

// SelectTombstone reads tombstones. Append further conditions with AND. It omits the tombstones of passkeys that are
// registered again, which an earlier build did not delete.
const SelectTombstone = `
	SELECT
		identity_id,
		rp_id,
		credential_id,
		user_handle,
		registered_at,
		removed_at
	FROM tombstones
	WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.credential_id = tombstones.credential_id)`

// Tombstone returns the fields of SelectTombstone.
func Tombstone(t *store.Tombstone) []any {
	return []any{
		&t.IdentityID,
		&t.RPID,
		&t.CredentialID,
		&t.UserHandle,
		&t.RegisteredAt,
		&t.RemovedAt,
	}
}
