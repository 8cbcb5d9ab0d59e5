package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Graces stores since when users have been asked to enrol a second factor, and then a second way to sign in.
type Graces interface {
	// BeginGrace returns when the identity's grace period began. The first call begins it now.
	BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error)
	// BeginSecondGrace is BeginGrace for the second way to sign in. A reset begins the first period, and ends this one.
	BeginSecondGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error)
}
