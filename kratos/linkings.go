package kratos

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	// linkPause is the minimum time between two writes of links of one identity. An edit of its metadata during a write
	// is lost, and such an edit may remove a role: a user who unlinks at Kratos and signs in, again and again, repeats
	// that moment once per pause.
	linkPause = time.Second
	// linkPatience limits the time that one request waits for other links of its identity.
	linkPatience = 5 * time.Second
	// maxLinking limits the requests that link one identity, or wait for that, at the same time.
	maxLinking = 64
)

var (
	errTooManyLinking = errors.New("too many requests link the identity at the same time")
	errLinkPatience   = errors.New("the identity is unlinked at Kratos faster than it can be linked")
)

// linkings serialises the links of each identity in this replica, and spaces their writes. An identity is in memory
// only while requests link it, and for linkPause after its last write.
type linkings struct {
	mu  sync.Mutex
	all map[uuid.UUID]*linking
}

// linking is the state of one identity. The holder of the only element of turn may write its link.
type linking struct {
	turn     chan struct{}
	requests int       // that hold the turn, or wait for it
	written  time.Time // end of the last write; zero: none. Only the holder of the turn sets it, under linkings.mu.
}

// enter registers a request for an identity, before it waits for its turn. Each successful enter needs one leave.
func (l *linkings) enter(id uuid.UUID) (*linking, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.all[id]
	if one == nil {
		if l.all == nil {
			l.all = map[uuid.UUID]*linking{}
		}
		one = &linking{turn: make(chan struct{}, 1)}
		l.all[id] = one
	}
	if one.requests >= maxLinking {
		return nil, errTooManyLinking
	}
	one.requests++
	return one, nil
}

// leave ends a request. The last one keeps the identity in memory until its next write need not wait.
func (l *linkings) leave(id uuid.UUID, one *linking) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one.requests--
	rest := time.Until(one.written.Add(linkPause))
	switch {
	case one.requests > 0:
	case rest <= 0:
		delete(l.all, id)
	default:
		time.AfterFunc(rest, func() { l.forget(id, one) })
	}
}

// forget removes an identity that no request links.
func (l *linkings) forget(id uuid.UUID, one *linking) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all[id] == one && one.requests == 0 && time.Since(one.written) >= linkPause {
		delete(l.all, id)
	}
}

// wrote records a write by the holder of the turn.
func (l *linkings) wrote(one *linking) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one.written = time.Now()
}

// writtenSince reports whether the identity's link was written after a time that is at most linkPause ago.
func (l *linkings) writtenSince(id uuid.UUID, since time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.all[id]
	return one != nil && one.written.After(since)
}

// take waits for the turn of an identity.
func (one *linking) take(ctx context.Context) error {
	select {
	case one.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pass ends the turn.
func (one *linking) pass() { <-one.turn }

// rest waits until the next write is admitted, and reports whether it had to. Only the holder of the turn may call it.
func (one *linking) rest(ctx context.Context) (bool, error) {
	wait := time.Until(one.written.Add(linkPause))
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
