package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// Deliveries lists deliveries, newest first.
func (s *Store) Deliveries(ctx context.Context, filter store.DeliveryFilter, p store.Page) ([]store.Delivery, error) {
	return page(ctx, s, row.Delivery, selectDelivery, row.Deliveries(filter, p), p.Size)
}

const selectDelivery = `
	SELECT` + row.DeliveryColumns + `
	FROM deliveries`

// RetryDelivery makes a dead delivery pending. If it finds none, it reads the reason in the same transaction.
func (s *Store) RetryDelivery(
	ctx context.Context, id uuid.UUID, now time.Time, event store.AuditEvent,
) (store.Delivery, error) {
	var d store.Delivery
	err := s.write(ctx, func(tx pgx.Tx) error {
		var err error
		d, err = one(ctx, tx, row.Delivery, `
			UPDATE deliveries
			SET state = 'pending',
			    tries = 0,
			    next_try_at = $2,
			    ended_at = NULL
			WHERE id = $1 AND state = 'dead'
			RETURNING`+row.DeliveryColumns,
			id, now)
		if errors.Is(err, store.ErrNotFound) {
			return whyNotDead(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, recordEvent, eventArgs(event)...)
		return err
	})
	return d, err
}

func whyNotDead(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	var exists bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM deliveries WHERE id = $1)`, id).Scan(&exists); err != nil {
		return err
	}
	if exists {
		return store.DeliveryNotDead
	}
	return store.ErrNotFound
}

// CountDeliveries counts the pending and dead deliveries of each sink.
func (s *Store) CountDeliveries(ctx context.Context) ([]store.DeliveryCount, error) {
	return list(ctx, s.pool, row.DeliveryCount, row.CountDeliveries)
}

// PurgeDeliveries deletes expired deliveries, including those of sinks that no replica serves any more.
func (s *Store) PurgeDeliveries(ctx context.Context, ended, dead time.Time) (int64, error) {
	var total int64
	for _, expired := range row.ExpiredDeliveries(ended, dead) {
		deleted, err := s.deleteInBatches(ctx, "deliveries", numbered(expired.Clause()), expired.Args...)
		total += deleted
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
