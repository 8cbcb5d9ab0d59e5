package postgres

import (
	"context"

	"latchkey/store"
	"latchkey/store/row"
)

// SpendChallenge spends a challenge, and records the event unless its type is empty.
func (s *Store) SpendChallenge(ctx context.Context, c store.Challenge, event store.AuditEvent) error {
	if event.Type == "" {
		_, err := s.pool.Exec(ctx, `
			INSERT INTO spent_challenges (hash, expires_at)
			VALUES ($1, $2)`,
			c.Hash[:], c.ExpiresAt)
		if duplicate(err) {
			return store.ChallengeSpent
		}
		return err
	}
	_, err := s.count(ctx, `
		WITH spent AS (
			INSERT INTO spent_challenges (hash, expires_at)
			VALUES ($13, $14)
			RETURNING hash
		), audit AS (`+recordEvent+` FROM spent)
		SELECT count(*) FROM spent`,
		eventArgs(event, c.Hash[:], c.ExpiresAt)...)
	if duplicate(err) {
		return s.spentOr(ctx, c, err)
	}
	return err
}

// spentOr returns store.ChallengeSpent if the challenge is spent, and otherwise the given error. It is called only after a
// failed finish, where store.ChallengeSpent has precedence over all other errors.
func (s *Store) spentOr(ctx context.Context, c store.Challenge, otherwise error) error {
	n, err := s.count(ctx, `SELECT count(*) FROM spent_challenges WHERE hash = $1`, c.Hash[:])
	if err != nil {
		return err
	}
	if n > 0 {
		return store.ChallengeSpent
	}
	return otherwise
}

// PurgeChallenges deletes expired challenges.
func (s *Store) PurgeChallenges(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.SpentChallenges)
}
