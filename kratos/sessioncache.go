package kratos

import (
	"crypto/sha256"
	"sync"
	"time"

	"latchkey/account"
)

// maxCached limits the cache, in sessions. One takes about half a kilobyte.
const maxCached = 10_000

// sessionCache caches for a few seconds what Kratos reported about a session. It holds successes only, so that a user
// who has just signed in is admitted at once. Of the credentials it keeps a hash.
type sessionCache struct {
	keep time.Duration // 0: no cache

	mu       sync.Mutex
	sessions map[[sha256.Size]byte]cachedSession
}

type cachedSession struct {
	session account.Session
	chosen  int // the index of its credential
	until   time.Time
}

func newSessionCache(keep time.Duration) *sessionCache {
	return &sessionCache{keep: keep, sessions: map[[sha256.Size]byte]cachedSession{}}
}

func (c *sessionCache) get(key [sha256.Size]byte, now time.Time) (session account.Session, chosen int, ok bool) {
	if c.keep == 0 {
		return account.Session{}, 0, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.sessions[key]
	return found.session, found.chosen, ok && now.Before(found.until)
}

// put caches a session that Kratos confirmed at the time asked. The entry does not outlive the session.
func (c *sessionCache) put(key [sha256.Size]byte, session account.Session, chosen int, asked time.Time) {
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
	if _, known := c.sessions[key]; !known && len(c.sessions) >= maxCached {
		c.makeRoom(asked)
	}
	c.sessions[key] = cachedSession{session, chosen, until}
}

// makeRoom drops expired entries; if none has expired, it drops all, which only costs further calls.
func (c *sessionCache) makeRoom(now time.Time) {
	for key, cached := range c.sessions {
		if !now.Before(cached.until) {
			delete(c.sessions, key)
		}
	}
	if len(c.sessions) >= maxCached {
		clear(c.sessions)
	}
}

// forget drops the sessions that Latchkey has just ended.
func (c *sessionCache) forget(ended func(account.Session) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, cached := range c.sessions {
		if ended(cached.session) {
			delete(c.sessions, key)
		}
	}
}
