// Package recent knows the last seconds, in memory: it keeps what was answered a moment ago, and counts what was done. What may be
// kept, for how long, what may rest on it, and how much is too much is its callers' business.
package recent

import (
	"sync"
	"time"
)

// maxKept limits the answers. One about a session takes about half a kilobyte.
const maxKept = 10_000

// Answers keeps answers by key. It is safe for concurrent use.
type Answers[K comparable, V any] struct {
	keep time.Duration // 0: none

	mu   sync.Mutex
	kept map[K]answer[V]
	// forgot is the time of the last Forget: the answer to an earlier question may tell what has ended since.
	forgot time.Time
}

type answer[V any] struct {
	value        V
	asked, until time.Time
}

// New returns an empty Answers, which keeps each answer for a time; 0: not at all.
func New[K comparable, V any](keep time.Duration) *Answers[K, V] {
	return &Answers[K, V]{keep: keep, kept: map[K]answer[V]{}}
}

// Get returns the answer for a key, unless there is none, or only one that is too old.
func (a *Answers[K, V]) Get(key K, now time.Time) (value V, ok bool) {
	if a.keep == 0 {
		return value, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	found, ok := a.kept[key]
	if !ok || !now.Before(found.until) {
		return value, false
	}
	return found.value, true
}

// Put keeps the answer to a question that was asked at a time, but not beyond ends, if that is set. A slow answer does not replace
// that to a later question.
func (a *Answers[K, V]) Put(key K, value V, asked, ends time.Time) {
	if a.keep == 0 {
		return
	}
	until := asked.Add(a.keep)
	if !ends.IsZero() && ends.Before(until) {
		until = ends
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	before, known := a.kept[key]
	if !asked.After(a.forgot) || known && asked.Before(before.asked) {
		return
	}
	if !known && len(a.kept) >= maxKept {
		a.makeRoom(asked)
	}
	a.kept[key] = answer[V]{value, asked, until}
}

// makeRoom drops what is too old; if nothing is, it drops all, which only costs further questions.
func (a *Answers[K, V]) makeRoom(now time.Time) {
	for key, kept := range a.kept {
		if !now.Before(kept.until) {
			delete(a.kept, key)
		}
	}
	if len(a.kept) >= maxKept {
		clear(a.kept)
	}
}

// Forget drops the answers that have ended, and does not keep those to questions that were asked until now.
func (a *Answers[K, V]) Forget(ended func(V) bool, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forgot = now
	for key, kept := range a.kept {
		if ended(kept.value) {
			delete(a.kept, key)
		}
	}
}
