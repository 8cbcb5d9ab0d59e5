// Package bounded gives each call of a store a deadline, and distinguishes the two kinds of failure: the database does not
// answer, or it refuses a statement that it will refuse again. It knows no database: a driver classifies its own errors.
package bounded

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"latchkey/store"
)

//go:generate go run ../../metrics/gen .. calls_gen.go bounded

// longer is how many times the timeout a call may take whose duration grows with the stored data. No request waits for
// one of these, except for the statistics, which limit it themselves.
const longer = 20

var long = map[string]bool{
	"inventory":      true,
	"erase_identity": true,
	"remove_batch":   true,
	"count_batch":    true,
}

// unlimited reads as much as is stored, for a command; each of its statements has a limit at the server.
const unlimited = "read_audit_snapshot"

// Options are the limits of a store.
type Options struct {
	// Timeout limits each call, including the wait for a connection. 0: no limit.
	Timeout time.Duration
	// Permanent reports whether a repetition of the call would fail in the same way.
	Permanent func(error) bool
	// Queue shares out the connections of the store's one pool, so that requests that have begun are completed when there are too many.
	Queue bool
}

// bounded is a store with limits (calls_gen.go).
type bounded struct {
	store.Store
	Options
	queue *queue // nil: none
}

// Store returns records with limits. An error that is permanent is a store.ErrFault.
func Store(records store.Store, options Options) store.Store {
	b := &bounded{records, options, nil}
	if options.Queue {
		b.queue = &queue{free: records.Pools()[0].Max, patience: options.Timeout * 2 / 3}
	}
	return b
}

// Pools adds the time in the queue, which is in front of the pool.
func (b *bounded) Pools() []store.Pool {
	pools := b.Store.Pools()
	if b.queue != nil {
		b.queue.mu.Lock()
		defer b.queue.mu.Unlock()
		pools[0].Waits += b.queue.waits
		pools[0].Waited += b.queue.waited
	}
	return pools
}

// begin starts the time of a call. The returned function is deferred: it ends the time and classifies the call's error.
func (b *bounded) begin(ctx context.Context, operation string) (context.Context, func(*error)) {
	caller, cancel := ctx, context.CancelFunc(func() {})
	if b.Timeout > 0 && operation != unlimited {
		ctx, cancel = context.WithTimeout(ctx, b.limit(operation))
	}
	leave := func() {}
	if b.queue != nil && operation != unlimited {
		leave = b.queue.enter(ctx) // if it was in vain, ctx is done, and the call returns at once
	}
	return ctx, func(err *error) {
		leave()
		late := *err != nil && ctx.Err() != nil && caller.Err() == nil
		cancel()
		switch {
		case late:
			*err = fmt.Errorf("no answer within %s (store.timeout): %w", b.limit(operation), *err)
		case *err != nil && !answer(*err) && b.Permanent(*err):
			*err = fmt.Errorf("%w: %w", store.ErrFault, *err)
		}
	}
}

func (b *bounded) limit(operation string) time.Duration {
	if long[operation] || strings.HasPrefix(operation, "purge_") {
		return longer * b.Timeout
	}
	return b.Timeout
}

// answer reports whether the error is one that the contract of the store names.
func answer(err error) bool {
	return errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict)
}
