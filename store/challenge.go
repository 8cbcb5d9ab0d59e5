package store

import (
	"context"
	"time"
)

// Challenge identifies a ceremony, so that it is finished once only: the SHA-256 of its challenge and its expiry.
type Challenge struct {
	Hash      [32]byte
	ExpiresAt time.Time
}

// Challenges stores the spent challenges. A begin stores nothing.
type Challenges interface {
	// SpendChallenge spends a challenge whose finish has no other effect (a refusal), and records the event unless its
	// type is empty. It returns ChallengeSpent.
	SpendChallenge(ctx context.Context, c Challenge, event AuditEvent) error
	// PurgeChallenges deletes challenges that expired more than an hour ago by the database's clock, in batches, and
	// returns their number. Like all purges, it can run on several replicas at once.
	PurgeChallenges(ctx context.Context) (int64, error)
}
