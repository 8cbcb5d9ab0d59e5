package row

import "latchkey/store"

// Alias is the condition that a parameter of that name is a user handle of the tombstone's identity, if that was removed.
func Alias(parameter string) string {
	return `EXISTS (
			SELECT 1
			FROM user_handle_aliases AS alias
			WHERE alias.identity_id = tombstones.identity_id AND alias.user_handle = ` + parameter + ` AND alias.removed_at IS NOT NULL
		)`
}

// SelectTombstone reads tombstones, with a condition for the last field. Append further conditions with AND. It omits the tombstones of
// passkeys that are registered again, which an earlier build did not delete.
func SelectTombstone(alias string) string {
	return `
	SELECT
		identity_id,
		rp_id,
		credential_id,
		user_handle,
		registered_at,
		removed_at,
		` + alias + `
	FROM tombstones
	WHERE NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.credential_id = tombstones.credential_id)`
}

// Tombstone returns the fields of SelectTombstone.
func Tombstone(t *store.Tombstone) []any {
	return []any{
		&t.IdentityID,
		&t.RPID,
		&t.CredentialID,
		&t.UserHandle,
		&t.RegisteredAt,
		&t.RemovedAt,
		&t.Alias,
	}
}
