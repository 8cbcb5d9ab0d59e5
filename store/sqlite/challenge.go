package sqlite

import (
	"context"
	"database/sql"

	"latchkey/store"
	"latchkey/store/row"
)

// spend is the first statement of every finish, so ChallengeSpent comes before any other refusal.
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

// SpendChallenge spends a challenge and records why, if it is told.
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

// PurgeChallenges deletes those that have expired.
func (s *Store) PurgeChallenges(ctx context.Context) (int64, error) {
	return s.purge(ctx, row.SpentChallenges)
}
