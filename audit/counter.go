package audit

import (
	"slices"
	"sync"
)

// The counters. A kill loses at most one minute of them.
const (
	CounterRegistrationOffered = "registration.offered"
	CounterRegistrationStarted = "registration.started"
	CounterLoginOffered        = "login.offered"
	CounterLoginStarted        = "login.started"
	CounterStepUpStarted       = "step_up.started"
)

var allCounters = []string{CounterRegistrationOffered, CounterRegistrationStarted, CounterLoginOffered, CounterLoginStarted, CounterStepUpStarted}

// IsCounter reports whether a type of count is a counter, and not a type of event.
func IsCounter(kind string) bool { return slices.Contains(allCounters, kind) }

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
