package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/row"
)

// OpenSink positions a new sink after all events of the newest batch.
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

// SinkPosition returns the position of a sink.
func (s *Store) SinkPosition(ctx context.Context, sink string) (store.SinkPosition, error) {
	return one(ctx, s.reader, row.SinkPosition, `SELECT batch, event_id, since FROM sinks WHERE name = ?`, text(sink))
}

// AddDeliveries moves the sink and stores the deliveries in one transaction.
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
	INSERT INTO deliveries (` + row.DeliveryColumns + `
	) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, '', ?, ?, NULL)`
