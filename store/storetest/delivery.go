package storetest

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// follow turns the next sealed events into deliveries for a sink, as notify does.
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

// happened records events of these identities and seals them as one batch, in the order given.
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

func (l *ledger) claim(now time.Time, size int, sink string) (uuid.UUID, []store.ClaimedDelivery) {
	l.t.Helper()
	claim := newID()
	claimed, err := l.ClaimDeliveries(l.ctx, sink, claim, now, now.Add(time.Minute), size)
	if err != nil {
		l.t.Fatal(err)
	}
	return claim, claimed
}

func (l *ledger) end(claim uuid.UUID, d store.ClaimedDelivery, state string, at time.Time) {
	l.t.Helper()
	if err := l.EndDelivery(l.ctx, store.DeliveryEnd{ID: d.ID, Claim: claim, State: state, Failure: "status_500", At: at}); err != nil {
		l.t.Fatal(err)
	}
}

func eventIDs(claimed []store.ClaimedDelivery) []uuid.UUID {
	var ids []uuid.UUID
	for _, d := range claimed {
		ids = append(ids, d.EventID)
	}
	return ids
}

func testDeliveriesFollowTheLog(t *testing.T, l *ledger) {
	if _, err := l.SinkPosition(l.ctx, "crm"); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("a sink that nobody opened: %v", err)
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

	// An event with an older ID that is committed when a younger one is sealed already.
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
	l.refuses(l.AddDeliveries(l.ctx, "nobody", before, now, nil), store.SinkMoved)
}

func testDeliveryComesBackAsStored(t *testing.T, l *ledger) {
	if err := errors.Join(l.OpenSink(l.ctx, "crm", at), l.OpenSink(l.ctx, "mail", at)); err != nil {
		t.Fatal(err)
	}
	ada := newID()
	events := l.happened(1, ada, uuid.Nil, newID())
	made := append(l.follow("crm"), l.follow("mail")...)
	slices.Reverse(made)
	list := func(f store.DeliveryFilter) []store.Delivery {
		t.Helper()
		return pages(l, 2, func(page store.Page) ([]store.Delivery, error) { return l.Deliveries(l.ctx, f, page) },
			func(d store.Delivery) uuid.UUID { return d.ID })
	}
	if got := list(store.DeliveryFilter{}); !reflect.DeepEqual(got, made) {
		t.Fatalf("got  %+v\nwant %+v", got, made)
	}
	if got := list(store.DeliveryFilter{Sink: to("crm"), IdentityID: &ada}); len(got) != 1 || got[0].EventID != events[0].ID {
		t.Errorf("of one person: %+v", got)
	}

	claim, claimed := l.claim(at, 10, "crm")
	if len(claimed) != 3 {
		t.Fatalf("%d claimed", len(claimed))
	}
	for i, d := range claimed {
		if d.Event == nil || !reflect.DeepEqual(*d.Event, events[i]) || d.Tries != 1 || !d.NextTryAt.Equal(at.Add(time.Minute)) {
			t.Errorf("claimed %+v, event %+v", d.Delivery, d.Event)
		}
	}
	l.end(claim, claimed[0], store.DeliveryDelivered, at)
	l.end(claim, claimed[1], store.DeliveryDead, at.Add(time.Second))
	l.end(claim, claimed[2], store.DeliverySkipped, at)
	dead := list(store.DeliveryFilter{State: to(store.DeliveryDead)})
	if len(dead) != 1 || dead[0].Failure != "status_500" || dead[0].NextTryAt != nil || !dead[0].EndedAt.Equal(at.Add(time.Second)) {
		t.Fatalf("dead: %+v", dead)
	}
	counts, err := l.CountDeliveries(l.ctx)
	want := []store.DeliveryCount{{Sink: "crm", Dead: 1}, {Sink: "mail", Pending: 3, Oldest: to(at)}}
	if err != nil || !reflect.DeepEqual(counts, want) {
		t.Errorf("counts %+v, %v", counts, err)
	}

	if n, err := l.PurgeDeliveries(l.ctx, at.Add(time.Second), at); n != 2 || err != nil {
		t.Errorf("%d purged, %v; those that ended well are two", n, err)
	}
	if n, err := l.PurgeDeliveries(l.ctx, at, at.Add(2*time.Second)); n != 4 || err != nil {
		t.Errorf("%d purged, %v; one is dead, and three nobody took", n, err)
	}
}

