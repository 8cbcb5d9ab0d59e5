package admin

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/text"
)

// DeliveryFilter selects deliveries; nil fields match all.
type DeliveryFilter = store.DeliveryFilter

// Delivery is the delivery of one audit event to a webhook or mailbox, as admins see it.
type Delivery struct {
	ID         uuid.UUID  `json:"id"`
	Sink       string     `json:"sink"` // "mail", "mail_alerts", or "webhook:" or "set:" and its name
	EventID    uuid.UUID  `json:"event_id"`
	EventType  string     `json:"event_type"`
	IdentityID *uuid.UUID `json:"identity_id"`
	State      string     `json:"state"`
	Tries      int        `json:"tries"`
	Failure    string     `json:"failure"` // a code; empty without a failure
	CreatedAt  time.Time  `json:"created_at"`
	NextTryAt  *time.Time `json:"next_try_at"` // while pending
	EndedAt    *time.Time `json:"ended_at"`
}

var deliveryStates = []string{
	store.DeliveryPending, store.DeliveryDelivered, store.DeliverySkipped, store.DeliveryDropped, store.DeliveryDead,
}

// Deliveries lists deliveries, newest first. Errors: *fault.FieldError for an unknown state.
func (s *Service) Deliveries(ctx context.Context, filter DeliveryFilter, page Page) ([]Delivery, error) {
	if filter.State != nil && !slices.Contains(deliveryStates, *filter.State) {
		return nil, &fault.FieldError{Field: "state", Problem: "is not one of " + strings.Join(deliveryStates, ", ")}
	}
	rows, err := s.store.Deliveries(ctx, filter, page)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	list := make([]Delivery, 0, len(rows))
	for _, d := range rows {
		list = append(list, viewDelivery(d))
	}
	return list, nil
}

// RetryDelivery makes a dead delivery pending again, with all its attempts. Errors: *fault.FieldError,
// fault.ErrNotFound, and fault.ErrConflict if it is not dead.
func (s *Service) RetryDelivery(ctx context.Context, by Admin, req audit.Request, id uuid.UUID, reason string) (*Delivery, error) {
	reason, err := text.CleanReason(reason)
	if err != nil {
		return nil, err
	}
	event := s.audit.Event(audit.DeliveryRetried, req, by.Actor(), audit.Nothing)
	event.Reason = reason
	event.Metadata = audit.Metadata(map[string]any{"delivery_id": id})
	d, err := s.store.RetryDelivery(ctx, id, event.At, event)
	if err != nil {
		return nil, fault.OfStore(err)
	}
	view := viewDelivery(d)
	return &view, nil
}

func viewDelivery(d store.Delivery) Delivery {
	return Delivery{
		ID: d.ID, Sink: d.Sink, EventID: d.EventID, EventType: d.EventType, IdentityID: audit.OrNil(d.IdentityID), State: d.State,
		Tries: d.Tries, Failure: d.Failure, CreatedAt: d.CreatedAt, NextTryAt: d.NextTryAt, EndedAt: d.EndedAt,
	}
}
