package sessioncache

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"latchkey/account"
)

func TestCacheIsBounded(t *testing.T) {
	c, now := New(10*time.Second), time.Now()
	put := func(i int, lasts time.Duration) {
		c.Put(sha256.Sum256(fmt.Append(nil, i)), account.Session{ExpiresAt: now.Add(lasts)}, 0, now)
	}
	for i := range maxSessions {
		put(i, time.Hour)
	}
	put(7, time.Hour) // already cached
	if len(c.sessions) != maxSessions {
		t.Fatalf("%d sessions", len(c.sessions))
	}
	put(maxSessions, time.Hour)
	if len(c.sessions) != 1 {
		t.Errorf("%d sessions after one too many", len(c.sessions))
	}
	for i := range maxSessions - 1 {
		put(i, -time.Second) // expired
	}
	put(-1, time.Hour)
	if len(c.sessions) != 2 {
		t.Errorf("%d sessions, when all but one had run out", len(c.sessions))
	}
}
