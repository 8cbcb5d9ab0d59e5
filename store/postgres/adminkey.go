package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// The unique index on the names of keys that are not revoked.
const adminKeysNameKey = "admin_keys_name_key"

// CreateAdminKey stores a key.
func (s *Store) CreateAdminKey(ctx context.Context, key store.AdminKey, event store.AuditEvent) error {
	scopes := key.Scopes
	if scopes == nil {
		scopes = []string{} // nil would be NULL
	}
	_, err := s.count(ctx, `
		WITH created AS (
			INSERT INTO admin_keys (
				id,
				name,
				hash,
				scopes,
				created_at,
				expires_at,
				revoked_at,
				owner
			) VALUES ($13, $14, $15, $16, $17, $18, $19, $20)
			RETURNING id
		), audit AS (`+recordEvent+` FROM created)
		SELECT count(*) FROM created`,
		eventArgs(event,
			key.ID,
			key.Name,
			key.Hash[:],
			scopes,
			key.CreatedAt,
			key.ExpiresAt,
			key.RevokedAt,
			key.Owner,
		)...)
	if violates(err, adminKeysNameKey) {
		return store.NameTaken
	}
	return err
}

// AdminKeyByHash finds a key.
func (s *Store) AdminKeyByHash(ctx context.Context, hash [32]byte) (store.AdminKey, error) {
	return one(ctx, s, scanAdminKey, `
		SELECT
			id,
			name,
			hash,
			scopes,
			created_at,
			expires_at,
			revoked_at,
			owner
		FROM admin_keys
		WHERE hash = $1`,
		hash[:])
}

// AdminKeys lists all, newest first.
func (s *Store) AdminKeys(ctx context.Context) ([]store.AdminKey, error) {
	return list(ctx, s, scanAdminKey, `
		SELECT
			id,
			name,
			hash,
			scopes,
			created_at,
			expires_at,
			revoked_at,
			owner
		FROM admin_keys
		ORDER BY id DESC`)
}

// RevokeAdminKey ends a key.
func (s *Store) RevokeAdminKey(ctx context.Context, id uuid.UUID, at time.Time, event store.AuditEvent) error {
	found, err := s.count(ctx, `
		WITH revoked AS (
			UPDATE admin_keys
			SET revoked_at = $14
			WHERE id = $13 AND revoked_at IS NULL
			RETURNING id
		), audit AS (`+recordEvent+` FROM revoked)
		SELECT count(*) FROM admin_keys WHERE id = $13`,
		eventArgs(event, id, at)...)
	return orNotFound(found, err)
}

func scanAdminKey(row pgx.CollectableRow) (store.AdminKey, error) {
	var (
		k    store.AdminKey
		hash []byte
	)
	err := row.Scan(
		&k.ID,
		&k.Name,
		&hash,
		&k.Scopes,
		&k.CreatedAt,
		&k.ExpiresAt,
		&k.RevokedAt,
		&k.Owner,
	)
	copy(k.Hash[:], hash)
	return k, err
}
