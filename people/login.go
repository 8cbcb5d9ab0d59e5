package people

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	// loginsAge is how long login names are remembered. They belong to Kratos, so they are not stored.
	loginsAge = time.Minute
	maxLogins = 10_000
)

// logins are the login names that Kratos has reported lately; "" for an identity that it does not know.
type logins struct {
	lock  sync.Mutex
	since time.Time
	known map[uuid.UUID]string
}

// find returns the known names, and the identities to ask for.
func (l *logins) find(ids []uuid.UUID, now time.Time) (found map[uuid.UUID]string, missing []uuid.UUID) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.known == nil || now.Sub(l.since) >= loginsAge || len(l.known) > maxLogins {
		l.known, l.since = map[uuid.UUID]string{}, now
	}
	found = map[uuid.UUID]string{}
	for _, id := range ids {
		login, known := l.known[id]
		switch {
		case !known:
			missing = append(missing, id)
		case login != "":
			found[id] = login
		}
	}
	return found, missing
}

func (l *logins) add(ids []uuid.UUID, found map[uuid.UUID]string) {
	l.lock.Lock()
	defer l.lock.Unlock()
	for _, id := range ids {
		l.known[id] = found[id]
	}
}
