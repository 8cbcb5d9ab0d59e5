package kratos

import (
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
)

const (
	// refusalKept is how long a refusal is expected to repeat: a rule of a web_hook may depend on the time of day.
	refusalKept = time.Hour
	// maxRefusals limits the identities in memory.
	maxRefusals = 10_000
)

// loginRefusals remembers the identities whose last login in this process was refused by Kratos. A web_hook refuses only
// when a login is complete, so this is all that is known about it in advance.
type loginRefusals struct {
	mu  sync.Mutex
	all map[uuid.UUID]loginRefusal
}

type loginRefusal struct {
	err   error
	until time.Time
}

// note records the error in which a login ended; one that is no fault.ErrKratosRefused ends what is remembered.
func (l *loginRefusals) note(id uuid.UUID, err error, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !errors.Is(err, fault.ErrKratosRefused) {
		delete(l.all, id)
		return
	}
	if l.all == nil || len(l.all) >= maxRefusals { // the others are noted again
		l.all = map[uuid.UUID]loginRefusal{}
	}
	l.all[id] = loginRefusal{err, now.Add(refusalKept)}
}

// last returns the refusal of the last login, or nil.
func (l *loginRefusals) last(id uuid.UUID, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one := l.all[id]; now.Before(one.until) {
		return one.err
	}
	return nil
}
