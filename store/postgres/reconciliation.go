package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// Reconciliation reads the state of a scope.
func (s *Store) Reconciliation(ctx context.Context, scope string) (store.Reconciliation, error) {
	return one(ctx, s.pool, row.Reconciliation, numbered(row.SelectReconciliation), scope)
}

// ClaimReconciliation claims a scope. The first claim of all creates its row.
func (s *Store) ClaimReconciliation(ctx context.Context, scope string, claim uuid.UUID, now, until time.Time, early bool) error {
	claimed, err := s.count(ctx, `
		WITH claimed AS (
			INSERT INTO reconciliations AS r (
				scope,
				claim,
				due_at,
				outcome,
				held,
				missing
			) VALUES ($1, $2, $4, '', 0, 0)
			ON CONFLICT (scope) DO UPDATE
			SET claim = excluded.claim,
			    due_at = excluded.due_at
			WHERE r.due_at <= $3 OR ($5::boolean AND r.claim IS NULL)
			RETURNING scope
		)
		SELECT count(*) FROM claimed`,
		scope, claim, now, until, early)
	return orNotFound(claimed, err)
}

// HoldReconciliation extends a claim.
func (s *Store) HoldReconciliation(ctx context.Context, claim uuid.UUID, until time.Time) error {
	held, err := s.count(ctx, `
		WITH held AS (
			UPDATE reconciliations
			SET due_at = $2
			WHERE claim = $1
			RETURNING scope
		)
		SELECT count(*) FROM held`,
		claim, until)
	return orTaken(held, err)
}

// EndReconciliation ends a claim.
func (s *Store) EndReconciliation(ctx context.Context, claim uuid.UUID, r store.Reconciliation) error {
	ended, err := s.count(ctx, `
		WITH ended AS (
			UPDATE reconciliations
			SET claim = NULL,
			    due_at = $2,
			    ended_at = $3,
			    outcome = $4,
			    held = $5,
			    missing = $6
			WHERE claim = $1
			RETURNING scope
		)
		SELECT count(*) FROM ended`,
		claim, r.DueAt, r.EndedAt, r.Outcome, r.Held, r.Missing)
	return orTaken(ended, err)
}

func orTaken(held int64, err error) error {
	if err == nil && held == 0 {
		return store.ReconciliationTaken
	}
	return err
}
