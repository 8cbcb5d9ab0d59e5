package kratos

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"latchkey/account"
)

// maxCached bounds the cache, in sessions. One takes about half a kilobyte.
const maxCached = 10_000

// sessionCache remembers for a few seconds what Kratos said of a session. It holds good answers only: a refusal is
// never remembered, so that whoever signs in is let in at once. Of a credential it keeps the hash.
type sessionCache struct {
	keep time.Duration // 0: nothing is remembered

	mu       sync.Mutex
	sessions map[[sha256.Size]byte]cachedSession
}

type cachedSession struct {
	session account.Session
	until   time.Time
}

func newSessionCache(keep time.Duration) *sessionCache {
	return &sessionCache{keep: keep, sessions: map[[sha256.Size]byte]cachedSession{}}
}

func (c *sessionCache) get(key [sha256.Size]byte, now time.Time) (account.Session, bool) {
	if c.keep == 0 {
		return account.Session{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.sessions[key]
	return found.session, ok && now.Before(found.until)
}

// put remembers a session that Kratos vouched for at asked. It does not outlive the session itself.
func (c *sessionCache) put(key [sha256.Size]byte, session account.Session, asked time.Time) {
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
	c.sessions[key] = cachedSession{session, until}
}

// makeRoom drops what has run out; should all be in use, it drops all: it only costs asking again.
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

// forget drops the sessions that we ourselves have just ended.
func (c *sessionCache) forget(ended func(account.Session) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, cached := range c.sessions {
		if ended(cached.session) {
			delete(c.sessions, key)
		}
	}
}

func (c *Client) cachedSession(ctx context.Context, credential Credential) (session account.Session, cached bool, err error) {
	key := credential.key()
	asked := time.Now()
	if session, cached = c.cache.get(key, asked); cached {
		return c.withOffer(session, credential), true, nil
	}
	session, err = c.Session(ctx, credential)
	if err == nil {
		c.cache.put(key, session, asked)
	}
	return session, false, err
}

// key is what the cache knows the credential by. A cookie's value that comes as a token is another credential.
func (c Credential) key() [sha256.Size]byte {
	return sha256.Sum256([]byte(string(c.Kind) + "\x00" + *c.value))
}
