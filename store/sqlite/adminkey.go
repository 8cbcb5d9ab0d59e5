package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const selectAdminKey = `
	SELECT
		id,
		name,
		hash,
		scopes,
		created_at,
		expires_at,
		revoked_at,
		owner
	FROM admin_keys`

// CreateAdminKey stores a key.
func (s *Store) CreateAdminKey(ctx context.Context, key store.AdminKey, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		taken, err := exists(ctx, tx, `
			SELECT count(*) FROM admin_keys WHERE name = ? AND revoked_at IS NULL`, text(key.Name))
		if err != nil {
			return err
		}
		if taken && key.RevokedAt == nil {
			return store.NameTaken
		}
		if err := insertAdminKey(ctx, tx, key); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

func insertAdminKey(ctx context.Context, tx *sql.Tx, key store.AdminKey) error {
	scopes := key.Scopes
	if scopes == nil {
		scopes = []string{} // nil would be null
	}
	encoded, err := json.Marshal(scopes)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO admin_keys (
			id,
			name,
			hash,
			scopes,
			created_at,
			expires_at,
			revoked_at,
			owner
		) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		id(key.ID),
		text(key.Name),
		key.Hash[:],
		text(encoded),
		key.CreatedAt.UnixMicro(),
		when{key.ExpiresAt},
		when{key.RevokedAt},
		text(key.Owner),
	)
	return err
}

// AdminKeyByHash finds a key.
func (s *Store) AdminKeyByHash(ctx context.Context, hash [32]byte) (store.AdminKey, error) {
	return one(ctx, s, scanAdminKey, selectAdminKey+` WHERE hash = ?`, hash[:])
}

// AdminKeys lists all, newest first.
func (s *Store) AdminKeys(ctx context.Context) ([]store.AdminKey, error) {
	return list(ctx, s, scanAdminKey, selectAdminKey+` ORDER BY id DESC`)
}

// RevokeAdminKey ends a key.
func (s *Store) RevokeAdminKey(ctx context.Context, keyID uuid.UUID, at time.Time, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		revoked, err := changed(ctx, tx, `
			UPDATE admin_keys
			SET revoked_at = ?
			WHERE id = ? AND revoked_at IS NULL`,
			at.UnixMicro(), id(keyID))
		if err != nil {
			return err
		}
		if revoked == 1 {
			return recordEvent(ctx, tx, event)
		}
		return orNotFound(exists(ctx, tx, `SELECT count(*) FROM admin_keys WHERE id = ?`, id(keyID)))
	})
}

func scanAdminKey(r row) (store.AdminKey, error) {
	var (
		k                    store.AdminKey
		hash                 []byte
		scopes               string
		createdAt            int64
		expiresAt, revokedAt *int64
	)
	err := r.Scan(
		(*id)(&k.ID),
		&k.Name,
		&hash,
		&scopes,
		&createdAt,
		&expiresAt,
		&revokedAt,
		&k.Owner,
	)
	if err != nil {
		return k, err
	}
	copy(k.Hash[:], hash)
	k.CreatedAt = fromMicros(createdAt)
	k.ExpiresAt = optionalTime(expiresAt)
	k.RevokedAt = optionalTime(revokedAt)
	return k, json.Unmarshal([]byte(scopes), &k.Scopes)
}
