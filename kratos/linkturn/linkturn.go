// Package linkturn spaces the writes of links: one at a time for each identity, with a pause between them. It makes no
// calls: package kratos writes the links.
package linkturn

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	// pause is the minimum time between two writes of links of one identity. An edit of its metadata during a write
	// is lost, and such an edit may remove a role: a user who unlinks at Kratos and signs in, again and again, repeats
	// that moment once per pause.
	pause = time.Second
	// Patience limits the time that one request waits for other links of its identity.
	Patience = 5 * time.Second
	// maxRequests limits the requests that link one identity, or wait for that, at the same time.
	maxRequests = 64
)

var errTooMany = errors.New("too many requests link the identity at the same time")

// Turns serialises the links of each identity in this replica, and spaces their writes. An identity is in memory
// only while requests link it, and for pause after its last write.
type Turns struct {
	mu  sync.Mutex
	all map[uuid.UUID]*Turn
}

// Turn is the state of one identity. The holder of the only element of turn may write its link.
type Turn struct {
	turn     chan struct{}
	requests int       // that hold the turn, or wait for it
	written  time.Time // end of the last write; zero: none. Only the holder of the turn sets it, under Turns.mu.
}

// Enter registers a request for an identity, before it waits for its turn. Each successful Enter needs one Leave.
func (t *Turns) Enter(id uuid.UUID) (*Turn, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.all[id]
	if one == nil {
		if t.all == nil {
			t.all = map[uuid.UUID]*Turn{}
		}
		one = &Turn{turn: make(chan struct{}, 1)}
		t.all[id] = one
	}
	if one.requests >= maxRequests {
		return nil, errTooMany
	}
	one.requests++
	return one, nil
}

// Leave ends a request. The last one keeps the identity in memory until its next write need not wait.
func (t *Turns) Leave(id uuid.UUID, one *Turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one.requests--
	rest := time.Until(one.written.Add(pause))
	switch {
	case one.requests > 0:
	case rest <= 0:
		delete(t.all, id)
	default:
		time.AfterFunc(rest, func() { t.forget(id, one) })
	}
}

// forget removes an identity that no request links.
func (t *Turns) forget(id uuid.UUID, one *Turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all[id] == one && one.requests == 0 && time.Since(one.written) >= pause {
		delete(t.all, id)
	}
}

// Wrote records a write by the holder of the turn.
func (t *Turns) Wrote(one *Turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one.written = time.Now()
}

// WrittenSince reports whether the identity's link was written after a time that is at most pause ago.
func (t *Turns) WrittenSince(id uuid.UUID, since time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.all[id]
	return one != nil && one.written.After(since)
}

// Take waits for the turn of an identity.
func (one *Turn) Take(ctx context.Context) error {
	select {
	case one.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Pass ends the turn.
func (one *Turn) Pass() { <-one.turn }

// Rest waits until the next write is admitted, and reports whether it had to. Only the holder of the turn may call it.
func (one *Turn) Rest(ctx context.Context) (bool, error) {
	wait := time.Until(one.written.Add(pause))
	if wait <= 0 {
		return false, nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true, nil
	case <-ctx.Done():
		return true, ctx.Err()
	}
}
