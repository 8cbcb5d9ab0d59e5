package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Graces stores since when users have been asked to enrol a second factor.
type Graces interface {
	// BeginGrace returns when the identity's grace period began. The first call begins it now.
	BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error)
}
