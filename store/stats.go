package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Inventory counts the passkeys that there are.
type Inventory struct {
	Identities     int64 // with a passkey
	IdentitiesTwo  int64 // with two or more
	Passkeys       int64
	Providers      []ProviderCount // most first
	RelyingParties []RPCount       // most first
}

// ProviderCount counts the passkeys of one make of authenticator.
type ProviderCount struct {
	AAGUID   uuid.UUID
	Passkeys int64
}

// RPCount counts the passkeys of one relying party.
type RPCount struct {
	RPID     string
	Passkeys int64
}

// EventCount is how often something happened; Reason is empty but for what has a closed set of them.
type EventCount struct {
	Type, Reason string
	Count        int64
}

// Stats counts. What happened is counted from sealed batches of the audit log, each once, so that nobody who writes an
// event waits for a counter.
type Stats interface {
	// Inventory goes over all passkeys, so its time grows with them.
	Inventory(ctx context.Context) (Inventory, error)
	// CountBatch adds the next batch that is not counted to the hours its events fell into, with the reasons of events of
	// these types; counted is false when there is none. Replicas that do so at once count each batch once.
	CountBatch(ctx context.Context, reasoned []string) (counted bool, err error)
	// AddCounts adds to an hour what is no event.
	AddCounts(ctx context.Context, hour time.Time, counts []EventCount) error
	// EventCounts sums up the hours from since, included, to until.
	EventCounts(ctx context.Context, since, until time.Time) ([]EventCount, error)
}