func testDeliveryOrder(t *testing.T, l *ledger) {
	if err := l.OpenSink(l.ctx, "crm", at); err != nil {
		t.Fatal(err)
	}
	ada, bob := newID(), newID()
	events := l.happened(1, ada, ada, bob, uuid.Nil, uuid.Nil)
	more := l.happened(2, ada)
	l.follow("crm")
	ids := []uuid.UUID{events[0].ID, events[2].ID, events[3].ID, events[4].ID}

	claim, claimed := l.claim(at, 10, "crm")
	if !slices.Equal(eventIDs(claimed), ids) {
		t.Fatal("not the first of each person, and all of nobody")
	}
	if _, others := l.claim(at.Add(30*time.Second), 10, "crm"); others != nil {
		t.Fatal("claimed twice")
	}
	if _, others := l.claim(at, 10, "mail"); others != nil {
		t.Fatal("claimed for another sink")
	}

	// A failure holds back what follows of the same person, and of nobody else.
	l.end(claim, claimed[0], store.DeliveryPending, at.Add(time.Hour))
	l.end(claim, claimed[1], store.DeliveryDelivered, at)
	l.end(claim, claimed[2], store.DeliveryDelivered, at)
	if err := l.EndDelivery(l.ctx, store.DeliveryEnd{ID: claimed[0].ID, Claim: claim, State: store.DeliveryDelivered, At: at}); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("ended twice: %v", err)
	}
	again, claimed := l.claim(at.Add(2*time.Minute), 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[4].ID}) || claimed[0].Tries != 2 {
		t.Fatalf("after the claim has ended: %+v", claimed)
	}
	l.refuses(l.EndDelivery(l.ctx, store.DeliveryEnd{ID: claimed[0].ID, Claim: claim, State: store.DeliveryDead, At: at}), store.ErrNotFound)
	l.end(again, claimed[0], store.DeliveryDelivered, at)

	// Given up, it holds back nothing; taken up again, it does.
	later := at.Add(2 * time.Hour)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[0].ID}) {
		t.Fatal("the next try is not the first's")
	}
	dead := claimed[0]
	retried := event("delivery.retried", uuid.Nil)
	l.refuses(errorOf(l.RetryDelivery(l.ctx, dead.ID, later, retried)), store.DeliveryNotDead)
	l.refuses(errorOf(l.RetryDelivery(l.ctx, newID(), later, retried)), store.ErrNotFound)
	l.end(claim, dead, store.DeliveryDead, later)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[1].ID}) {
		t.Fatal("a dead delivery holds back the next")
	}
	d, err := l.RetryDelivery(l.ctx, dead.ID, later, retried)
	l.accepts(err, retried)
	if d.State != store.DeliveryPending || d.Tries != 0 || d.EndedAt != nil {
		t.Fatalf("%+v", d)
	}
	l.end(claim, claimed[0], store.DeliveryDelivered, later)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[0].ID}) {
		t.Fatal("what was taken up again is not the first")
	}
	l.end(claim, claimed[0], store.DeliveryDelivered, later)
	if _, claimed = l.claim(later, 10, "crm"); !slices.Equal(eventIDs(claimed), []uuid.UUID{more[0].ID}) {
		t.Fatal("the last is not due")
	}
}

func errorOf(_ store.Delivery, err error) error { return err }

// Many replicas at once: nothing is claimed by two, and each person's events keep their order.
func testDeliveryClaimRace(t *testing.T, l *ledger) {
	if err := l.OpenSink(l.ctx, "crm", at); err != nil {
		t.Fatal(err)
	}
	people := []uuid.UUID{newID(), newID(), newID(), newID()}
	var order []uuid.UUID
	for range 10 {
		order = append(order, people...)
	}
	events := l.happened(1, order...)
	l.follow("crm")

	var mu sync.Mutex
	got := map[uuid.UUID][]uuid.UUID{}
	replica := func() error {
		for range 20000 {
			claim := newID()
			claimed, err := l.ClaimDeliveries(l.ctx, "crm", claim, at, at.Add(time.Minute), 3)
			if err != nil {
				return err
			}
			for _, d := range claimed {
				mu.Lock()
				got[d.IdentityID] = append(got[d.IdentityID], d.EventID)
				mu.Unlock()
				if err := l.EndDelivery(l.ctx, store.DeliveryEnd{ID: d.ID, Claim: claim, State: store.DeliveryDelivered, At: at}); err != nil {
					return err
				}
			}
			if len(claimed) == 0 {
				time.Sleep(time.Millisecond)
			}
			mu.Lock()
			done := len(got[people[0]])+len(got[people[1]])+len(got[people[2]])+len(got[people[3]]) == len(events)
			mu.Unlock()
			if done {
				return nil
			}
		}
		return errors.New("not done after 20000 claims")
	}
	if err := errors.Join(atOnce(replica, replica, replica, replica)...); err != nil {
		t.Fatal(err)
	}
	for _, person := range people {
		if len(got[person]) != 10 || !slices.IsSortedFunc(got[person], func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
			t.Errorf("%d deliveries of one person, out of order or twice", len(got[person]))
		}
	}
}

// Two replicas that follow the log at once make each delivery once.
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

// What is gone from the log, or was blanked there, is claimed without its event; an erasure takes the deliveries along.
func testDeliveryOfErasedPerson(t *testing.T, l *ledger) {
	if err := l.OpenSink(l.ctx, "crm", at); err != nil {
		t.Fatal(err)
	}
	ada, bob := newID(), newID()
	l.happened(1, ada, bob)
	removed, _ := l.LastAuditHead(l.ctx)
	l.follow("crm")

	erased := event("identity.erased", uuid.Nil)
	rows, err := l.ErasableEvents(l.ctx, ada, 10)
	if err != nil || len(rows) != 1 {
		t.Fatal(err, rows)
	}
	_, err = l.EraseIdentity(l.ctx, ada, []store.EventErasure{{ID: rows[0].ID, Signature: [64]byte(random(64))}},
		func(store.Erased) store.AuditEvent { return erased })
	l.accepts(err, erased)
	left, err := l.Deliveries(l.ctx, store.DeliveryFilter{}, store.Page{Size: 10})
	if err != nil || len(left) != 1 || left[0].IdentityID != bob {
		t.Fatalf("after an erasure: %+v, %v", left, err)
	}

	for _, e := range l.last.events {
		if e.ID != erased.ID {
			delete(l.recorded, e.ID)
		}
	}
	l.accepts(l.RemoveBatch(l.ctx, removed.Number, store.AuditRemoval{At: at, Signature: [64]byte(random(64))}))
	if _, claimed := l.claim(at, 10, "crm"); len(claimed) != 1 || claimed[0].Event != nil {
		t.Fatalf("an event that is gone: %+v", claimed)
	}
}
