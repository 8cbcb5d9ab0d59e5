package notify

import (
	"context"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/storetest"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childArg {
		os.Exit(child())
	}
	os.Exit(storetest.Main(m))
}

// If a delivery for a user fails, that user's next ones wait, and other users' do not. Then it fails permanently, and
// is retried on request.
func TestFailureHoldsBackOnePerson(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, _ string, records store.Store) {
		ada, bob := uuid.New(), uuid.New()
		var broken sync.Map
		r := &receiver{fail: func(e store.AuditEvent) outcome {
			if _, is := broken.Load(e.ID); is {
				return again("status_500")
			}
			return delivered
		}}
		record(t, records, ada) // before the sink existed
		running(t, records, r)
		started(t, records, "test")

		first := store.NewID()
		broken.Store(first, true)
		e := happened("passkey.registered")
		e.ID, e.At, e.IdentityID = first, time.Now(), ada
		if err := records.RecordEvent(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		second := record(t, records, ada)
		others := []uuid.UUID{record(t, records, bob), record(t, records, bob)}
		eventually(t, "bob has his two", func() bool { return slices.Equal(r.of(bob), others) })
		eventually(t, "ada has her second, once the first is given up", func() bool { return slices.Equal(r.of(ada), []uuid.UUID{second}) })

		dead := store.DeliveryDead
		given, err := records.Deliveries(t.Context(), store.DeliveryFilter{State: &dead}, store.Page{Size: 10})
		if err != nil || len(given) != 1 || given[0].EventID != first || given[0].Tries != 3 || given[0].Failure != "status_500" {
			t.Fatalf("dead: %+v, %v", given, err)
		}
		broken.Delete(first)
		if _, err := records.RetryDelivery(t.Context(), given[0].ID, time.Now(), happened("delivery.retried")); err != nil {
			t.Fatal(err)
		}
		eventually(t, "ada has both", func() bool { return slices.Equal(r.of(ada), []uuid.UUID{second, first}) })
	})
}

// Events are committed in another order than that of their IDs, by many writers, while two replicas seal and follow:
// each is delivered, in the order of the sealed log.
func TestNothingIsLostToLateCommits(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, location string, records store.Store) {
		r := &receiver{}
		stopA, stopB := running(t, records, r), running(t, openRecords(t, location), r)
		started(t, records, "test")
		people := []uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
		const writers, each, all = 8, 25, 8*25 + 1 // with the oldest
		oldest := happened("passkey.registered")
		oldest.At, oldest.IdentityID = time.Now(), people[0]
		var writing sync.WaitGroup
		for i := range writers {
			writing.Go(func() {
				for range each {
					e := happened("passkey.registered")
					e.At, e.IdentityID = time.Now(), people[i%len(people)]
					time.Sleep(mathrand.N(15 * time.Millisecond)) // by now its ID is older
					if err := records.RecordEvent(t.Context(), e); err != nil {
						t.Error(err)
					}
				}
			})
		}
		writing.Wait()
		arrived := func() (n int) {
			r.mu.Lock()
			defer r.mu.Unlock()
			return len(r.got)
		}
		eventually(t, "others have been sealed before the oldest", func() bool { return arrived() > 0 })
		if err := records.RecordEvent(t.Context(), oldest); err != nil {
			t.Fatal(err)
		}
		eventually(t, "all have arrived", func() bool { return arrived() >= all })
		stopA()
		stopB()
		if n := arrived(); n != all {
			t.Errorf("%d arrived of %d", n, all)
		}
		sealed, err := records.SealedEvents(t.Context(), 0, uuid.Nil, 1000)
		if err != nil {
			t.Fatal(err)
		}
		late := 0
		for i, e := range sealed[1:] {
			if slices.Compare(e.ID[:], sealed[i].ID[:]) < 0 {
				late++
			}
		}
		if late == 0 {
			t.Error("no event was committed late: the test shows nothing")
		}
		for _, person := range people {
			var order []uuid.UUID
			for _, e := range sealed {
				if e.IdentityID == person {
					order = append(order, e.ID)
				}
			}
			if !slices.Equal(r.of(person), order) {
				t.Error("not in the order of the log")
			}
		}
	})
}

