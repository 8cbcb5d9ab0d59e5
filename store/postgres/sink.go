package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/store"
	"latchkey/store/row"
)

// OpenSink positions a new sink after all events of the newest batch.
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

// SinkPosition returns the position of a sink.
func (s *Store) SinkPosition(ctx context.Context, sink string) (store.SinkPosition, error) {
	return one(ctx, s.pool, row.SinkPosition, `SELECT batch, event_id, since FROM sinks WHERE name = $1`, sink)
}

// AddDeliveries moves the sink first: of two concurrent calls the second waits for the row and finds the sink moved.
func (s *Store) AddDeliveries(
	ctx context.Context, sink string, from, to store.SinkPosition, deliveries []store.Delivery,
) error {
	return s.write(ctx, func(tx pgx.Tx) error {
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
}

const insertDelivery = `
	INSERT INTO deliveries (` + row.DeliveryColumns + `
	) VALUES ($1, $2, $3, $4, $5, $6, 'pending', 0, '', $7, $7, NULL)`
