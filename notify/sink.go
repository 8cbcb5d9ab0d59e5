package notify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// sink is one receiver of events.
type sink interface {
	name() string
	// wants reports whether the event is for this sink.
	wants(event store.AuditEvent, now time.Time) bool
	// atMost limits the events of this type per user and day; 0: no limit.
	atMost(eventType string) int
	// deliver makes one attempt, within ctx.
	deliver(ctx context.Context, deliveryID uuid.UUID, event store.AuditEvent) outcome
}

// outcome is the result of one attempt: a state of the store, or pending for a retry.
type outcome struct {
	state string
	why   string // one of our codes; nothing that others wrote
}

var delivered = outcome{state: store.DeliveryDelivered}

func again(why string) outcome { return outcome{store.DeliveryPending, why} }

func hopeless(why string) outcome { return outcome{store.DeliveryDead, why} }

func skipped(why string) outcome { return outcome{store.DeliverySkipped, why} }

func dropped(why string) outcome { return outcome{store.DeliveryDropped, why} }
