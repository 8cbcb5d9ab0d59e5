package recent

import (
	"slices"
	"sync"
	"time"
)

// Attempts counts what was done for each key a moment ago. It is safe for concurrent use.
type Attempts[K comparable] struct {
	limit  int
	within time.Duration

	mu sync.Mutex
	at map[K][]time.Time
}

// NewAttempts returns Attempts that allow so many for each key within a time.
func NewAttempts[K comparable](limit int, within time.Duration) *Attempts[K] {
	return &Attempts[K]{limit: limit, within: within, at: map[K][]time.Time{}}
}

// Allow reports whether one more is within the limit, and counts it if it is.
func (a *Attempts[K]) Allow(key K, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	old := func(at time.Time) bool { return now.Sub(at) >= a.within }
	for other, times := range a.at {
		if old(times[len(times)-1]) {
			delete(a.at, other)
		}
	}
	latest := slices.DeleteFunc(a.at[key], old)
	if len(latest) >= a.limit {
		return false
	}
	a.at[key] = append(latest, now)
	return true
}
