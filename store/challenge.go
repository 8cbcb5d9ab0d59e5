package store

import (
	"context"
	"time"
)

// Challenge is the once-only mark of one ceremony: the SHA-256 of its challenge, and when the ceremony expires.
type Challenge struct {
	Hash      [32]byte
	ExpiresAt time.Time
}

// Challenges keeps the spent ones. Begin writes nothing; only a finish spends.
type Challenges interface {
	// SpendChallenge spends a challenge whose finish has no other effect (a refusal), with the event that says so; an event
	// without a type is not recorded. ChallengeSpent.
	SpendChallenge(ctx context.Context, c Challenge, event AuditEvent) error
	// PurgeChallenges deletes, in bounded batches, what expired more than an hour ago by the database's own clock,
	// and tells how many rows went. It is safe to run on all replicas at once.
	PurgeChallenges(ctx context.Context) (int64, error)
}
