// Package store owns the records Latchkey keeps and the contract that every database driver fulfils.
//
// It knows no rules of WebAuthn or Kratos and has no clock: whoever calls passes the time. The drivers are
// store/postgres and store/sqlite; store/storetest is the suite that both pass. Each method that changes
// something writes its audit event in the same transaction, so that no effect is without its record.
//
// Nothing here joins across identities, and all keys are UUIDs or hashes: the tables shard on identity_id.
package store

import (
	"context"
	"errors"
	"time"
)

// The two sentinels. A driver translates its database's errors into these by code, never by text; whatever else
// it returns means that the database is unreachable or broken, and that nothing was written.
var (
	// ErrNotFound: there is no such row, or it belongs to somebody else.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict: the write lost against the rules of the schema or against another writer, and nothing was
	// written. What comes back is always a Conflict that says which rule it was.
	ErrConflict = errors.New("store: conflict")
)

// Conflict names the rule that a refused write ran into. Every Conflict is an ErrConflict.
type Conflict string

const (
	// ChallengeSpent: the ceremony has been finished before, here or on another replica.
	ChallengeSpent Conflict = "challenge already spent"
	// CredentialTaken: the credential ID is registered already, for this identity or another.
	CredentialTaken Conflict = "credential already registered"
	// PasskeyLimit: the identity holds as many passkeys as it may.
	PasskeyLimit Conflict = "passkey limit reached"
	// NotFirstPasskey: the passkey was to be the identity's first, and there is one meanwhile.
	NotFirstPasskey Conflict = "identity has a passkey already"
	// LastPasskey: the passkey is the identity's last usable one and was to be kept.
	LastPasskey Conflict = "last usable passkey"
	// PasskeyChanged: the row is no longer as it was read (its counter moved, it was suspended or deleted).
	PasskeyChanged Conflict = "passkey changed meanwhile"
	// RecoveryUsed: the leave to register a passkey that a recovery code gave is used, or over.
	RecoveryUsed Conflict = "leave to register is used or over"
	// EvidenceGone: the passkey whose evidence allowed the change has been removed or suspended meanwhile.
	EvidenceGone Conflict = "passkey behind the evidence is gone"
	// NameTaken: an admin key of that name exists.
	NameTaken Conflict = "name already taken"
	// ParentRevoked: the admin key that creates another is revoked.
	ParentRevoked Conflict = "creating key is revoked"
)

func (c Conflict) Error() string { return "store: " + string(c) }

// Is makes every Conflict an ErrConflict.
func (c Conflict) Is(target error) bool { return target == ErrConflict }

// Store is what a database driver offers. All methods are safe for concurrent use by many processes on one
// database, are bounded by their context, and are durable when they return nil.
type Store interface {
	Passkeys
	Challenges
	StepUps
	PasskeySessions
	AuthorizationCodes
	Tombstones
	Factors
	Graces
	GatePasses
	RecoveryCodes
	Resets
	Approvals
	AuditLog
	Stats
	AdminKeys
	Keys
	Deliveries

	// Now is the database's clock, in UTC. It also serves as the proof that the database answers.
	Now(ctx context.Context) (time.Time, error)
	// Pools tells how the connections are used. It asks nobody.
	Pools() []Pool
	// Close waits for running calls and frees the connections.
	Close() error
}

// Page asks for up to Size rows that come after the row Before in newest-first order. The zero Before is the
// start. Row IDs are UUIDv7, so their order is that of time.
type Page struct {
	Before [16]byte
	Size   int
}
