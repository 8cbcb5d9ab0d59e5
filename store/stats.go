package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Inventory counts the stored passkeys.
type Inventory struct {
	Identities     int64 // with at least one passkey
	IdentitiesTwo  int64 // with at least two
	Passkeys       int64
	Providers      []ProviderCount // most passkeys first
	RelyingParties []RPCount       // most passkeys first
}

// ProviderCount counts the passkeys of one authenticator model.
type ProviderCount struct {
	AAGUID   uuid.UUID
	Passkeys int64
}

// RPCount counts the passkeys of one relying party.
type RPCount struct {
	RPID     string
	Passkeys int64
}

// EventCount is a number of events. Reason is empty except for types with a closed set of reasons.
type EventCount struct {
	Type, Reason string
	Count        int64
}

// Stats counts passkeys and events. Events are counted later, from the sealed batches of the audit log, so that recording
// one does not contend for a counter.
type Stats interface {
	// Inventory scans all passkeys, so its duration grows with their number.
	Inventory(ctx context.Context) (Inventory, error)
	// CountBatch adds the events of the next uncounted batch to the hours in which they happened, with their reasons for
	// the given types. It returns false if there is no such batch. Replicas that call it at once count each batch once.
	CountBatch(ctx context.Context, reasoned []string) (counted bool, err error)
	// AddCounts adds counts of what is not in the audit log to an hour.
	AddCounts(ctx context.Context, hour time.Time, counts []EventCount) error
	// CountedSince returns the first hour with a count, or the zero time if there is none.
	CountedSince(ctx context.Context) (time.Time, error)
	// PasskeysCreated returns how many of the stored passkeys were created from since (inclusive) to until (exclusive), and
	// how many of these have been used since. It scans all passkeys.
	PasskeysCreated(ctx context.Context, since, until time.Time) (created, used int64, err error)
	// EventCounts returns the sums of the hours from since (inclusive) to until (exclusive), ordered by type, and those of
	// one type with the largest first.
	EventCounts(ctx context.Context, since, until time.Time) ([]EventCount, error)
}
