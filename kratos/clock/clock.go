// Package clock measures how far Kratos' clock is ahead of ours. It makes no calls: the client passes it each response.
package clock

import (
	"log/slog"
	"net/http"
	"sync"
	"time"
)

const (
	// clockApart is how far apart the clocks may be before the log says so. Rules tolerate 5 s at least.
	clockApart = 2 * time.Second
	// clockRound is how long measurements are combined: the clocks may drift, or be corrected.
	clockRound = time.Minute
	// clockAge is how long the last measurement is reported.
	clockAge = 5 * time.Minute
)

// bounds limit how far Kratos' clock is ahead of ours.
type bounds struct{ low, high time.Duration }

func (b bounds) empty() bool { return b.low > b.high }

// and is what two measurements say together.
func (b bounds) and(other bounds) bounds {
	return bounds{max(b.low, other.low), min(b.high, other.high)}
}

func (b bounds) middle() time.Duration { return b.low + (b.high-b.low)/2 }

// beyond reports whether the clocks are surely further apart than d, and within whether they surely are not.
func (b bounds) beyond(d time.Duration) bool { return b.low > d || b.high < -d }
func (b bounds) within(d time.Duration) bool { return b.low >= -d && b.high <= d }

// Clock measures how far apart Kratos' clock and ours are, since rules compare times that Kratos recorded with our own. It
// takes the Date headers of the admin API's responses, which Kratos writes itself, and combines those of this round and of
// the last one. It is safe for concurrent use.
type Clock struct {
	log *slog.Logger

	mu            sync.Mutex
	now, previous bounds
	rounds        int       // that have measurements, at most 2
	began, last   time.Time // of this round, and of the last measurement
	apart         bool      // as logged
}

// New returns a Clock that logs when the clocks begin and cease to differ.
func New(log *slog.Logger) *Clock { return &Clock{log: log} }

// Measure takes one response: its Date header, and our times when the request was sent and the response had arrived. A
// Date is the beginning of a second. The smallest bounds come from the responses just before and after a full second.
func (c *Clock) Measure(header http.Header, sent, received time.Time) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || header.Get("Age") != "" { // a cache's response
		return
	}
	one := bounds{date.Sub(received), date.Add(time.Second).Sub(sent)}
	if one.empty() { // our clock was set meanwhile
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = received
	switch together := c.now.and(one); {
	case c.rounds == 0, together.empty(): // the clocks were set
		c.now, c.rounds, c.began = one, 1, received
	case received.Sub(c.began) > clockRound:
		c.previous, c.now, c.rounds, c.began = c.now, one, 2, received
	default:
		c.now = together
	}
	c.report(c.estimate())
}

// estimate requires c.mu.
func (c *Clock) estimate() bounds {
	if together := c.now.and(c.previous); c.rounds == 2 && !together.empty() {
		return together
	}
	return c.now
}

// report logs once when the clocks are surely apart, and once when they surely agree again. It requires c.mu.
func (c *Clock) report(b bounds) {
	switch {
	case !c.apart && b.beyond(clockApart):
		c.apart = true
		c.log.Warn("the clocks of Kratos and Latchkey differ; see docs/operations.md, Clocks", "kratos_ahead_seconds", b.middle().Seconds())
	case c.apart && b.within(clockApart):
		c.apart = false
		c.log.Info("the clocks of Kratos and Latchkey agree again", "kratos_ahead_seconds", b.middle().Seconds())
	}
}

// Apart reports whether the clocks are known to differ, as logged.
func (c *Clock) Apart() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.apart
}

// Offset returns how far Kratos' clock is ahead of ours, negative if it is behind, to half a second or better. It reports
// false before the first response of the admin API, and minutes after the last.
func (c *Clock) Offset() (ahead time.Duration, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rounds == 0 || time.Since(c.last) > clockAge {
		return 0, false
	}
	return c.estimate().middle(), true
}
