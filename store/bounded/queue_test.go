package bounded_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/bounded"
)

// oneAtATime is a store with one connection, whose calls wait until they may go on.
type oneAtATime struct {
	store.Store
	goOn chan struct{}

	mu     sync.Mutex
	within int
	served []uuid.UUID
}

func (s *oneAtATime) Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error) {
	if ctx.Err() != nil {
		return store.Passkey{}, ctx.Err()
	}
	s.mu.Lock()
	s.served = append(s.served, id)
	s.within++
	most := s.within
	s.mu.Unlock()
	<-s.goOn
	s.mu.Lock()
	s.within--
	s.mu.Unlock()
	if most > 1 {
		return store.Passkey{}, errors.New("two calls at a time")
	}
	return store.Passkey{}, nil
}

func (s *oneAtATime) Pools() []store.Pool { return []store.Pool{{Name: "one", Max: 1, Waits: 100}} }

// A call of a request that has begun goes before the first call of another one, which came earlier, once it has waited for two thirds
// of the timeout: without one, at once. A call that has given up holds up none.
func TestRequestsThatHaveBegunGoFirst(t *testing.T) {
	t.Parallel()
	ids := []uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	servedInOrder(t, 0, ids, ids)
	servedInOrder(t, time.Minute, ids, []uuid.UUID{ids[0], ids[1], ids[3], ids[2]})
}

// servedInOrder makes four calls, of which the third comes last and is of the first one's request.
func servedInOrder(t *testing.T, timeout time.Duration, ids, want []uuid.UUID) {
	t.Helper()
	one := &oneAtATime{goOn: make(chan struct{})}
	s := bounded.Store(one, bounded.Options{Timeout: timeout, Queue: true, Permanent: func(error) bool { return false }})
	var wait sync.WaitGroup
	call := func(ctx context.Context, id uuid.UUID) {
		wait.Go(func() {
			if _, err := s.Passkey(ctx, id); err != nil {
				t.Error(err)
			}
		})
	}
	waiting := func(n int64) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); s.Pools()[0].Waits != 100+n; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d calls have waited, want %d", s.Pools()[0].Waits-100, n)
			}
		}
	}
	begun := bounded.Request(t.Context())
	call(begun, ids[0])
	one.goOn <- struct{}{}
	wait.Wait()

	call(bounded.Request(t.Context()), ids[1])
	for len(served(one)) < 2 {
		time.Sleep(time.Millisecond)
	}
	gone, cancel := context.WithCancel(bounded.Request(t.Context()))
	wait.Go(func() {
		if _, err := s.Passkey(gone, uuid.New()); !errors.Is(err, context.Canceled) {
			t.Errorf("a call that has given up: %v", err)
		}
	})
	waiting(1)
	call(bounded.Request(t.Context()), ids[3])
	waiting(2)
	call(begun, ids[2])
	waiting(3)
	cancel()
	for range 3 {
		one.goOn <- struct{}{}
	}
	wait.Wait()
	if got := served(one); !slices.Equal(got, want) {
		t.Errorf("with the timeout %v, served in the order %v, want %v", timeout, got, want)
	}
	if s.Pools()[0].Waited <= 0 {
		t.Error("the time in the queue is not counted")
	}
}

func served(s *oneAtATime) []uuid.UUID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.served)
}
