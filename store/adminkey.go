package store

import (
	"context"
	"slices"
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
	Owner     string    // the admin who made it, as ResetActor names them; empty: made at the machine itself
	ParentID  uuid.UUID // the key that created it; zero: none did
	// LastUsedAt is at most a minute behind.
	LastUsedAt *time.Time
}

// Cut is the key without the scopes that are none of these, or revoked where none would be left; for the drivers. changed
// tells whether that is another key.
func (k AdminKey) Cut(scopes []string, at time.Time) (cut AdminKey, changed bool) {
	left := slices.DeleteFunc(slices.Clone(k.Scopes), func(scope string) bool { return !slices.Contains(scopes, scope) })
	switch {
	case k.RevokedAt != nil || len(left) == len(k.Scopes):
		return k, false
	case len(left) == 0:
		k.RevokedAt = &at
	default:
		k.Scopes = left
	}
	return k, true
}

// AdminKeys keeps them.
type AdminKeys interface {
	// CreateAdminKey stores a key. NameTaken; ParentRevoked when the key that creates it is revoked.
	CreateAdminKey(ctx context.Context, key AdminKey, event AuditEvent) error
	// AdminKeyByHash finds a key, revoked and expired ones included: the caller judges. ErrNotFound.
	AdminKeyByHash(ctx context.Context, hash [32]byte) (AdminKey, error)
	// AdminKeys lists all, newest first, revoked and expired ones included.
	AdminKeys(ctx context.Context) ([]AdminKey, error)
	// RevokeAdminKey revokes a key and all that were created with it, directly or through other keys, in one transaction.
	// event makes the audit event of each; it must have no effects, since a transaction may be run again. It returns
	// those that were not revoked before. Idempotent. ErrNotFound.
	RevokeAdminKey(ctx context.Context, id uuid.UUID, at time.Time, event func(AdminKey) AuditEvent) (revoked []uuid.UUID, err error)
	// RevokeAdminKeysOf does the same with all keys of an owner, which is not empty. None is no error.
	RevokeAdminKeysOf(ctx context.Context, owner string, at time.Time, event func(AdminKey) AuditEvent) (revoked []uuid.UUID, err error)
	// CutAdminKeysOf takes from all keys of an owner, which is not empty, the scopes that are none of these, in one
	// transaction. A key that would have none left is revoked instead, with its scopes on record. event makes the audit event
	// of each key as it is then; it must have no effects. It returns the keys that changed. None is no error.
	CutAdminKeysOf(ctx context.Context, owner string, scopes []string, at time.Time, event func(AdminKey) AuditEvent) (cut []AdminKey, err error)
	// TouchAdminKey notes that a key is used, unless it was noted within the minute before. It writes no event, and on a
	// key that is not there nothing.
	TouchAdminKey(ctx context.Context, id uuid.UUID, at time.Time) error
}
