package audit

import (
	"slices"
	"sync"
)

// The counters. A kill loses at most one minute of them.
const (
	CounterRegistrationOffered = "registration.offered" // sessions of users without a passkey
	CounterRegistrationStarted = "registration.started"
	CounterLoginOffered        = "login.offered" // by autofill
	CounterLoginStarted        = "login.started"
	CounterStepUpStarted       = "step_up.started"
	CounterKratosLogin         = "kratos.login" // logins at Kratos by other means than a passkey here
	// Those below have reasons.
	CounterLoginPlatform      = "login.platform"       // logins with a passkey, by operating system
	CounterLoginProvider      = "login.provider"       // the same, by AAGUID
	CounterRegistrationFailed = "registration.browser" // failures in the browser, by code
	CounterLoginFailed        = "login.browser"
	CounterStepUpFailed       = "step_up.browser"
	CounterConfirmationFailed = "confirmation.browser"
)

var allCounters = []string{
	CounterRegistrationOffered, CounterRegistrationStarted, CounterLoginOffered, CounterLoginStarted, CounterStepUpStarted,
	CounterLoginPlatform, CounterLoginProvider, CounterKratosLogin,
	CounterRegistrationFailed, CounterLoginFailed, CounterStepUpFailed, CounterConfirmationFailed,
}

// IsCounter reports whether a type of count is a counter, and not a type of event.
func IsCounter(kind string) bool { return slices.Contains(allCounters, kind) }

// counters counts in memory what is not written as an event.
type counters struct {
	mu     sync.Mutex
	counts map[counted]int64
}

// counted is what one number counts.
type counted struct{ kind, reason string }

func (c *counters) add(one counted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[counted]int64{}
	}
	c.counts[one]++
}

func (c *counters) take() map[counted]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.counts
	c.counts = nil
	return taken
}

// giveBack restores counts that could not be written.
func (c *counters) giveBack(counts map[counted]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for one, n := range c.counts {
		counts[one] += n
	}
	c.counts = counts
}
