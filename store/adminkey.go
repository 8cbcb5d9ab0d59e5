package store

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// AdminKey is a key of the admin API. Only its hash is stored; the key itself is returned once, when it is created.
type AdminKey struct {
	ID        uuid.UUID // UUIDv7
	Name      string    // 1 to 64 characters, unique among the keys that are not revoked
	Hash      [32]byte  // SHA-256 of the whole key
	Scopes    []string
	CreatedAt time.Time
	ExpiresAt *time.Time // nil: never
	RevokedAt *time.Time
	Owner     string    // the admin who created it, as in ResetActor; empty: created at the command line
	ParentID  uuid.UUID // the key that created it; zero: none
	// MadeWith are the passkeys and factors on which the session that created it rested. It is empty for keys created
	// with another key or at the command line, and for those of an earlier build.
	MadeWith []uuid.UUID
	// LastUsedAt lags by up to a minute: see TouchAdminKey.
	LastUsedAt *time.Time
}

// OwnedByIdentity is the prefix of the Owner of a key that an identity created. The identity's ID follows.
const OwnedByIdentity = "identity:"

// Cut returns the key with only those of its scopes that are listed, or revoked at the given time if none remains, and
// whether that differs from k. A revoked key never changes. It is for drivers.
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

// AdminKeys stores the keys of the admin API.
type AdminKeys interface {
	// CreateAdminKey stores a key. It returns NameTaken, ParentRevoked if the creating key is revoked, or EvidenceGone.
	CreateAdminKey(ctx context.Context, key AdminKey, by Evidence, event AuditEvent) error
	// AdminKeyByHash finds a key by its hash. Revoked and expired keys are returned too; the caller must check. It
	// returns ErrNotFound if there is none.
	AdminKeyByHash(ctx context.Context, hash [32]byte) (AdminKey, error)
	// AdminKeys lists all keys, newest first, including revoked and expired ones.
	AdminKeys(ctx context.Context) ([]AdminKey, error)
	// RevokeAdminKey revokes a key and all keys that were created with it, directly or through other keys, in one
	// transaction. event returns the audit event of each; it must have no side effects, since the transaction may be
	// retried. The IDs of the keys that were not revoked before are returned. It is idempotent, and returns ErrNotFound
	// for an unknown ID.
	RevokeAdminKey(ctx context.Context, id uuid.UUID, at time.Time, event func(AdminKey) AuditEvent) (revoked []uuid.UUID, err error)
	// RevokeAdminKeysOf is RevokeAdminKey for all keys of an owner, who must not be empty. It succeeds if there are none.
	RevokeAdminKeysOf(ctx context.Context, owner string, at time.Time, event func(AdminKey) AuditEvent) (revoked []uuid.UUID, err error)
	// CutAdminKeysOf removes all other scopes than these from the keys of an owner, who must not be empty, in one
	// transaction. A key that would have no scope left is revoked instead and keeps its scopes for the record. event
	// returns the audit event of a changed key; it must have no side effects. The changed keys are returned. It succeeds
	// if there are none.
	CutAdminKeysOf(ctx context.Context, owner string, scopes []string, at time.Time, event func(AdminKey) AuditEvent) (cut []AdminKey, err error)
	// AdminKeysMadeWith lists the keys that are not revoked and that a session created which rested on this passkey, and
	// their descendants, newest first. The passkey may be deleted.
	AdminKeysMadeWith(ctx context.Context, passkeyID uuid.UUID) ([]AdminKey, error)
	// TouchAdminKey sets LastUsedAt, unless it is less than a minute old. It writes no event, and ignores unknown keys.
	TouchAdminKey(ctx context.Context, id uuid.UUID, at time.Time) error
}
