package storetest

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

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
		t.Fatal("want the first delivery of each identity, and all without an identity")
	}
	if _, others := l.claim(at.Add(30*time.Second), 10, "crm"); others != nil {
		t.Fatal("claimed twice")
	}
	if _, others := l.claim(at, 10, "mail"); others != nil {
		t.Fatal("claimed for another sink")
	}

	// A failure postpones the later deliveries of the same identity only.
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

	// A dead delivery postpones nothing; a retried one does.
	later := at.Add(2 * time.Hour)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[0].ID}) {
		t.Fatal("want the postponed delivery")
	}
	dead := claimed[0]
	retried := event("delivery.retried", uuid.Nil)
	l.refuses(errorOf(l.RetryDelivery(l.ctx, dead.ID, later, retried)), store.DeliveryNotDead)
	l.refuses(errorOf(l.RetryDelivery(l.ctx, newID(), later, retried)), store.ErrNotFound)
	l.end(claim, dead, store.DeliveryDead, later)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[1].ID}) {
		t.Fatal("a dead delivery postpones the next")
	}
	d, err := l.RetryDelivery(l.ctx, dead.ID, later, retried)
	l.accepts(err, retried)
	if d.State != store.DeliveryPending || d.Tries != 0 || d.EndedAt != nil {
		t.Fatalf("%+v", d)
	}
	l.end(claim, claimed[0], store.DeliveryDelivered, later)
	claim, claimed = l.claim(later, 10, "crm")
	if !slices.Equal(eventIDs(claimed), []uuid.UUID{events[0].ID}) {
		t.Fatal("the retried delivery is not the first")
	}
	l.end(claim, claimed[0], store.DeliveryDelivered, later)
	if _, claimed = l.claim(later, 10, "crm"); !slices.Equal(eventIDs(claimed), []uuid.UUID{more[0].ID}) {
		t.Fatal("the last is not due")
	}
}

func errorOf(_ store.Delivery, err error) error { return err }

// Several replicas at once: no delivery is claimed by two, and the events of an identity keep their order.
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
