package audit

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// The audit log is append-only, so clients that cause refusals could fill it. So could users who change their factors at
// Kratos over and over, which no limit here applies to. Of repeated refusals, and of repeated changes of factors of one
// kind, a few a minute are recorded; the rest are counted, and one event has their number at the end of the minute. All
// other effects and successes are always recorded. Each replica counts separately, in memory.

const (
	// suppressionWindow is the length of one count.
	suppressionWindow = time.Minute
	// refusalsOfIdentity is how many of one type and reason are recorded per window for one identity.
	refusalsOfIdentity = 5
	// factorsOfIdentity is how many changes of one type, of factors of one kind, are recorded per window for one identity.
	// One snapshot can find several: Kratos holds any number of keys.
	factorsOfIdentity = 10
	// unknownRefusals is how many refusals without a known identity are recorded per window, unknownOfOneReason how many
	// of those with one type and reason, so that a flood of one kind does not hide another.
	unknownRefusals    = 60
	unknownOfOneReason = 30
	// maxRefusalCounts limits the memory. When it is full, further identities count as unknown.
	maxRefusalCounts = 65536
)

// refusalKind identifies refusals, or changes of factors, that are counted together.
type refusalKind struct {
	identity     uuid.UUID // zero: unknown
	kind, reason string    // of a change, the kind of the factor is its reason
}

// refusalCount is one window.
type refusalCount struct {
	since                time.Time
	recorded, suppressed int
}

// refusals decides which refusals are recorded. Its zero value is ready.
type refusals struct {
	mu      sync.Mutex
	current map[refusalKind]*refusalCount
	over    map[refusalKind]*refusalCount // ended windows whose event has not been written
	unknown refusalCount
}

// admit reports whether this refusal is recorded; otherwise it is counted. limit is for a known identity.
func (r *refusals) admit(kind refusalKind, limit int, at time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	count, ok := r.current[kind]
	if ok && count.ended(at) {
		r.end(kind, count)
		ok = false
	}
	if !ok {
		if kind = r.roomFor(kind, at); r.current[kind] == nil {
			r.current[kind] = &refusalCount{since: at}
		}
		count = r.current[kind]
	}
	if !r.within(kind, count, limit, at) {
		count.suppressed++
		return false
	}
	count.recorded++
	return true
}

func (r *refusals) within(kind refusalKind, count *refusalCount, limit int, at time.Time) bool {
	if kind.identity != uuid.Nil {
		return count.recorded < limit
	}
	if r.unknown.ended(at) {
		r.unknown = refusalCount{since: at}
	}
	if count.recorded >= unknownOfOneReason || r.unknown.recorded >= unknownRefusals {
		return false
	}
	r.unknown.recorded++
	return true
}

// ended reports whether the window is over. A clock that went back by more than a window ends it as well. Of concurrent
// requests, one that is slightly older than the window may arrive after the request that began it; it belongs to that
// window.
func (c *refusalCount) ended(at time.Time) bool {
	age := at.Sub(c.since)
	return age <= -suppressionWindow || age >= suppressionWindow
}

// roomFor returns the kind under which a new window is kept.
func (r *refusals) roomFor(kind refusalKind, at time.Time) refusalKind {
	if r.current == nil {
		r.current, r.over = map[refusalKind]*refusalCount{}, map[refusalKind]*refusalCount{}
	}
	if len(r.current) >= maxRefusalCounts {
		r.endAll(at, false)
	}
	if len(r.current) >= maxRefusalCounts {
		kind.identity = uuid.Nil
	}
	return kind
}

func (r *refusals) endAll(at time.Time, all bool) {
	for kind, count := range r.current {
		if all || count.ended(at) {
			r.end(kind, count)
		}
	}
}

func (r *refusals) end(kind refusalKind, count *refusalCount) {
	delete(r.current, kind)
	if count.suppressed > 0 {
		r.keep(kind, count)
	}
}

// keep stores what is to be written, and adds it to what could not be written before.
func (r *refusals) keep(kind refusalKind, count *refusalCount) {
	if r.over[kind] == nil && len(r.over) >= maxRefusalCounts {
		kind.identity = uuid.Nil
	}
	if earlier := r.over[kind]; earlier != nil {
		earlier.suppressed += count.suppressed
		return
	}
	r.over[kind] = count
}

// due takes out the windows that have ended, or all.
func (r *refusals) due(at time.Time, all bool) map[refusalKind]*refusalCount {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.endAll(at, all)
	due := r.over
	r.over = map[refusalKind]*refusalCount{}
	return due
}

func (r *refusals) putBack(counts map[refusalKind]*refusalCount) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for kind, count := range counts {
		r.keep(kind, count)
	}
}
