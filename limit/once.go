package limit

import (
	"sync"
	"time"
)

// once remembers for a while what it has seen, for a call whose repetitions count and whose first time does not. It is
// local to a replica, so each replica may see a first time. It is safe for concurrent use.
type once struct {
	lifetime time.Duration
	now      func() time.Time

	mu            sync.Mutex
	recent, older map[[32]byte]struct{} // two generations, so that forgetting needs no scan
	since         time.Time             // of recent
}

// newOnce returns a once that remembers a key for lifetime or longer, as long as it does not see more than maxBuckets of
// them in that time.
func newOnce(lifetime time.Duration, now func() time.Time) *once {
	return &once{lifetime: lifetime, now: now, recent: map[[32]byte]struct{}{}}
}

// first reports whether it sees the key for the first time.
func (o *once) first(key [32]byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now := o.now(); now.Sub(o.since) >= o.lifetime || len(o.recent) >= maxBuckets {
		o.recent, o.older, o.since = map[[32]byte]struct{}{}, o.recent, now
	}
	_, isRecent := o.recent[key]
	_, isOlder := o.older[key]
	o.recent[key] = struct{}{}
	return !isRecent && !isOlder
}
