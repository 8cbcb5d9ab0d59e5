package postgres

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

const resetColumns = `
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
		coalesce(decider_kind, ''),
		coalesce(decider_id, ''),
		coalesce(decider_owner, ''),
		decided_at,
		steps,
		tries,
		failure,
		next_try_at,
		ended_at,
		expires_at`

const selectReset = `
	SELECT` + resetColumns + `
	FROM resets`

func scanReset(row pgx.CollectableRow) (store.Reset, error) {
	var r store.Reset
	err := row.Scan(
		&r.ID,
		&r.IdentityID,
		&r.State,
		&r.Reason,
		&r.Note,
		&r.RequestID,
		&r.RequestedBy.Kind,
		&r.RequestedBy.ID,
		&r.RequestedBy.Owner,
		&r.RequestedAt,
		&r.DecidedBy.Kind,
		&r.DecidedBy.ID,
		&r.DecidedBy.Owner,
		&r.DecidedAt,
		&r.Steps,
		&r.Tries,
		&r.Failure,
		&r.NextTryAt,
		&r.EndedAt,
		&r.ExpiresAt,
	)
	return r, err
}

// createReset gives no row when the identity has one that has not ended.
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

// CreateReset stores a reset, or finds the one there is. One that ends between the two is made anew.
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
		found, err := one(ctx, s, scanReset, selectReset+` WHERE identity_id = $1 AND ended_at IS NULL`, r.IdentityID)
		if !errors.Is(err, store.ErrNotFound) {
			return found, false, err
		}
	}
	return store.Reset{}, false, errors.New("postgres: resets of this identity keep ending; try again")
}

// Reset by ID.
func (s *Store) Reset(ctx context.Context, id uuid.UUID) (store.Reset, error) {
	return one(ctx, s, scanReset, selectReset+` WHERE id = $1`, id)
}

const listResets = selectReset + `
	WHERE ($1::uuid IS NULL OR id < $1)
	  AND ($2::text IS NULL OR state = $2)
	  AND ($3::uuid IS NULL OR identity_id = $3)
	ORDER BY id DESC
	LIMIT $4`

// Resets lists, newest first. It is planned anew each time, as AuditEvents is.
func (s *Store) Resets(ctx context.Context, filter store.ResetFilter, page store.Page) ([]store.Reset, error) {
	return list(ctx, s, scanReset, listResets,
		pgx.QueryExecModeCacheDescribe,
		orNull(page.Before),
		filter.State,
		filter.IdentityID,
		page.Size,
	)
}

const countResets = `
	SELECT
		count(*) FILTER (WHERE state = 'pending'),
		count(*) FILTER (WHERE state = 'open'),
		min(coalesce(decided_at, requested_at)) FILTER (WHERE state = 'open')
	FROM resets
	WHERE ended_at IS NULL`

// CountResets reads those that have not ended, by their index.
func (s *Store) CountResets(ctx context.Context) (c store.ResetCount, err error) {
	err = s.pool.QueryRow(ctx, countResets).Scan(&c.Pending, &c.Open, &c.Oldest)
	return c, err
}

// DecideReset approves or cancels.
func (s *Store) DecideReset(ctx context.Context, id uuid.UUID, d store.ResetDecision, event store.AuditEvent) error {
	decided, err := s.count(ctx, `
		WITH decided AS (
			UPDATE resets
			SET state = $14::text,
			    decider_kind = $15,
			    decider_id = $16,
			    decider_owner = $17,
			    decided_at = $18::timestamptz,
			    next_try_at = CASE WHEN $14::text = 'open' THEN $18::timestamptz END,
			    ended_at = CASE WHEN $14::text <> 'open' THEN $18::timestamptz END
			WHERE id = $13 AND state = 'pending' AND (expires_at IS NULL OR expires_at > $18::timestamptz)
			RETURNING id
		), audit AS (`+recordEvent+` FROM decided)
		SELECT count(*) FROM decided`,
		eventArgs(event, id, d.State, d.By.Kind, d.By.ID, d.By.Owner, d.At)...)
	if err == nil && decided == 0 {
		return s.resetOr(ctx, id, store.ResetNotPending)
	}
	return err
}

// resetOr tells a reset that is not there from one that has changed.
func (s *Store) resetOr(ctx context.Context, id uuid.UUID, otherwise error) error {
	found, err := s.count(ctx, `SELECT count(*) FROM resets WHERE id = $1`, id)
	if err := orNotFound(found, err); err != nil {
		return err
	}
	return otherwise
}

// notBeingReset is what a ceremony's write asks of an identity, whose expression goes between the two.
const (
	notBeingReset    = `NOT EXISTS (SELECT 1 FROM resets WHERE ended_at IS NULL AND state = 'open' AND identity_id = `
	notBeingResetEnd = `)`
)

// resettingOr tells a write that found an open reset from one that failed otherwise.
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

// refuseReset is for transactions. Where the reset is opened at the same moment, what they write is deleted at its end.
func refuseReset(ctx context.Context, tx pgx.Tx, identityID uuid.UUID) error {
	var free bool
	err := tx.QueryRow(ctx, `SELECT `+notBeingReset+`$1`+notBeingResetEnd, identityID).Scan(&free)
	if err == nil && !free {
		return store.BeingReset
	}
	return err
}
