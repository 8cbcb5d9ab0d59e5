package row

import (
	"time"

	"latchkey/store"
)

// DeliveryColumns are the columns of a delivery.
const DeliveryColumns = `
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

// Delivery returns the fields of DeliveryColumns.
func Delivery(d *store.Delivery) []any {
	return []any{
		&d.ID,
		&d.Sink,
		&d.EventID,
		&d.EventType,
		&d.IdentityID,
		&d.Batch,
		&d.State,
		&d.Tries,
		&d.Failure,
		&d.CreatedAt,
		&d.NextTryAt,
		&d.EndedAt,
	}
}

// Deliveries returns the condition of a page of deliveries.
func Deliveries(filter store.DeliveryFilter, p store.Page) *Where {
	w := page(p)
	equal(w, `state`, filter.State)
	equal(w, `sink`, filter.Sink)
	equal(w, `identity_id`, filter.IdentityID)
	return w
}

// CountDeliveries counts the pending and dead deliveries of each sink, using the index on their state.
const CountDeliveries = `
	SELECT
		sink,
		count(*) FILTER (WHERE state = 'pending'),
		count(*) FILTER (WHERE state = 'dead'),
		min(created_at) FILTER (WHERE state = 'pending')
	FROM deliveries
	WHERE state IN ('pending', 'dead')
	GROUP BY sink
	ORDER BY sink`

// DeliveryCount returns the fields of CountDeliveries.
func DeliveryCount(c *store.DeliveryCount) []any {
	return []any{&c.Sink, &c.Pending, &c.Dead, &c.Oldest}
}

// SinkPosition returns the fields of the columns batch, event_id and since.
func SinkPosition(p *store.SinkPosition) []any { return []any{&p.Batch, &p.EventID, &p.Since} }

// ExpiredDeliveries returns the conditions of the deliveries that a purge deletes: those that ended before the first
// time, those that died before the second, and those that have been due since before the second, since no replica
// serves their sink any more.
func ExpiredDeliveries(ended, dead time.Time) []*Where {
	return []*Where{
		new(Where).and(`state <> 'dead' AND ended_at < ?`, ended),
		new(Where).and(`state = 'dead' AND ended_at < ?`, dead),
		new(Where).and(`state = 'pending' AND next_try_at < ?`, dead),
	}
}
