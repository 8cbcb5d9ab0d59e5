package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// The states of a delivery. All but the first are ends; only a dead one can be taken up again.
const (
	DeliveryPending   = "pending"
	DeliveryDelivered = "delivered"
	DeliverySkipped   = "skipped" // there is nobody to tell
	DeliveryDropped   = "dropped" // the person, or the event, is gone
	DeliveryDead      = "dead"    // given up
)

const (
	// SinkMoved: another has followed the log meanwhile.
	SinkMoved Conflict = "sink has moved on"
	// DeliveryNotDead: the delivery waits for its next try anyhow, or has ended well.
	DeliveryNotDead Conflict = "delivery is not dead"
)

// SinkPosition is how far a sink has come in the sealed events, and since when it is one.
type SinkPosition struct {
	Batch   int64
	EventID uuid.UUID
	Since   time.Time
}

// Delivery is one audit event on its way to one sink. What is delivered stays in the audit log.
type Delivery struct {
	ID         uuid.UUID // UUIDv7
	Sink       string
	EventID    uuid.UUID // once per sink
	EventType  string
	IdentityID uuid.UUID // zero: nobody, and no order is kept
	Batch      int64     // of the event
	State      string
	Tries      int    // begun, also those that nobody lived to end
	Failure    string // why the last try failed, or why there was none; no text of others
	CreatedAt  time.Time
	NextTryAt  *time.Time // while pending; of one that is claimed: when the claim ends
	EndedAt    *time.Time
}

// ClaimedDelivery is one to be made now. The event is nil when it is no longer in the log, or blanked.
type ClaimedDelivery struct {
	Delivery
	Event *AuditEvent
}

// DeliveryEnd is the end of a try: an end state, or DeliveryPending with the time of the next one.
type DeliveryEnd struct {
	ID, Claim uuid.UUID
	State     string
	Failure   string
	At        time.Time // the end, or the next try
}

// DeliveryFilter narrows Deliveries; nil members do not.
type DeliveryFilter struct {
	State      *string
	Sink       *string
	IdentityID *uuid.UUID
}

// DeliveryCount is how many deliveries of a sink are pending or dead, and when the oldest pending one was made.
type DeliveryCount struct {
	Sink          string
	Pending, Dead int64
	Oldest        *time.Time
}

// Deliveries makes the audit log an outbox: whoever writes an event need not know of it.
type Deliveries interface {
	// OpenSink gives a new sink the end of the sealed log as its position; on one that is there it does nothing.
	OpenSink(ctx context.Context, sink string, since time.Time) error
	// SinkPosition is how far it has come. ErrNotFound.
	SinkPosition(ctx context.Context, sink string) (SinkPosition, error)
	// AddDeliveries stores new deliveries, all pending and due when they are created, and moves the sink from one
	// position to the other, both or neither. SinkMoved when it is no longer there.
	AddDeliveries(ctx context.Context, sink string, from, to SinkPosition, deliveries []Delivery) error
	// ClaimDeliveries takes up to size deliveries of a sink that are due, for nobody else until the claim ends, and counts
	// a try. Of one identity only the first that is pending can be claimed, in the order of the sealed log.
	ClaimDeliveries(ctx context.Context, sink string, claim uuid.UUID, now, until time.Time, size int) ([]ClaimedDelivery, error)
	// EndDelivery records how a claimed try ended. One that goes on later holds back the later ones of the same
	// identity and sink. ErrNotFound when the claim has ended and somebody else took the delivery, or it is erased.
	EndDelivery(ctx context.Context, end DeliveryEnd) error
	// Deliveries lists, newest first.
	Deliveries(ctx context.Context, filter DeliveryFilter, page Page) ([]Delivery, error)
	// RetryDelivery makes a dead delivery pending and due, with no tries counted. ErrNotFound, DeliveryNotDead.
	RetryDelivery(ctx context.Context, id uuid.UUID, now time.Time, event AuditEvent) (Delivery, error)
	// CountDeliveries counts by sink, in the order of their names.
	CountDeliveries(ctx context.Context) ([]DeliveryCount, error)
	// PurgeDeliveries deletes, in bounded batches, those that ended before; dead ones that died before dead.
	PurgeDeliveries(ctx context.Context, ended, dead time.Time) (int64, error)
}

// WithEvents puts claimed deliveries together with their events, in the order of the sealed log. It is for drivers.
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
