package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
	"latchkey/store/row"
)

// spend is the first statement of every finish, so that store.ChallengeSpent has precedence over all other errors.
func spend(ctx context.Context, tx *sql.Tx, c store.Challenge) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO spent_challenges (hash, expires_at)
		VALUES (?, ?)`,
		c.Hash[:], c.ExpiresAt.UnixMicro())
	if duplicate(err) {
		return store.ChallengeSpent
	}
	return err
}

// SpendChallenge spends a challenge, and records the event unless its type is empty.
func (s *Store) SpendChallenge(ctx context.Context, c store.Challenge, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		if err := spend(ctx, tx, c); err != nil {
			return err
		}
		if event.Type == "" {
			return nil
		}
		return recordEvent(ctx, tx, event)
	})
}

// PurgeChallenges deletes expired challenges.
func (s *Store) PurgeChallenges(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.SpentChallenges)
}
