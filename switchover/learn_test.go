package switchover_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/store"
	"latchkey/switchover"
)

// listing is a Kratos whose pages have these identities, and what it answers about one alone.
type listing struct {
	pages [][]account.Natives
	alone func(uuid.UUID) (account.Natives, error)
	fails func() error // each walk, at its start
}

func (l listing) WalkNatives(_ context.Context, visit func(int, []account.Natives) error) error {
	if l.fails != nil {
		if err := l.fails(); err != nil {
			return err
		}
	}
	for _, page := range l.pages {
		if err := visit(len(page), page); err != nil {
			return err
		}
	}
	return nil
}

func (l listing) Natives(_ context.Context, id uuid.UUID) (account.Natives, error) {
	return l.alone(id)
}

func (l listing) RemoveFactor(context.Context, uuid.UUID, string, string) (account.Removal, error) {
	return account.RemovalKept, nil
}

// handles keeps what is learned, and who reads it. It has no other records.
type handles struct {
	switchover.Store
	of map[uuid.UUID][][]byte

	mu    sync.Mutex
	claim uuid.UUID // zero: no one holds it
	last  store.Reconciliation
}

func (h *handles) Reconciliation(context.Context, string) (store.Reconciliation, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last.DueAt.IsZero() {
		return h.last, store.ErrNotFound
	}
	return h.last, nil
}

func (h *handles) ClaimReconciliation(_ context.Context, scope string, id uuid.UUID, now, until time.Time, early bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if scope != store.ScopeHandles || h.last.DueAt.After(now) && !(early && h.claim == uuid.Nil) {
		return store.ErrNotFound
	}
	h.claim, h.last.DueAt = id, until
	return nil
}

func (h *handles) HoldReconciliation(_ context.Context, id uuid.UUID, until time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.claim != id {
		return store.ReconciliationTaken
	}
	h.last.DueAt = until
	return nil
}

func (h *handles) EndReconciliation(_ context.Context, id uuid.UUID, r store.Reconciliation) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.claim != id {
		return store.ReconciliationTaken
	}
	h.claim, h.last = uuid.Nil, r
	return nil
}

func (h *handles) LearnHandles(_ context.Context, id uuid.UUID, learned [][]byte) error {
	h.of[id] = learned
	return nil
}

func (*handles) Now(context.Context) (time.Time, error) { return time.Now(), nil }

func (*handles) PasskeysOf(context.Context, uuid.UUID) ([]store.Passkey, error) { return nil, nil }

func listed(handle string, passkeys ...account.NativePasskey) account.Natives {
	n := account.Natives{Identity: account.Identity{ID: uuid.New()}, Passkeys: passkeys}
	if handle != "" {
		n.Handles = [][]byte{[]byte(handle)}
	}
	return n
}

var readable, unreadable = account.NativePasskey{Kind: "passkey", ID: []byte{1}}, account.NativePasskey{Kind: "passkey"}

// A user whose record is too long, or damaged, hides no other user's handles. Those that a page does not tell are asked for alone.
func TestLearn(t *testing.T) {
	t.Parallel()
	first, last, partly, key := listed("first", readable), listed("last", readable), listed("partly", readable, unreadable), listed("", account.NativePasskey{Kind: "webauthn"})
	tooLong, damaged, deleted, alone := listed("", unreadable), listed("", unreadable), listed("", unreadable), listed("", unreadable)
	down := error(nil)
	k := listing{
		pages: [][]account.Natives{{first, tooLong, partly}, {damaged, deleted, key, alone}, {last}},
		alone: func(id uuid.UUID) (account.Natives, error) {
			switch id {
			case tooLong.Identity.ID:
				return account.Natives{}, fault.ErrKratosTooLong
			case damaged.Identity.ID:
				return damaged, nil
			case deleted.Identity.ID:
				return account.Natives{}, fault.ErrIdentityNotFound
			case alone.Identity.ID:
				read := listed("alone", readable)
				read.Identity = alone.Identity
				return read, down
			}
			t.Errorf("asked about %s alone", id)
			return account.Natives{}, nil
		},
	}
	want := map[uuid.UUID][][]byte{}
	for id, handle := range map[uuid.UUID]string{first.Identity.ID: "first", last.Identity.ID: "last", partly.Identity.ID: "partly", alone.Identity.ID: "alone"} {
		want[id] = [][]byte{[]byte(handle)}
	}
	records := &handles{of: map[uuid.UUID][][]byte{}}
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, nil))
	adoption := switchover.NewAdoption(records, k, nil, nil, nil, time.Now)
	if err := adoption.Learn(t.Context(), log); err != nil || !reflect.DeepEqual(records.of, want) {
		t.Errorf("learned %v, %v", records.of, err)
	}
	if got := said.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "identities=2 first="+tooLong.Identity.ID.String()) {
		t.Errorf("logged %s", got)
	}
	if down = fault.ErrKratosUnavailable; !errors.Is(adoption.Learn(t.Context(), log), down) {
		t.Error("Kratos is down, and no error is reported")
	}
	if records.last.Held != 7 || records.last.Missing != 2 || records.last.Outcome != store.ReconciliationFailed {
		t.Errorf("recorded %+v", records.last)
	}
}

