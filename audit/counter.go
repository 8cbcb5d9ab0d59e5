package audit

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// The counters. A kill loses at most one minute of them.
const (
	CounterRegistrationOffered = "registration.offered"
	CounterRegistrationStarted = "registration.started"
	CounterLoginOffered        = "login.offered"
	CounterLoginStarted        = "login.started"
	CounterStepUpStarted       = "step_up.started"
)

// batchesAtOnce limits one round of counting.
const batchesAtOnce = 1000

// reasonedEvents are those whose reason is from a closed set. Other reasons are free text.
var reasonedEvents = []string{
	RegistrationRefused, LoginRefused, StepUpRefused, CloneSuspected, PasskeyRemovalRefused,
	GateRefused, GateProofRefused, SettingsRefused, CodesFailed, ConfirmationRefused,
}

var allCounters = []string{CounterRegistrationOffered, CounterRegistrationStarted, CounterLoginOffered, CounterLoginStarted, CounterStepUpStarted}

// IsCounter reports whether a type of count is a counter, and not a type of event.
func IsCounter(kind string) bool { return slices.Contains(allCounters, kind) }

// Count adds one to a counter.
func (l *Log) Count(counter string) { l.counters.Count(counter) }

// counters counts in memory what is not written as an event.
type counters struct {
	mu     sync.Mutex
	counts map[string]int64
}

func (c *counters) Count(kind string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[string]int64{}
	}
	c.counts[kind]++
}

func (c *counters) take() map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.counts
	c.counts = nil
	return taken
}

// giveBack restores counts that could not be written.
func (c *counters) giveBack(counts map[string]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for kind, n := range c.counts {
		counts[kind] += n
	}
	c.counts = counts
}

// CountEvents updates the hourly counts in the background of serve: of newly sealed events, and of this process'
// counters. Any number of replicas may call it at once.
func (l *Log) CountEvents(ctx context.Context) error {
	if taken := l.counters.take(); len(taken) > 0 {
		var counts []store.EventCount
		for _, kind := range slices.Sorted(maps.Keys(taken)) {
			counts = append(counts, store.EventCount{Type: kind, Count: taken[kind]})
		}
		if err := l.store.AddCounts(ctx, l.cfg.Now().UTC().Truncate(time.Hour), counts); err != nil {
			l.counters.giveBack(taken)
			return fault.OfStore(err)
		}
	}
	for range batchesAtOnce {
		counted, err := l.store.CountBatch(ctx, reasonedEvents)
		if err != nil || !counted {
			return fault.OfStore(err)
		}
	}
	return nil
}
