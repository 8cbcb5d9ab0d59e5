package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// follow adds deliveries of the next sealed events for a sink, as package notify does.
func (l *ledger) follow(sink string) []store.Delivery {
	l.t.Helper()
	from, err := l.SinkPosition(l.ctx, sink)
	if err != nil {
		l.t.Fatal(err)
	}
	rows, err := l.SealedEvents(l.ctx, from.Batch, from.EventID, 1000)
	if err != nil {
		l.t.Fatal(err)
	}
	end := from
	var made []store.Delivery
	for _, e := range rows {
		end.Batch, end.EventID = e.Batch, e.ID
		made = append(made, store.Delivery{
			ID: newID(), Sink: sink, EventID: e.ID, EventType: e.Type, IdentityID: e.IdentityID, Batch: e.Batch,
			State: store.DeliveryPending, CreatedAt: at, NextTryAt: to(at),
		})
	}
	if err := l.AddDeliveries(l.ctx, sink, from, end, made); err != nil {
		l.t.Fatal(err)
	}
	return made
}

func testDeliveriesFollowTheLog(t *testing.T, l *ledger) {
	if _, err := l.SinkPosition(l.ctx, "crm"); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("an unknown sink: %v", err)
	}
	l.happened(1, newID())
	if err := l.OpenSink(l.ctx, "crm", at); err != nil {
		t.Fatal(err)
	}
	if made := l.follow("crm"); made != nil {
		t.Fatalf("%d deliveries of what was sealed before", len(made))
	}
	before, err := l.SinkPosition(l.ctx, "crm")
	if err != nil || before.Batch != 1 || !before.Since.Equal(at) {
		t.Fatalf("%+v, %v", before, err)
	}

	// An event with an earlier ID that is committed after a later one was sealed.
	late := event("passkey.registered", newID())
	l.happened(2, newID(), newID())
	if made := l.follow("crm"); len(made) != 2 {
		t.Fatalf("%d deliveries of batch 2", len(made))
	}
	l.accepts(l.RecordEvent(l.ctx, late), late)
	h, rows := head(3, []store.AuditEvent{late})
	l.accepts(l.SealEvents(l.ctx, h, rows))
	if made := l.follow("crm"); len(made) != 1 || made[0].EventID != late.ID {
		t.Fatalf("the late event: %+v", made)
	}

	if err := l.OpenSink(l.ctx, "crm", at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	now, err := l.SinkPosition(l.ctx, "crm")
	if err != nil || now.Batch != 3 || now.EventID != late.ID || !now.Since.Equal(at) {
		t.Fatalf("opened twice: %+v, %v", now, err)
	}
	l.refuses(l.AddDeliveries(l.ctx, "crm", before, now, nil), store.SinkMoved)
	l.refuses(l.AddDeliveries(l.ctx, "unknown", before, now, nil), store.SinkMoved)
}

// Replicas that follow the log at once add each delivery once.
func testDeliveryFollowRace(t *testing.T, l *ledger) {
	if err := l.OpenSink(l.ctx, "crm", at); err != nil {
		t.Fatal(err)
	}
	events := l.happened(1, newID(), newID())
	from, err := l.SinkPosition(l.ctx, "crm")
	if err != nil {
		t.Fatal(err)
	}
	end := store.SinkPosition{Batch: 1, EventID: events[1].ID}
	replica := func() error {
		return l.AddDeliveries(l.ctx, "crm", from, end, []store.Delivery{
			{ID: newID(), EventID: events[0].ID, EventType: "a", Batch: 1, CreatedAt: at},
			{ID: newID(), EventID: events[1].ID, EventType: "a", Batch: 1, CreatedAt: at},
		})
	}
	l.oneWins(atOnce(replica, replica, replica, replica), store.SinkMoved)
	if all, err := l.Deliveries(l.ctx, store.DeliveryFilter{}, store.Page{Size: 10}); err != nil || len(all) != 2 {
		t.Errorf("%d deliveries, %v", len(all), err)
	}
}

// happened records events about these identities, in this order, and seals them as one batch.
func (l *ledger) happened(number int64, identities ...uuid.UUID) []store.AuditEvent {
	l.t.Helper()
	var events []store.AuditEvent
	for _, identity := range identities {
		e := event("passkey.registered", identity)
		l.accepts(l.RecordEvent(l.ctx, e), e)
		events = append(events, e)
	}
	h, rows := head(number, events)
	l.accepts(l.SealEvents(l.ctx, h, rows))
	return events
}
