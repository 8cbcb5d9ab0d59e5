package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Canaries stores which identities `latchkey doctor --canary` created, and before that the registration flows in which it does: these are
// IDs of Kratos, too. Their events are in the log like all others, and in no
// delivery. They are kept for 30 days, in which sinks that were behind come to those events.
type Canaries interface {
	// AddCanary stores an identity with its event. Of one that is stored it records nothing.
	AddCanary(ctx context.Context, identityID uuid.UUID, at time.Time, event AuditEvent) error
	// Canaries lists the identities, the latest first.
	Canaries(ctx context.Context) ([]uuid.UUID, error)
	// PurgeCanaries deletes old ones, by the database's clock. It returns their number.
	PurgeCanaries(ctx context.Context) (int64, error)
}
