// Package store defines the records that Latchkey stores, and the interface of the database drivers.
//
// It contains no rules of WebAuthn or Kratos, and no clock: callers pass the time. The drivers are store/postgres and
// store/sqlite, which share store/row; store/storetest is their conformance suite. A method that takes an audit event
// records it in the transaction of its change, so that every change has its record.
//
// No operation joins rows of different identities, and all keys are UUIDs or hashes: the tables can be sharded by
// identity_id.
package store

import (
	"context"
	"errors"
	"time"
)

// The two sentinels. A driver maps its database's errors to them by code, never by text. Any other error means that the
// database is unreachable or broken, and that nothing was written.
var (
	// ErrNotFound: there is no such row, or it belongs to another identity.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict: the write violates a rule, or lost against a concurrent one, and nothing was written. The error is always
	// a Conflict, which names the rule.
	ErrConflict = errors.New("store: conflict")
)

// Conflict is the rule that a refused write violates. Every Conflict is an ErrConflict.
type Conflict string

const (
	// ChallengeSpent: the ceremony was finished before, here or on another replica.
	ChallengeSpent Conflict = "challenge already spent"
	// CredentialTaken: the credential ID is registered, for this identity or another.
	CredentialTaken Conflict = "credential already registered"
	// PasskeyLimit: the identity has the maximum number of passkeys.
	PasskeyLimit Conflict = "passkey limit reached"
	// NotFirstPasskey: the passkey must be the identity's first, but the identity has one.
	NotFirstPasskey Conflict = "identity has a passkey already"
	// LastPasskey: the passkey is the identity's last usable one, which must be kept.
	LastPasskey Conflict = "last usable passkey"
	// PasskeyChanged: the passkey has changed since it was read: its counter, or it was suspended or deleted.
	PasskeyChanged Conflict = "passkey changed meanwhile"
	// RecoveryUsed: the enrolment grant of the recovery is used, or has expired.
	RecoveryUsed Conflict = "enrolment grant is used or expired"
	// EvidenceGone: a passkey on whose evidence the change rests has been deleted or suspended.
	EvidenceGone Conflict = "passkey behind the evidence is gone"
	// NameTaken: an admin key with that name exists.
	NameTaken Conflict = "name already taken"
	// ParentRevoked: the creating admin key is revoked.
	ParentRevoked Conflict = "creating key is revoked"
)

func (c Conflict) Error() string { return "store: " + string(c) }

// Is makes every Conflict an ErrConflict.
func (c Conflict) Is(target error) bool { return target == ErrConflict }

// Store is the interface of a database driver. All methods are safe for concurrent use, also by several processes on one
// database. They respect their context, and changes are durable when they return nil.
type Store interface {
	Passkeys
	Challenges
	StepUps
	PasskeySessions
	SessionEndings
	FirstPasskeys
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

	// Now returns the database's clock, in UTC. It also serves as a health check of the database.
	Now(ctx context.Context) (time.Time, error)
	// Pools returns the usage of the connections, without a query.
	Pools() []Pool
	// Close waits for running calls and closes the connections.
	Close() error
}

// Page selects up to Size rows that follow the row Before, newest first. A zero Before selects the first page. Row IDs are
// UUIDv7, so they are ordered by time.
type Page struct {
	Before [16]byte
	Size   int
}
