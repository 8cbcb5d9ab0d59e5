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

// ClaimDeliveries reads before it writes: a poll that finds nothing takes no lock.
func (s *Store) ClaimDeliveries(
	ctx context.Context, sink string, claim uuid.UUID, now, until time.Time, size int,
) ([]store.ClaimedDelivery, error) {
	if due, err := s.someDue(ctx, sink, now); err != nil || !due {
		return nil, err
	}
	var claimed []store.Delivery
	var events []store.AuditEvent
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		claimed, err = list(ctx, tx, row.Delivery, claimDeliveries,
			id(claim), until.UnixMicro(), text(sink), now.UnixMicro(), size)
		if err != nil {
			return err
		}
		events = nil
		for _, d := range claimed {
			event, err := one(ctx, tx, row.AuditEvent, selectEvent+` WHERE id = ? AND erasure IS NULL`, id(d.EventID))
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			events = append(events, event)
		}
		return nil
	})
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	return store.WithEvents(claimed, events), nil
}

func (s *Store) someDue(ctx context.Context, sink string, now time.Time) (bool, error) {
	var due bool
	err := s.reader.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'pending' AND sink = ? AND next_try_at <= ?)`,
		text(sink), now.UnixMicro()).Scan(&due)
	return due, err
}

const claimDeliveries = `
	UPDATE deliveries
	SET claim = ?,
	    next_try_at = ?,
	    tries = tries + 1
	WHERE id IN (
		SELECT id
		FROM deliveries AS d
		WHERE state = 'pending'
			AND sink = ?
			AND next_try_at <= ?
			AND NOT EXISTS (
				SELECT 1
				FROM deliveries AS earlier
				WHERE earlier.state = 'pending'
					AND earlier.sink = d.sink
					AND earlier.identity_id = d.identity_id
					AND (earlier.batch, earlier.event_id) < (d.batch, d.event_id)
			)
		ORDER BY next_try_at
		LIMIT ?
	)
	RETURNING` + row.DeliveryColumns

// EndDelivery also postpones the deliveries that wait for this one to its next try, so that no
// worker claims them before that.
func (s *Store) EndDelivery(ctx context.Context, end store.DeliveryEnd) error {
	pending, ended := &end.At, (*time.Time)(nil)
	if end.State != store.DeliveryPending {
		pending, ended = nil, &end.At
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		d, err := one(ctx, tx, row.Delivery, `
			UPDATE deliveries
			SET state = ?,
			    failure = ?,
			    claim = NULL,
			    next_try_at = ?,
			    ended_at = ?
			WHERE id = ? AND claim = ?
			RETURNING`+row.DeliveryColumns,
			text(end.State), text(end.Failure), when{pending}, when{ended}, id(end.ID), id(end.Claim))
		if err != nil || pending == nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE deliveries
			SET next_try_at = ?1
			WHERE state = 'pending'
				AND sink = ?2
				AND identity_id = ?3
				AND (batch, event_id) > (?4, ?5)
				AND next_try_at < ?1`,
			pending.UnixMicro(), text(d.Sink), id(d.IdentityID), d.Batch, d.EventID[:])
		return err
	})
}
