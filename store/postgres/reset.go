package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

const selectReset = `
	SELECT` + row.ResetColumns + `
	FROM resets`

// createReset returns no row if the identity has a reset that has not ended.
const createReset = `
	WITH created AS (
		INSERT INTO resets (
			id,
			identity_id,
			state,
			reason,
			note,
			request_id,
			requester_kind,
			requester_id,
			requester_owner,
			requested_at,
			steps,
			tries,
			failure,
			next_try_at,
			expires_at
		) VALUES ($13, $14, $15, $16, $17, $18, $19, $20, $21, $22, '[]', 0, '', $23, $24)
		ON CONFLICT (identity_id) WHERE ended_at IS NULL DO NOTHING
		RETURNING id
	), audit AS (` + recordEvent + ` FROM created)
	SELECT count(*) FROM created`

// CreateReset stores a reset, or returns the existing one. If that ends in between, it tries again.
func (s *Store) CreateReset(ctx context.Context, r store.Reset, event store.AuditEvent) (store.Reset, bool, error) {
	for range 3 {
		created, err := s.count(ctx, createReset, eventArgs(event,
			r.ID,
			r.IdentityID,
			r.State,
			r.Reason,
			r.Note,
			r.RequestID,
			r.RequestedBy.Kind,
			r.RequestedBy.ID,
			r.RequestedBy.Owner,
			r.RequestedAt,
			r.NextTryAt,
			r.ExpiresAt,
		)...)
		if err != nil {
			return store.Reset{}, false, err
		}
		if created == 1 {
			r, err = s.Reset(ctx, r.ID)
			return r, true, err
		}
		found, err := one(ctx, s.pool, row.Reset, selectReset+` WHERE identity_id = $1 AND ended_at IS NULL`, r.IdentityID)
		if !errors.Is(err, store.ErrNotFound) {
			return found, false, err
		}
	}
	return store.Reset{}, false, errors.New("postgres: resets of this identity keep ending; try again")
}

// Reset returns a reset by its ID.
func (s *Store) Reset(ctx context.Context, id uuid.UUID) (store.Reset, error) {
	return one(ctx, s.pool, row.Reset, selectReset+` WHERE id = $1`, id)
}

// Resets lists resets, newest first.
func (s *Store) Resets(ctx context.Context, filter store.ResetFilter, p store.Page) ([]store.Reset, error) {
	return page(ctx, s, row.Reset, selectReset, row.Resets(filter, p), p.Size)
}

// CountResets counts the resets that have not ended.
func (s *Store) CountResets(ctx context.Context) (store.Unfinished, error) {
	return one(ctx, s.pool, row.Unfinished, row.CountResets)
}

// DecideReset approves or cancels a pending reset.
func (s *Store) DecideReset(ctx context.Context, id uuid.UUID, d store.ResetDecision, event store.AuditEvent) error {
	decided, err := s.count(ctx, `
		WITH decided AS (
			UPDATE resets
			SET state = $14::text,
			    decider_kind = $15,
			    decider_id = $16,
			    decider_owner = $17,
			    decided_at = $18::timestamptz,
			    next_try_at = CASE WHEN $14::text = 'open' THEN $19::timestamptz END,
			    ended_at = CASE WHEN $14::text <> 'open' THEN $18::timestamptz END
			WHERE id = $13 AND state = 'pending' AND (expires_at IS NULL OR expires_at > $18::timestamptz)
			RETURNING id
		), audit AS (`+recordEvent+` FROM decided)
		SELECT count(*) FROM decided`,
		eventArgs(event, id, d.State, d.By.Kind, d.By.ID, d.By.Owner, d.At, d.NextTryAt)...)
	if err == nil && decided == 0 {
		return s.resetOr(ctx, id, store.ResetNotPending)
	}
	return err
}

// resetOr returns store.ErrNotFound if there is no such reset, and the given error otherwise.
func (s *Store) resetOr(ctx context.Context, id uuid.UUID, otherwise error) error {
	found, err := s.count(ctx, `SELECT count(*) FROM resets WHERE id = $1`, id)
	if err := orNotFound(found, err); err != nil {
		return err
	}
	return otherwise
}

// notBeingReset and notBeingResetEnd enclose an expression for an identity: the condition that it has no open reset.
const (
	notBeingReset    = `NOT EXISTS (SELECT 1 FROM resets WHERE ended_at IS NULL AND state = 'open' AND identity_id = `
	notBeingResetEnd = `)`
)

// resettingOr replaces the error of a refused ceremony by store.BeingReset if the identity has an open reset, and by
// store.ChallengeSpent if the challenge is spent.
func (s *Store) resettingOr(ctx context.Context, c store.Challenge, identityOf string, id uuid.UUID, otherwise error) error {
	open, err := s.count(ctx, `SELECT count(*) FROM resets WHERE ended_at IS NULL AND state = 'open' AND identity_id = `+identityOf, id)
	if err != nil {
		return err
	}
	if open > 0 {
		otherwise = store.BeingReset
	}
	return s.spentOr(ctx, c, otherwise)
}

// refuseReset returns store.BeingReset if the identity has an open reset. If one is opened at the same time, EndReset deletes
// what the transaction writes.
func refuseReset(ctx context.Context, tx pgx.Tx, identityID uuid.UUID) error {
	var free bool
	err := tx.QueryRow(ctx, `SELECT `+notBeingReset+`$1`+notBeingResetEnd, identityID).Scan(&free)
	if err == nil && !free {
		return store.BeingReset
	}
	return err
}
