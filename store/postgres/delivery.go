package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/store"
)

// OpenSink begins behind all IDs of the newest batch.
func (s *Store) OpenSink(ctx context.Context, sink string, since time.Time) error {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO sinks (
			name,
			batch,
			event_id,
			since
		) SELECT
			$1,
			coalesce((SELECT max(number) FROM audit_heads), 0),
			'ffffffff-ffff-ffff-ffff-ffffffffffff',
			$2
		ON CONFLICT (name) DO NOTHING`,
		sink, since)
	return err
}

// SinkPosition is how far it has come.
func (s *Store) SinkPosition(ctx context.Context, sink string) (store.SinkPosition, error) {
	return one(ctx, s, func(row pgx.CollectableRow) (p store.SinkPosition, err error) {
		err = row.Scan(&p.Batch, &p.EventID, &p.Since)
		return p, err
	}, `SELECT batch, event_id, since FROM sinks WHERE name = $1`, sink)
}

// AddDeliveries moves the sink first: of two that follow the log at once, the second waits there and finds it moved.
func (s *Store) AddDeliveries(
	ctx context.Context, sink string, from, to store.SinkPosition, deliveries []store.Delivery,
) error {
	return retry(func() error {
		return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			moved, err := tx.Exec(ctx, `
				UPDATE sinks
				SET batch = $4,
				    event_id = $5
				WHERE name = $1 AND batch = $2 AND event_id = $3`,
				sink, from.Batch, from.EventID, to.Batch, to.EventID)
			if err != nil {
				return err
			}
			if moved.RowsAffected() == 0 {
				return store.SinkMoved
			}
			batch := &pgx.Batch{}
			for _, d := range deliveries {
				batch.Queue(insertDelivery,
					d.ID,
					sink,
					d.EventID,
					d.EventType,
					orNull(d.IdentityID),
					d.Batch,
					d.CreatedAt,
				)
			}
			return tx.SendBatch(ctx, batch).Close()
		})
	})
}

const insertDelivery = `
	INSERT INTO deliveries (
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
		next_try_at
	) VALUES ($1, $2, $3, $4, $5, $6, 'pending', 0, '', $7, $7)`

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

// ClaimDeliveries passes over what others are claiming, and what is claimed already is not due.
func (s *Store) ClaimDeliveries(
	ctx context.Context, sink string, claim uuid.UUID, now, until time.Time, size int,
) ([]store.ClaimedDelivery, error) {
	claimed, err := list(ctx, s, scanDelivery, claimDeliveries, sink, now, size, claim, until)
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(claimed))
	for i, d := range claimed {
		ids[i] = d.EventID
	}
	events, err := list(ctx, s, scanEvent, `
		SELECT`+eventColumns+`
		FROM security_audit
		WHERE id = ANY($1) AND erasure IS NULL`,
		ids)
	if err != nil {
		return nil, err
	}
	return store.WithEvents(claimed, events), nil
}

const claimDeliveries = `
	WITH due AS (
		SELECT id
		FROM deliveries AS d
		WHERE state = 'pending'
		  AND sink = $1
		  AND next_try_at <= $2
		  AND NOT EXISTS (
			SELECT 1
			FROM deliveries AS earlier
			WHERE earlier.state = 'pending'
			  AND earlier.sink = d.sink
			  AND earlier.identity_id = d.identity_id
			  AND (earlier.batch, earlier.event_id) < (d.batch, d.event_id)
		  )
		ORDER BY next_try_at
		LIMIT $3
		FOR UPDATE SKIP LOCKED
	)
	UPDATE deliveries
	SET claim = $4,
	    next_try_at = $5,
	    tries = tries + 1
	FROM due
	WHERE deliveries.id = due.id
	RETURNING` + deliveryColumns

// EndDelivery pushes those that it holds back behind its next try, so that nobody looks at them in vain until then.
func (s *Store) EndDelivery(ctx context.Context, end store.DeliveryEnd) error {
	pending, ended := &end.At, (*time.Time)(nil)
	if end.State != store.DeliveryPending {
		pending, ended = nil, &end.At
	}
	n, err := s.count(ctx, `
		WITH tried AS (
			UPDATE deliveries
			SET state = $3,
			    failure = $4,
			    claim = NULL,
			    next_try_at = $5,
			    ended_at = $6
			WHERE id = $1 AND claim = $2
			RETURNING id, sink, identity_id, next_try_at, batch, event_id
		), held AS (
			UPDATE deliveries AS later
			SET next_try_at = tried.next_try_at
			FROM tried
			WHERE later.state = 'pending'
			  AND later.sink = tried.sink
			  AND later.identity_id = tried.identity_id
			  AND (later.batch, later.event_id) > (tried.batch, tried.event_id)
			  AND later.next_try_at < tried.next_try_at
		)
		SELECT count(*) FROM tried`,
		end.ID, end.Claim, end.State, end.Failure, pending, ended)
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
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
