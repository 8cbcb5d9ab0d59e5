package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// The scopes of a reconciliation.
const (
	// ScopeAll are all identities of which anything is stored that ends with the identity at Kratos.
	ScopeAll = "all"
	// ScopeWaiting are those that are missing, or have passkeys that are suspended for inactivity.
	ScopeWaiting = "waiting"
	// ScopeHandles are the user handles of all passkeys at Kratos, which one replica reads for all (user_handle_aliases).
	ScopeHandles = "handles"
	// ScopeLists begins the scopes of the fetches of lists of authenticators, which one replica fetches for all from an address.
	ScopeLists = "lists:"
)

// The outcomes of a reconciliation.
const (
	ReconciliationDone    = "done"
	ReconciliationAborted = "aborted" // too many identities are missing
	ReconciliationFailed  = "failed"
)

// ReconciliationTaken: another worker has claimed the reconciliation.
const ReconciliationTaken Conflict = "reconciliation is another's"

// HeldIdentity is an identity of which something is stored.
type HeldIdentity struct {
	ID           uuid.UUID
	MissingSince *time.Time // since when it is known to be missing at Kratos; nil: it is not
	Accepted     bool       // an operator has accepted that it is missing
	Usable       int        // passkeys that are not suspended
	Inactive     int        // passkeys that are suspended for inactivity
}

// Reconciliation is the comparison of the identities of one scope with Kratos, or the reading of handles there: the last one, and when
// the next is due.
type Reconciliation struct {
	Scope   string
	Claimed bool
	DueAt   time.Time  // when claimed: the end of the claim
	EndedAt *time.Time // of the last one; nil: none has ended
	Outcome string     // of the last one, or empty
	Held    int        // identities that the last one compared, or read
	Missing int        // of those, the ones that are missing at Kratos, or could not be read
}

// Departure is the removal of an identity that no longer exists at Kratos.
type Departure struct {
	IdentityID   uuid.UUID
	MissingUntil time.Time // it must be missing since then, or longer
	At           time.Time
	// KeyRevoked and Removed return the events of a revoked admin key and of the removal. They must have no side effects,
	// since the transaction may be retried.
	KeyRevoked func(AdminKey) AuditEvent
	Removed    func(Erased) AuditEvent
}

// Lifecycle follows identities at Kratos: which are held here, which are missing there, and which are inactive.
type Lifecycle interface {
	// HeldIdentities lists up to limit identities of a scope whose ID is greater than after, by ID.
	HeldIdentities(ctx context.Context, scope string, after uuid.UUID, limit int) ([]HeldIdentity, error)
	// HeldIDs lists likewise the IDs of ScopeAll, without those of missing identities.
	HeldIDs(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error)
	// CountMissing returns the number of missing identities.
	CountMissing(ctx context.Context) (int, error)

	// MissIdentity records that an identity is missing since event.At. It is idempotent: of a missing one it records nothing.
	MissIdentity(ctx context.Context, id uuid.UUID, event AuditEvent) error
	// AcceptMissing records that an operator has accepted all that are missing now.
	AcceptMissing(ctx context.Context) error
	// FindIdentityAgain records that a missing identity exists again. It is idempotent.
	FindIdentityAgain(ctx context.Context, id uuid.UUID, event AuditEvent) error
	// RemoveIdentity deletes what EraseIdentity deletes, except tombstones, deliveries and events, and writes tombstones of the
	// passkeys. What the user or staff refused stays refused if the identity returns: CredentialRemoved still holds, also for the
	// passkeys that are suspended, except for inactivity, and disowned factors stay. It returns ErrNotFound if the identity is not missing for so long.
	RemoveIdentity(ctx context.Context, d Departure) (Erased, error)
	// SuspendInactive suspends the passkeys of an identity that are not suspended, and deletes what they granted in sessions,
	// as SuspendPasskey does. What they vouched for and initialised stays, since they are resumed together. event returns the
	// event, given their number; it is not called if there are none, and must have no side effects.
	SuspendInactive(ctx context.Context, id uuid.UUID, end Ending, event func(passkeys int) AuditEvent) (ended []SessionEnding, err error)
	// ResumeActive resumes the passkeys that SuspendInactive suspended, unless they were suspended for another cause since.
	// event is as in SuspendInactive.
	ResumeActive(ctx context.Context, id uuid.UUID, event func(passkeys int) AuditEvent) error

	// Reconciliation returns the state of a scope, or ErrNotFound if it was never claimed.
	Reconciliation(ctx context.Context, scope string) (Reconciliation, error)
	// ClaimReconciliation claims a scope until the given time. It returns ErrNotFound if that is not due. With early it also
	// claims one that nobody has claimed.
	ClaimReconciliation(ctx context.Context, scope string, claim uuid.UUID, now, until time.Time, early bool) error
	// HoldReconciliation extends a claim. It returns ReconciliationTaken.
	HoldReconciliation(ctx context.Context, claim uuid.UUID, until time.Time) error
	// EndReconciliation stores the outcome with the time of the next one, and ends the claim. It returns ReconciliationTaken.
	EndReconciliation(ctx context.Context, claim uuid.UUID, r Reconciliation) error
}
