// Package sessioncache caches for a few seconds what Kratos reported about sessions. It makes no calls: package kratos does.
package sessioncache

import (
	"crypto/sha256"
	"sync"
	"time"

	"latchkey/account"
)

// maxSessions limits the cache, in sessions. One takes about half a kilobyte.
const maxSessions = 10_000

// Cache holds the sessions of credentials. It holds successes only, so that a user who has just signed in is admitted at
// once. Of the credentials it keeps a hash.
type Cache struct {
	keep time.Duration // 0: no cache

	mu       sync.Mutex
	sessions map[[sha256.Size]byte]entry
}

type entry struct {
	session account.Session
	chosen  int // the index of its credential
	until   time.Time
}

// New returns an empty cache, which keeps each session for so long.
func New(keep time.Duration) *Cache {
	return &Cache{keep: keep, sessions: map[[sha256.Size]byte]entry{}}
}

// Get returns a session, and the index of its credential.
func (c *Cache) Get(key [sha256.Size]byte, now time.Time) (session account.Session, chosen int, ok bool) {
	if c.keep == 0 {
		return account.Session{}, 0, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.sessions[key]
	return found.session, found.chosen, ok && now.Before(found.until)
}

// Put caches a session that Kratos confirmed at the time asked. The entry does not outlive the session.
func (c *Cache) Put(key [sha256.Size]byte, session account.Session, chosen int, asked time.Time) {
	if c.keep == 0 {
		return
	}
	until := asked.Add(c.keep)
	if session.ExpiresAt.Before(until) {
		until = session.ExpiresAt
	}
	session.OffersCode = nil // it holds the credential
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.sessions[key]; !known && len(c.sessions) >= maxSessions {
		c.makeRoom(asked)
	}
	c.sessions[key] = entry{session, chosen, until}
}

// makeRoom drops expired entries; if none has expired, it drops all, which only costs further calls.
func (c *Cache) makeRoom(now time.Time) {
	for key, cached := range c.sessions {
		if !now.Before(cached.until) {
			delete(c.sessions, key)
		}
	}
	if len(c.sessions) >= maxSessions {
		clear(c.sessions)
	}
}

// Forget drops the sessions that Latchkey has just ended.
func (c *Cache) Forget(ended func(account.Session) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, cached := range c.sessions {
		if ended(cached.session) {
			delete(c.sessions, key)
		}
	}
}