// A replica whose clock is far ahead would keep the others from reading until its clock says so.
func TestLearnByWrongClock(t *testing.T) {
	t.Parallel()
	records := &handles{of: map[uuid.UUID][][]byte{}}
	ahead := func() time.Time { return time.Now().AddDate(0, 1, 0) }
	err := switchover.NewAdoption(records, listing{}, nil, nil, nil, ahead).Learn(t.Context(), slog.New(slog.DiscardHandler))
	if !errors.Is(err, fault.ErrStoreUnavailable) || !records.last.DueAt.IsZero() {
		t.Errorf("read, with the next time at %s: %v", records.last.DueAt, err)
	}
}

// Of two replicas one reads, every hour; the other goes on if it dies. After a failure it is tried again after a minute, and then
// later and later, by any of them. An operator's attempt meanwhile says that another reads.
func TestLearnByOneReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, records, quiet := time.Now(), &handles{of: map[uuid.UUID][][]byte{}}, slog.New(slog.DiscardHandler)
		var at []int
		var first context.CancelFunc
		k := listing{}
		k.fails = func() error {
			at = append(at, int(time.Since(start).Minutes()))
			if err := switchover.NewAdoption(records, k, nil, nil, nil, time.Now).Learn(t.Context(), quiet); !errors.Is(err, switchover.ErrLearning) {
				t.Errorf("an operator's attempt meanwhile: %v", err)
			}
			switch len(at) {
			case 9:
				return nil
			case 10: // the process is stopped while it reads
				first()
				return context.Canceled
			}
			return fault.ErrKratosUnavailable
		}
		var replicas sync.WaitGroup
		run := func(ctx context.Context) {
			replicas.Go(func() { switchover.NewAdoption(records, k, nil, nil, nil, time.Now).Run(ctx, quiet) })
		}
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Hour+30*time.Minute)
		defer cancel()
		one, stop := context.WithCancel(ctx)
		first = stop
		run(one)
		time.Sleep(30 * time.Second) // so that the first is always earlier
		run(ctx)
		replicas.Wait()
		if want := []int{0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 243, 244, 246, 250, 258, 274, 306, 366}; !reflect.DeepEqual(at, want) {
			t.Errorf("tried at %v", at)
		}
	})
}

// A replica that was killed keeps the others away for two minutes.
func TestLearnAfterKill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		records, read, quiet := &handles{}, 0, slog.New(slog.DiscardHandler)
		k := listing{fails: func() error { read++; return nil }}
		if err := records.ClaimReconciliation(t.Context(), store.ScopeHandles, uuid.New(), time.Now(), time.Now().Add(2*time.Minute), false); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 119*time.Second)
		defer cancel()
		adoption := switchover.NewAdoption(records, k, nil, nil, nil, time.Now)
		if adoption.Run(ctx, quiet); read != 0 {
			t.Errorf("read %d times beside a claim", read)
		}
		time.Sleep(time.Second)
		if err := adoption.Learn(t.Context(), quiet); err != nil || read != 1 {
			t.Errorf("read %d times, %v", read, err)
		}
	})
}

// An import and a removal of copies go on past a user whose record is too long, and report it.
func TestGoOnPastLongIdentity(t *testing.T) {
	t.Parallel()
	long, gone := listed("", unreadable), listed("gone", readable)
	k := listing{pages: [][]account.Natives{{long, gone}}, alone: func(id uuid.UUID) (account.Natives, error) {
		if id == long.Identity.ID {
			return account.Natives{}, fault.ErrKratosTooLong
		}
		return account.Natives{}, fault.ErrIdentityNotFound
	}}
	here := open(t, "sqlite")
	for name, run := range map[string]func(context.Context, func(switchover.Identity) error, func(switchover.Totals)) (switchover.Totals, error){
		"import": switchover.New(switchover.Config{Now: time.Now}, &handles{of: map[uuid.UUID][][]byte{}}, k, here.factors, here.log).Run,
		"retire": switchover.NewRetirer(k, &handles{}, here.factors, here.log).Run,
	} {
		var report []switchover.Identity
		totals, err := run(t.Context(), func(one switchover.Identity) error { report = append(report, one); return nil }, func(switchover.Totals) {})
		if got := reasons(report); err != nil || !reflect.DeepEqual(got, []string{"refused unusable"}) || report[0].ID != long.Identity.ID || totals.Refused != 1 || totals.Identities != 2 {
			t.Errorf("%s: %q, %+v, %v", name, got, totals, err)
		}
	}
}
