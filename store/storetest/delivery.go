package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

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
		t.Errorf("%d purged, %v; want the two that ended without failure", n, err)
	}
	if n, err := l.PurgeDeliveries(l.ctx, at, at.Add(2*time.Second)); n != 4 || err != nil {
		t.Errorf("%d purged, %v; want the dead one and the three that no sink took", n, err)
	}
}

// A delivery whose event was removed or blanked is claimed without it. An erasure deletes the identity's deliveries.
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
	_, err = l.EraseIdentity(l.ctx, ada, at, []store.EventErasure{{ID: rows[0].ID, Signature: [64]byte(random(64))}}, revocations{}.event,
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
		t.Fatalf("a removed event: %+v", claimed)
	}
}
