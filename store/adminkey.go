package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// AdminKey is one key of the admin API. The key itself is shown once and never stored.
type AdminKey struct {
	ID        uuid.UUID // UUIDv7
	Name      string    // 1 to 64 characters, unique among the keys that are not revoked
	Hash      [32]byte  // SHA-256 of the whole key
	Scopes    []string
	CreatedAt time.Time
	ExpiresAt *time.Time // nil: never
	RevokedAt *time.Time
	Owner     string // the admin who made it, as ResetActor names them; empty: made at the machine itself
}

// AdminKeys keeps them.
type AdminKeys interface {
	// CreateAdminKey stores a key. NameTaken.
	CreateAdminKey(ctx context.Context, key AdminKey, event AuditEvent) error
	// AdminKeyByHash finds a key, revoked and expired ones included: the caller judges. ErrNotFound.
	AdminKeyByHash(ctx context.Context, hash [32]byte) (AdminKey, error)
	// AdminKeys lists all, newest first, revoked and expired ones included.
	AdminKeys(ctx context.Context) ([]AdminKey, error)
	// RevokeAdminKey is idempotent: on a revoked key it writes nothing. ErrNotFound.
	RevokeAdminKey(ctx context.Context, id uuid.UUID, at time.Time, event AuditEvent) error
}
