// Package sessioncache caches for a few seconds what Kratos reported about sessions. It makes no calls: package kratos does.
package sessioncache

import (
	"crypto/sha256"
	"time"

	"latchkey/account"
	"latchkey/recent"
)

// Cache holds the sessions of credentials. It holds successes only, so that a user who has just signed in is admitted at
// once. Of the credentials it keeps a hash.
type Cache struct {
	sessions *recent.Answers[[sha256.Size]byte, entry]
}

type entry struct {
	session account.Session
	chosen  int // the index of its credential
}

// New returns an empty cache, which keeps each session for so long.
func New(keep time.Duration) *Cache { return &Cache{recent.New[[sha256.Size]byte, entry](keep)} }

// Get returns a session, and the index of its credential.
func (c *Cache) Get(key [sha256.Size]byte, now time.Time) (session account.Session, chosen int, ok bool) {
	found, ok := c.sessions.Get(key, now)
	return found.session, found.chosen, ok
}

// Put caches a session that Kratos confirmed at the time asked. The entry does not outlive the session.
func (c *Cache) Put(key [sha256.Size]byte, session account.Session, chosen int, asked time.Time) {
	session.OffersCode = nil // it holds the credential
	c.sessions.Put(key, entry{session, chosen}, asked, session.ExpiresAt)
}

// Forget drops the sessions that Latchkey has just ended, now.
func (c *Cache) Forget(ended func(account.Session) bool, now time.Time) {
	c.sessions.Forget(func(e entry) bool { return ended(e.session) }, now)
}
