package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// Reconciliation reads the state of a scope.
func (s *Store) Reconciliation(ctx context.Context, scope string) (store.Reconciliation, error) {
	return one(ctx, s.reader, row.Reconciliation, row.SelectReconciliation, scope)
}

// ClaimReconciliation writes only if the scope can be claimed, which is rare. The first claim of all creates its row.
func (s *Store) ClaimReconciliation(ctx context.Context, scope string, claim uuid.UUID, now, until time.Time, early bool) error {
	r, err := s.Reconciliation(ctx, scope)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if r.DueAt.After(now) && (r.Claimed || !early) {
		return store.ErrNotFound
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		claimed, err := changed(ctx, tx, `
			INSERT INTO reconciliations (
				scope,
				claim,
				due_at,
				outcome,
				held,
				missing
			) VALUES (?3, ?1, ?2, '', 0, 0)
			ON CONFLICT (scope) DO UPDATE
			SET claim = excluded.claim,
			    due_at = excluded.due_at
			WHERE due_at <= ?4 OR (?5 AND claim IS NULL)`,
			id(claim), until.UnixMicro(), scope, now.UnixMicro(), early)
		return orNotFound(claimed > 0, err)
	})
}

// HoldReconciliation extends a claim.
func (s *Store) HoldReconciliation(ctx context.Context, claim uuid.UUID, until time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		held, err := changed(ctx, tx, `UPDATE reconciliations SET due_at = ? WHERE claim = ?`, until.UnixMicro(), id(claim))
		return orTaken(held, err)
	})
}

// EndReconciliation ends a claim.
func (s *Store) EndReconciliation(ctx context.Context, claim uuid.UUID, r store.Reconciliation) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		ended, err := changed(ctx, tx, `
			UPDATE reconciliations
			SET claim = NULL,
			    due_at = ?,
			    ended_at = ?,
			    outcome = ?,
			    held = ?,
			    missing = ?
			WHERE claim = ?`,
			r.DueAt.UnixMicro(), when{r.EndedAt}, r.Outcome, r.Held, r.Missing, id(claim))
		return orTaken(ended, err)
	})
}

func orTaken(held int64, err error) error {
	if err == nil && held == 0 {
		return store.ReconciliationTaken
	}
	return err
}
