package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

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

func scanReset(r row) (store.Reset, error) {
	var (
		reset                    store.Reset
		requestedAt              int64
		steps                    string
		decidedAt, next, endedAt *int64
		expiresAt                *int64
	)
	err := r.Scan(
		(*id)(&reset.ID),
		(*id)(&reset.IdentityID),
		&reset.State,
		&reset.Reason,
		&reset.Note,
		&reset.RequestID,
		&reset.RequestedBy.Kind,
		&reset.RequestedBy.ID,
		&reset.RequestedBy.Owner,
		&requestedAt,
		&reset.DecidedBy.Kind,
		&reset.DecidedBy.ID,
		&reset.DecidedBy.Owner,
		&decidedAt,
		&steps,
		&reset.Tries,
		&reset.Failure,
		&next,
		&endedAt,
		&expiresAt,
	)
	reset.ExpiresAt = optionalTime(expiresAt)
	reset.RequestedAt, reset.Steps = fromMicros(requestedAt), json.RawMessage(steps)
	reset.DecidedAt, reset.NextTryAt, reset.EndedAt = optionalTime(decidedAt), optionalTime(next), optionalTime(endedAt)
	return reset, err
}

// CreateReset looks before it writes: nobody else can meanwhile.
func (s *Store) CreateReset(ctx context.Context, r store.Reset, event store.AuditEvent) (store.Reset, bool, error) {
	var found store.Reset
	created := false
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		found, err = scanReset(tx.QueryRowContext(ctx, selectReset+` WHERE identity_id = ? AND ended_at IS NULL`, id(r.IdentityID)))
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = tx.ExecContext(ctx, `
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
			) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 0, '', ?, ?)`,
			id(r.ID),
			id(r.IdentityID),
			r.State,
			text(r.Reason),
			text(r.Note),
			text(r.RequestID),
			r.RequestedBy.Kind,
			text(r.RequestedBy.ID),
			text(r.RequestedBy.Owner),
			r.RequestedAt.UnixMicro(),
			when{r.NextTryAt},
			when{r.ExpiresAt},
		)
		if err != nil {
			return err
		}
		created = true
		if found, err = resetWithin(ctx, tx, r.ID); err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
	return found, created && err == nil, err
}

func resetWithin(ctx context.Context, tx *sql.Tx, resetID uuid.UUID) (store.Reset, error) {
	return only(scanReset, tx.QueryRowContext(ctx, selectReset+` WHERE id = ?`, id(resetID)))
}

// Reset by ID.
func (s *Store) Reset(ctx context.Context, resetID uuid.UUID) (store.Reset, error) {
	return one(ctx, s, scanReset, selectReset+` WHERE id = ?`, id(resetID))
}

// Resets lists, newest first.
func (s *Store) Resets(ctx context.Context, filter store.ResetFilter, page store.Page) ([]store.Reset, error) {
	var c conditions
	if page.Before != uuid.Nil {
		c.add(`id < ?`, id(page.Before))
	}
	if filter.State != nil {
		c.add(`state = ?`, text(*filter.State))
	}
	if filter.IdentityID != nil {
		c.add(`identity_id = ?`, filter.IdentityID[:])
	}
	return list(ctx, s, scanReset, selectReset+c.clause()+` ORDER BY id DESC LIMIT ?`, append(c.args, page.Size)...)
}

// CountResets reads those that have not ended, by their index.
func (s *Store) CountResets(ctx context.Context) (c store.ResetCount, err error) {
	var oldest *int64
	err = s.reader.QueryRowContext(ctx, `
		SELECT
			count(*) FILTER (WHERE state = 'pending'),
			count(*) FILTER (WHERE state = 'open'),
			min(coalesce(decided_at, requested_at)) FILTER (WHERE state = 'open')
		FROM resets
		WHERE ended_at IS NULL`).Scan(&c.Pending, &c.Open, &oldest)
	c.Oldest = optionalTime(oldest)
	return c, err
}

// DecideReset approves or cancels.
func (s *Store) DecideReset(ctx context.Context, resetID uuid.UUID, d store.ResetDecision, event store.AuditEvent) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		r, err := resetWithin(ctx, tx, resetID)
		if err != nil {
			return err
		}
		if r.State != store.ResetPending || r.ExpiresAt != nil && !r.ExpiresAt.After(d.At) {
			return store.ResetNotPending
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE resets
			SET state = ?1,
			    decider_kind = ?2,
			    decider_id = ?3,
			    decider_owner = ?4,
			    decided_at = ?5,
			    next_try_at = CASE WHEN ?1 = 'open' THEN ?5 END,
			    ended_at = CASE WHEN ?1 <> 'open' THEN ?5 END
			WHERE id = ?6`,
			d.State,
			d.By.Kind,
			text(d.By.ID),
			text(d.By.Owner),
			d.At.UnixMicro(),
			id(resetID),
		)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// refuseReset: nobody can open one before the transaction ends. identityOf is an expression on the ID.
func refuseReset(ctx context.Context, tx *sql.Tx, identityOf string, of uuid.UUID) error {
	open, err := exists(ctx, tx, `
		SELECT count(*)
		FROM resets
		WHERE ended_at IS NULL AND state = 'open' AND identity_id = `+identityOf,
		id(of))
	if err == nil && open {
		return store.BeingReset
	}
	return err
}
