package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

const deliveryColumns = `
		deliveries.id,
		deliveries.sink,
		deliveries.event_id,
		deliveries.event_type,
		deliveries.identity_id,
		deliveries.batch,
		deliveries.state,
		deliveries.tries,
		deliveries.failure,
		deliveries.created_at,
		deliveries.next_try_at,
		deliveries.ended_at`

// deliveryTargets are where deliveryColumns go, and those that follow.
func deliveryTargets(d *store.Delivery, identity **uuid.UUID, more ...any) []any {
	return append([]any{
		&d.ID,
		&d.Sink,
		&d.EventID,
		&d.EventType,
		identity,
		&d.Batch,
		&d.State,
		&d.Tries,
		&d.Failure,
		&d.CreatedAt,
		&d.NextTryAt,
		&d.EndedAt,
	}, more...)
}

func scanDelivery(row pgx.CollectableRow) (store.Delivery, error) {
	var (
		d        store.Delivery
		identity *uuid.UUID
	)
	err := row.Scan(deliveryTargets(&d, &identity)...)
	if identity != nil {
		d.IdentityID = *identity
	}
	return d, err
}

// Deliveries is planned anew each time, as AuditEvents is.
func (s *Store) Deliveries(
	ctx context.Context, filter store.DeliveryFilter, page store.Page,
) ([]store.Delivery, error) {
	return list(ctx, s, scanDelivery, listDeliveries,
		pgx.QueryExecModeCacheDescribe,
		orNull(page.Before),
		filter.State,
		filter.Sink,
		filter.IdentityID,
		page.Size,
	)
}

const listDeliveries = `
	SELECT` + deliveryColumns + `
	FROM deliveries
	WHERE ($1::uuid IS NULL OR id < $1)
	  AND ($2::text IS NULL OR state = $2)
	  AND ($3::text IS NULL OR sink = $3)
	  AND ($4::uuid IS NULL OR identity_id = $4)
	ORDER BY id DESC
	LIMIT $5`

// RetryDelivery looks in the same transaction why there was nothing to retry.
func (s *Store) RetryDelivery(
	ctx context.Context, id uuid.UUID, now time.Time, event store.AuditEvent,
) (store.Delivery, error) {
	var d store.Delivery
	err := retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			rows, err := tx.Query(ctx, `
				UPDATE deliveries
				SET state = 'pending',
				    tries = 0,
				    next_try_at = $2,
				    ended_at = NULL
				WHERE id = $1 AND state = 'dead'
				RETURNING`+deliveryColumns,
				id, now)
			if err != nil {
				return err
			}
			d, err = pgx.CollectExactlyOneRow(rows, scanDelivery)
			if errors.Is(err, pgx.ErrNoRows) {
				return whyNotDead(ctx, tx, id)
			}
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, recordEvent, eventArgs(event)...)
			return err
		})
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

// CountDeliveries reads those that have not ended well, by their index.
func (s *Store) CountDeliveries(ctx context.Context) ([]store.DeliveryCount, error) {
	return list(ctx, s, func(row pgx.CollectableRow) (c store.DeliveryCount, err error) {
		err = row.Scan(&c.Sink, &c.Pending, &c.Dead, &c.Oldest)
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
		{`state <> 'dead' AND ended_at < $2`, ended},
		{`state = 'dead' AND ended_at < $2`, dead},
		{`state = 'pending' AND next_try_at < $2`, dead},
	} {
		for {
			tag, err := s.pool.Exec(ctx, `
				DELETE FROM deliveries
				WHERE id IN (
					SELECT id
					FROM deliveries
					WHERE `+purge.where+`
					LIMIT $1
					FOR UPDATE SKIP LOCKED
				)`,
				purgeBatch, purge.limit)
			if err != nil {
				return total, err
			}
			total += tag.RowsAffected()
			if tag.RowsAffected() < purgeBatch {
				break
			}
		}
	}
	return total, nil
}
