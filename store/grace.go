package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Graces keeps, for people who must enrol a second factor, since when they have known.
type Graces interface {
	// BeginGrace returns when the identity's grace began: now, for the first that asks, and the same ever after.
	BeginGrace(ctx context.Context, identityID uuid.UUID, now time.Time) (time.Time, error)
}
