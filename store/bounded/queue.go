package bounded

import (
	"container/list"
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// queue shares out the connections of a pool, in the order in which calls come. If that were all, each of too many requests would have
// a part of its calls before the rest takes too long, and none would be completed. So those that have begun go before those that have
// not once they have waited for patience.
type queue struct {
	patience time.Duration

	mu     sync.Mutex
	free   int
	lines  [2]list.List // of waiter
	waits  int64
	waited time.Duration
}

type waiter struct {
	turn  chan struct{} // closed when it has a connection
	since time.Time
}

// The lines.
const (
	begun = iota // of requests that have had a call, and of work that belongs to no request
	first
)

// requestKey is where a context has whether its request has had a call.
type requestKey struct{}

// Request returns the context of a request, so that its first call is known.
func Request(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestKey{}, new(atomic.Bool))
}

// enter waits for a connection, at most until ctx is done. leave, which is to be called in any case, passes it on.
func (q *queue) enter(ctx context.Context) (leave func()) {
	line := begun
	if request, ok := ctx.Value(requestKey{}).(*atomic.Bool); ok && !request.Load() {
		line = first
		defer func() { request.Store(ctx.Err() == nil) }()
	}
	q.mu.Lock()
	if q.free > 0 {
		q.free--
		q.mu.Unlock()
		return q.leave
	}
	w := waiter{make(chan struct{}), time.Now()}
	place := q.lines[line].PushBack(w)
	q.waits++
	q.mu.Unlock()
	select {
	case <-w.turn:
	case <-ctx.Done():
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waited += time.Since(w.since)
	select {
	case <-w.turn: // perhaps at the same moment
		return q.leave
	default:
		q.lines[line].Remove(place)
		return func() {}
	}
}

func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	line := q.next()
	if line == nil {
		q.free++
		return
	}
	close(line.Remove(line.Front()).(waiter).turn)
}

// next returns the line whose first call is served next, or nil if none waits.
func (q *queue) next() *list.List {
	switch b, f := q.lines[begun].Front(), q.lines[first].Front(); {
	case b == nil && f == nil:
		return nil
	case f == nil || b != nil && (time.Since(b.Value.(waiter).since) >= q.patience || b.Value.(waiter).since.Before(f.Value.(waiter).since)):
		return &q.lines[begun]
	}
	return &q.lines[first]
}
