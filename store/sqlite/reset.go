package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

const selectReset = `
	SELECT` + row.ResetColumns + `
	FROM resets`

// CreateReset reads before it writes, in one immediate transaction.
func (s *Store) CreateReset(ctx context.Context, r store.Reset, event store.AuditEvent) (store.Reset, bool, error) {
	var found store.Reset
	created := false
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		found, err = one(ctx, tx, row.Reset, selectReset+` WHERE identity_id = ? AND ended_at IS NULL`, id(r.IdentityID))
		if !errors.Is(err, store.ErrNotFound) {
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
	return one(ctx, tx, row.Reset, selectReset+` WHERE id = ?`, id(resetID))
}

// Reset returns a reset by its ID.
func (s *Store) Reset(ctx context.Context, resetID uuid.UUID) (store.Reset, error) {
	return one(ctx, s.reader, row.Reset, selectReset+` WHERE id = ?`, id(resetID))
}

// Resets lists resets, newest first.
func (s *Store) Resets(ctx context.Context, filter store.ResetFilter, p store.Page) ([]store.Reset, error) {
	return page(ctx, s, row.Reset, selectReset, row.Resets(filter, p), p.Size)
}

// CountResets counts the resets that have not ended.
func (s *Store) CountResets(ctx context.Context) (store.Unfinished, error) {
	return one(ctx, s.reader, row.Unfinished, row.CountResets)
}

// DecideReset approves or cancels a pending reset.
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
			    next_try_at = CASE WHEN ?1 = 'open' THEN ?7 END,
			    ended_at = CASE WHEN ?1 <> 'open' THEN ?5 END
			WHERE id = ?6`,
			d.State,
			d.By.Kind,
			text(d.By.ID),
			text(d.By.Owner),
			d.At.UnixMicro(),
			id(resetID),
			d.NextTryAt.UnixMicro(),
		)
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
}

// refuseReset returns store.BeingReset if the identity has an open reset. None can be opened before the transaction ends.
// identityOf is an SQL expression for the identity, on the argument of.
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
