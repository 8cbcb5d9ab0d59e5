// Package codeoffer remembers whether Kratos takes codes as a second factor. It asks nothing: package kratos does.
package codeoffer

import (
	"sync"
	"time"
)

// Cache keeps whether Kratos takes codes as a second factor, separately for identities with a code credential
// and for those with addresses only, to which Kratos sends codes if missing_credential_fallback_enabled is set.
type Cache struct {
	mu    sync.Mutex
	known [2]answer
}

type answer struct {
	offered bool
	until   time.Time
}

// Get returns the answer for a class, if there is one.
func (a *Cache) Get(class int, now time.Time) (offered, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.known[class]
	return known.offered, now.Before(known.until)
}

// Put keeps an answer.
func (a *Cache) Put(class int, offered bool, asked time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known[class] = answer{offered, asked.Add(kept)}
}

// kept is how long an answer of Kratos is used for other identities: it depends on configuration.
const kept = time.Minute
