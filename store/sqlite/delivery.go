package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// OpenSink begins behind all IDs of the newest batch.
func (s *Store) OpenSink(ctx context.Context, sink string, since time.Time) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO sinks (
				name,
				batch,
				event_id,
				since
			) SELECT
				?,
				coalesce((SELECT max(number) FROM audit_heads), 0),
				?,
				?
			WHERE true
			ON CONFLICT (name) DO NOTHING`,
			text(sink), uuid.Max[:], since.UnixMicro())
		return err
	})
}

// SinkPosition is how far it has come.
func (s *Store) SinkPosition(ctx context.Context, sink string) (store.SinkPosition, error) {
	return one(ctx, s, func(r row) (store.SinkPosition, error) {
		var (
			p     store.SinkPosition
			since int64
		)
		err := r.Scan(&p.Batch, (*id)(&p.EventID), &since)
		p.Since = fromMicros(since)
		return p, err
	}, `SELECT batch, event_id, since FROM sinks WHERE name = ?`, text(sink))
}

// AddDeliveries moves the sink first.
func (s *Store) AddDeliveries(
	ctx context.Context, sink string, from, to store.SinkPosition, deliveries []store.Delivery,
) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		moved, err := changed(ctx, tx, `
			UPDATE sinks
			SET batch = ?,
			    event_id = ?
			WHERE name = ? AND batch = ? AND event_id = ?`,
			to.Batch, to.EventID[:], text(sink), from.Batch, from.EventID[:])
		if err != nil {
			return err
		}
		if moved == 0 {
			return store.SinkMoved
		}
		for _, d := range deliveries {
			_, err := tx.ExecContext(ctx, insertDelivery,
				id(d.ID),
				text(sink),
				id(d.EventID),
				text(d.EventType),
				id(d.IdentityID),
				d.Batch,
				d.CreatedAt.UnixMicro(),
				d.CreatedAt.UnixMicro(),
			)
			if err != nil {
				return err
			}
		}
		return nil
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
	) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, '', ?, ?)`

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

// ClaimDeliveries looks before it claims: a poll that finds nothing takes no lock.
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
		claimed, err = collect(ctx, tx, scanDelivery, claimDeliveries,
			id(claim), until.UnixMicro(), text(sink), now.UnixMicro(), size)
		if err != nil {
			return err
		}
		events = nil
		for _, d := range claimed {
			event, err := scanEvent(tx.QueryRowContext(ctx, `
				SELECT`+eventColumns+`
				FROM security_audit
				WHERE id = ? AND erasure IS NULL`,
				id(d.EventID)))
			if errors.Is(err, sql.ErrNoRows) {
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
	RETURNING` + deliveryColumns

// collect reads all rows within a transaction.
func collect[T any](ctx context.Context, tx *sql.Tx, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		next, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return all, rows.Err()
}

// EndDelivery pushes those that it holds back behind its next try, so that nobody looks at them in vain until then.
func (s *Store) EndDelivery(ctx context.Context, end store.DeliveryEnd) error {
	pending, ended := &end.At, (*time.Time)(nil)
	if end.State != store.DeliveryPending {
		pending, ended = nil, &end.At
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		d, err := scanDelivery(tx.QueryRowContext(ctx, `
			UPDATE deliveries
			SET state = ?,
			    failure = ?,
			    claim = NULL,
			    next_try_at = ?,
			    ended_at = ?
			WHERE id = ? AND claim = ?
			RETURNING`+deliveryColumns,
			text(end.State), text(end.Failure), when{pending}, when{ended}, id(end.ID), id(end.Claim)))
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
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
