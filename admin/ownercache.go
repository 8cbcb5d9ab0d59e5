package admin

import (
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
)

const (
	// ownerMaxAge is how long an answer from Kratos is reused for reads; a change never uses it.
	ownerMaxAge = 3 * time.Second
	// ownersMax limits the size of the cache.
	ownersMax = 1000
)

// owners caches the owners of keys.
type owners struct {
	mu    sync.Mutex
	known map[uuid.UUID]cachedOwner
}

type cachedOwner struct {
	identity account.Identity
	at       time.Time
}

func (o *owners) at(id uuid.UUID, now time.Time) (account.Identity, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known, ok := o.known[id]
	return known.identity, ok && now.Sub(known.at).Abs() < ownerMaxAge
}

func (o *owners) keep(id uuid.UUID, known cachedOwner) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known == nil || len(o.known) >= ownersMax {
		o.known = map[uuid.UUID]cachedOwner{}
	}
	o.known[id] = known
}
