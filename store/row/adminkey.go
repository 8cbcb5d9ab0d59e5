package row

import (
	"github.com/google/uuid"

	"latchkey/store"
)

// AdminKeyColumns are the columns of an admin key.
const AdminKeyColumns = `
		id,
		name,
		hash,
		scopes,
		created_at,
		expires_at,
		revoked_at,
		owner,
		parent_id,
		made_with,
		last_used_at`

// AdminKey returns the fields of AdminKeyColumns.
func AdminKey(k *store.AdminKey) []any {
	return []any{
		&k.ID,
		&k.Name,
		Fixed(k.Hash[:]),
		&k.Scopes,
		&k.CreatedAt,
		&k.ExpiresAt,
		&k.RevokedAt,
		&k.Owner,
		&k.ParentID,
		&k.MadeWith,
		&k.LastUsedAt,
	}
}

// AdminKeyIDs returns the IDs of keys.
func AdminKeyIDs(keys []store.AdminKey) (ids []uuid.UUID) {
	for _, key := range keys {
		ids = append(ids, key.ID)
	}
	return ids
}
