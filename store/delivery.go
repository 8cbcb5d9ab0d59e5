package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// The states of a delivery. All but the first are final, except that a dead delivery can be retried.
const (
	DeliveryPending   = "pending"
	DeliveryDelivered = "delivered"
	DeliverySkipped   = "skipped" // no recipient
	DeliveryDropped   = "dropped" // the identity or the event was deleted
	DeliveryDead      = "dead"    // all tries failed
)

const (
	// SinkMoved: another replica has advanced the sink.
	SinkMoved Conflict = "sink has moved on"
	// DeliveryNotDead: the delivery is pending, or has ended without failure.
	DeliveryNotDead Conflict = "delivery is not dead"
)

// SinkPosition is the last sealed event for which a sink has deliveries. Since is when the sink was opened.
type SinkPosition struct {
	Batch   int64
	EventID uuid.UUID
	Since   time.Time
}

// Delivery is the delivery of one audit event to one sink. It has no content: that is read from the audit log.
type Delivery struct {
	ID         uuid.UUID // UUIDv7
	Sink       string
	EventID    uuid.UUID // unique within a sink
	EventType  string
	IdentityID uuid.UUID // zero: about no identity; such deliveries are unordered
	Batch      int64     // batch of the event
	State      string
	Tries      int    // tries begun, including those whose replica died
	Failure    string // code of the last failure, or of why there was no try; never text from outside
	CreatedAt  time.Time
	NextTryAt  *time.Time // nil unless pending; when claimed: the end of the claim
	EndedAt    *time.Time
}

// ClaimedDelivery is a delivery to be made now. Event is nil if it was removed from the log, or blanked.
type ClaimedDelivery struct {
	Delivery
	Event *AuditEvent
}

// DeliveryEnd is the result of a try: a final state, or DeliveryPending for another try.
type DeliveryEnd struct {
	ID, Claim uuid.UUID
	State     string
	Failure   string
	At        time.Time // of the end, or of the next try
}

// DeliveryFilter restricts Deliveries. Nil fields match all.
type DeliveryFilter struct {
	State      *string
	Sink       *string
	IdentityID *uuid.UUID
}

// DeliveryCount is the number of a sink's pending and dead deliveries, and when the oldest pending one was created.
type DeliveryCount struct {
	Sink          string
	Pending, Dead int64
	Oldest        *time.Time
}

// Deliveries makes the audit log an outbox: code that records an event does not have to know about sinks.
type Deliveries interface {
	// OpenSink creates a sink positioned at the end of the sealed log. On an existing sink it does nothing.
	OpenSink(ctx context.Context, sink string, since time.Time) error
	// SinkPosition returns the position of a sink, or ErrNotFound.
	SinkPosition(ctx context.Context, sink string) (SinkPosition, error)
	// AddDeliveries stores new deliveries, pending and due at their creation time, and moves the sink from one position
	// to the other, in one transaction. It returns SinkMoved if the sink is not at from.
	AddDeliveries(ctx context.Context, sink string, from, to SinkPosition, deliveries []Delivery) error
	// ClaimDeliveries claims up to size deliveries of a sink that are due, until the given time, and counts a try of each.
	// Of one identity only its first pending delivery can be claimed, in the order of the sealed log.
	ClaimDeliveries(ctx context.Context, sink string, claim uuid.UUID, now, until time.Time, size int) ([]ClaimedDelivery, error)
	// EndDelivery records the result of a claimed try. A delivery that stays pending postpones the later ones of the same
	// identity and sink. It returns ErrNotFound if the delivery was claimed by another replica after the claim ended, or
	// was erased.
	EndDelivery(ctx context.Context, end DeliveryEnd) error
	// Deliveries lists deliveries, newest first.
	Deliveries(ctx context.Context, filter DeliveryFilter, page Page) ([]Delivery, error)
	// RetryDelivery makes a dead delivery pending and due, and resets its tries. It returns ErrNotFound or
	// DeliveryNotDead.
	RetryDelivery(ctx context.Context, id uuid.UUID, now time.Time, event AuditEvent) (Delivery, error)
	// CountDeliveries counts the pending and dead deliveries of each sink that has any, ordered by name.
	CountDeliveries(ctx context.Context) ([]DeliveryCount, error)
	// PurgeDeliveries deletes deliveries that ended before the first time, those that died before the second, and those
	// that were due before the second and never made, in batches. It returns their number.
	PurgeDeliveries(ctx context.Context, ended, dead time.Time) (int64, error)
}

// WithEvents joins claimed deliveries with their events, in the order of the sealed log. It is for drivers.
func WithEvents(claimed []Delivery, events []AuditEvent) []ClaimedDelivery {
	byID := make(map[uuid.UUID]*AuditEvent, len(events))
	for i := range events {
		byID[events[i].ID] = &events[i]
	}
	all := make([]ClaimedDelivery, len(claimed))
	for i, d := range claimed {
		all[i] = ClaimedDelivery{Delivery: d, Event: byID[d.EventID]}
	}
	slices.SortFunc(all, func(a, b ClaimedDelivery) int {
		return cmp.Or(cmp.Compare(a.Batch, b.Batch), bytes.Compare(a.EventID[:], b.EventID[:]))
	})
	return all
}