// A user whose password is tried all day gets one mail about it, and three mails about staff who repeatedly suspend the
// passkey.
func TestDailyLimitOfMails(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, _ string, records store.Store) {
		cfg := testConfig(t)
		cfg.Seal = sealing(records)
		now := time.Now()
		cfg.Now = func() time.Time { return now }
		n := &Notifier{cfg: cfg, records: records}
		ada, bob, r := uuid.New(), uuid.New(), &receiver{}
		happens := func(person uuid.UUID, kind string) {
			t.Helper()
			e := happened(kind)
			e.At, e.IdentityID = now, person
			if err := records.RecordEvent(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		refused := func(person uuid.UUID) { t.Helper(); happens(person, "login_gate.refused") }
		follow := func(want int) {
			t.Helper()
			if err := cfg.Seal(t.Context()); err != nil {
				t.Fatal(err)
			}
			if made, err := n.follow(t.Context(), r); err != nil || made != want {
				t.Errorf("%d deliveries, want %d: %v", made, want, err)
			}
		}
		follow(0) // creates the sink
		refused(ada)
		refused(ada)
		refused(bob)
		record(t, records, ada)
		follow(3)
		now = now.Add(23 * time.Hour)
		refused(ada)
		record(t, records, ada)
		follow(1)
		now = now.Add(2 * time.Hour)
		refused(ada)
		follow(1)

		happens(ada, "passkey.suspended")
		happens(ada, "passkey.suspended")
		follow(2) // counted across steps
		for range 4 {
			happens(ada, "passkey.suspended")
		}
		happens(bob, "passkey.suspended")
		happens(ada, "passkey.revoked") // never limited
		follow(3)
		for range 4 {
			happens(ada, "factor.appeared")
		}
		follow(3)
		now = now.Add(25 * time.Hour)
		happens(ada, "passkey.suspended")
		happens(ada, "factor.appeared")
		follow(2)
	})
}

func TestNoSinksNoRows(t *testing.T) {
	t.Parallel()
	records := openRecords(t, migrated.SQLite(t))
	cfg := testConfig(t)
	cfg.Seal = func(context.Context) error { t.Error("sealed without a sink"); return nil }
	n, err := New(cfg, records)
	if err != nil {
		t.Fatal(err)
	}
	record(t, records, uuid.New())
	n.Run(t.Context()) // returns at once
	all, err := records.Deliveries(t.Context(), store.DeliveryFilter{}, store.Page{Size: 1})
	if err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// Deliveries in progress when the context ends are finished and recorded.
func TestStopFinishesWhatIsBegun(t *testing.T) {
	t.Parallel()
	records := openRecords(t, migrated.SQLite(t))
	begun, finish := make(chan struct{}), make(chan struct{})
	r := &receiver{fail: func(store.AuditEvent) outcome {
		close(begun)
		<-finish
		return delivered
	}}
	cancel, wait := begin(t, records, r)
	started(t, records, "test")
	record(t, records, uuid.New())
	<-begun
	cancel()
	close(finish)
	wait()
	all, err := records.Deliveries(t.Context(), store.DeliveryFilter{}, store.Page{Size: 2})
	if err != nil || len(all) != 1 || all[0].State != store.DeliveryDelivered {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestWaitGrowsWithJitter(t *testing.T) {
	t.Parallel()
	n := &Notifier{cfg: Config{FirstWait: 5 * time.Second}}
	for tries, about := range map[int]time.Duration{1: 5 * time.Second, 2: 15 * time.Second, 3: 45 * time.Second, 9: longestWait, 100: longestWait} {
		seen := map[time.Duration]bool{}
		for range 50 {
			wait := n.waitBefore(tries)
			if wait < about*3/4 || wait > about*5/4+1 {
				t.Errorf("%d tries: %s, not about %s", tries, wait, about)
			}
			seen[wait] = true
		}
		if len(seen) < 10 {
			t.Errorf("%d tries: always the same wait", tries)
		}
	}
}

// A receiver that hangs delays only its own deliveries.
func TestOneSinkHangs(t *testing.T) {
	t.Parallel()
	records := openRecords(t, migrated.SQLite(t))
	over := make(chan struct{})
	good, bad := &receiver{}, &named{receiver: receiver{fail: func(store.AuditEvent) outcome { <-over; return delivered }}}
	running(t, records, bad, good)
	defer close(over)
	started(t, records, "test")
	started(t, records, "other")
	for range 20 {
		record(t, records, uuid.New())
	}
	eventually(t, "the good one has all", func() bool {
		good.mu.Lock()
		defer good.mu.Unlock()
		return len(good.got) == 20
	})
}
