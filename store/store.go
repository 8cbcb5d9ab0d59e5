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
	"time"
)

// Store is the interface of a database driver. All methods are safe for concurrent use, also by several processes on one
// database. They respect their context, and changes are durable when they return nil.
type Store interface {
	Passkeys
	Imports
	Challenges
	StepUps
	PasskeySessions
	IdentityFacts
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
	Revocations
	CompromisedModels
	Lifecycle
	AuditLog
	Stats
	AdminKeys
	Keys
	Deliveries
	Canaries
	AuthenticatorLists

	// Now returns the database's clock, in UTC. It also serves as a health check of the database, and fails if that cannot
	// be written to.
	Now(ctx context.Context) (time.Time, error)
	// Pools returns the usage of the connections, without a query.
	Pools() []Pool
	// Close waits for running calls and closes the connections.
	Close() error
}
