package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

const deliveryColumns = `
		id,
		sink,
		event_id,
		event_type,
		identity_id,
		batch,
		state,
		tries,
		failure,
		created_at,
		next_try_at,
		ended_at`

func scanDelivery(r row) (store.Delivery, error) {
	var (
		d           store.Delivery
		created     int64
		next, ended *int64
	)
	err := r.Scan(
		(*id)(&d.ID),
		&d.Sink,
		(*id)(&d.EventID),
		&d.EventType,
		(*id)(&d.IdentityID),
		&d.Batch,
		&d.State,
		&d.Tries,
		&d.Failure,
		&created,
		&next,
		&ended,
	)
	d.CreatedAt, d.NextTryAt, d.EndedAt = fromMicros(created), optionalTime(next), optionalTime(ended)
	return d, err
}

// Deliveries lists, newest first.
func (s *Store) Deliveries(
	ctx context.Context, filter store.DeliveryFilter, page store.Page,
) ([]store.Delivery, error) {
	var c conditions
	if page.Before != uuid.Nil {
		c.add(`id < ?`, id(page.Before))
	}
	if filter.State != nil {
		c.add(`state = ?`, text(*filter.State))
	}
	if filter.Sink != nil {
		c.add(`sink = ?`, text(*filter.Sink))
	}
	if filter.IdentityID != nil {
		c.add(`identity_id = ?`, filter.IdentityID[:])
	}
	return list(ctx, s, scanDelivery, `
		SELECT`+deliveryColumns+`
		FROM deliveries`+c.clause()+`
		ORDER BY id DESC
		LIMIT ?`,
		append(c.args, page.Size)...)
}

// RetryDelivery looks first at what is there.
func (s *Store) RetryDelivery(
	ctx context.Context, deliveryID uuid.UUID, now time.Time, event store.AuditEvent,
) (store.Delivery, error) {
	var d store.Delivery
	err := s.write(ctx, func(tx *sql.Tx) error {
		var err error
		d, err = scanDelivery(tx.QueryRowContext(ctx, `
			SELECT`+deliveryColumns+`
			FROM deliveries
			WHERE id = ?`,
			id(deliveryID)))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return store.ErrNotFound
		case err != nil:
			return err
		case d.State != store.DeliveryDead:
			return store.DeliveryNotDead
		}
		d, err = scanDelivery(tx.QueryRowContext(ctx, `
			UPDATE deliveries
			SET state = 'pending',
			    tries = 0,
			    next_try_at = ?,
			    ended_at = NULL
			WHERE id = ?
			RETURNING`+deliveryColumns,
			now.UnixMicro(), id(deliveryID)))
		if err != nil {
			return err
		}
		return recordEvent(ctx, tx, event)
	})
	return d, err
}

// CountDeliveries reads those that have not ended well, by their index.
func (s *Store) CountDeliveries(ctx context.Context) ([]store.DeliveryCount, error) {
	return list(ctx, s, func(r row) (store.DeliveryCount, error) {
		var (
			c      store.DeliveryCount
			oldest *int64
		)
		err := r.Scan(&c.Sink, &c.Pending, &c.Dead, &oldest)
		c.Oldest = optionalTime(oldest)
		return c, err
	}, `
		SELECT
			sink,
			count(*) FILTER (WHERE state = 'pending'),
			count(*) FILTER (WHERE state = 'dead'),
			min(created_at) FILTER (WHERE state = 'pending')
		FROM deliveries
		WHERE state IN ('pending', 'dead')
		GROUP BY sink
		ORDER BY sink`)
}

// PurgeDeliveries also takes those that waited for a sink nobody serves any more.
func (s *Store) PurgeDeliveries(ctx context.Context, ended, dead time.Time) (int64, error) {
	var total int64
	for _, purge := range []struct {
		where string
		limit time.Time
	}{
		{`state <> 'dead' AND ended_at < ?`, ended},
		{`state = 'dead' AND ended_at < ?`, dead},
		{`state = 'pending' AND next_try_at < ?`, dead},
	} {
		for {
			result, err := s.writer.ExecContext(ctx, `
				DELETE FROM deliveries
				WHERE id IN (SELECT id FROM deliveries WHERE `+purge.where+` LIMIT ?)`,
				purge.limit.UnixMicro(), purgeBatch)
			if err != nil {
				return total, err
			}
			deleted, err := result.RowsAffected()
			total += deleted
			if err != nil {
				return total, err
			}
			if deleted < purgeBatch {
				break
			}
		}
	}
	return total, nil
}
