package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

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

// RetryDelivery makes a dead delivery pending.
func (s *Store) RetryDelivery(
	ctx context.Context, deliveryID uuid.UUID, now time.Time, event store.AuditEvent,
) (store.Delivery, error) {
	var d store.Delivery
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		d, err = one(ctx, tx, row.Delivery, selectDelivery+` WHERE id = ?`, id(deliveryID))
		if err != nil {
			return err
		}
		if d.State != store.DeliveryDead {
			return store.DeliveryNotDead
		}
		d, err = one(ctx, tx, row.Delivery, `
			UPDATE deliveries
			SET state = 'pending',
			    tries = 0,
			    next_try_at = ?,
			    ended_at = NULL
			WHERE id = ?
			RETURNING`+row.DeliveryColumns,
			now.UnixMicro(), id(deliveryID))
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
	return d, err
}

// CountDeliveries counts the pending and dead deliveries of each sink.
func (s *Store) CountDeliveries(ctx context.Context) ([]store.DeliveryCount, error) {
	return list(ctx, s.reader, row.DeliveryCount, row.CountDeliveries)
}

// PurgeDeliveries deletes expired deliveries, including those of sinks that no process serves any more.
func (s *Store) PurgeDeliveries(ctx context.Context, ended, dead time.Time) (int64, error) {
	var total int64
	for _, expired := range row.ExpiredDeliveries(ended, dead) {
		deleted, err := s.deleteInBatches(ctx, "deliveries", "id", expired.Clause(), arguments(expired)...)
		total += deleted
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
