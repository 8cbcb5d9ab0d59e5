package kratos

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	// linkPause is how long after a link of an identity it is not linked again. An edit of its metadata in the moment of a
	// link is lost, and such an edit may take a role away: its owner must not be able to repeat that moment at will, by
	// unlinking at Kratos and signing in in turns.
	linkPause = 10 * time.Second
	// maxLinkings bounds what is remembered.
	maxLinkings = 4096
)

// linkings remembers when this replica linked whom.
type linkings struct {
	mu sync.Mutex
	at map[uuid.UUID]time.Time
}

// admit tells whether the identity may be linked now, and remembers that it is.
func (l *linkings) admit(id uuid.UUID, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if last, ok := l.at[id]; ok && now.Sub(last) < linkPause {
		return false
	}
	if len(l.at) >= maxLinkings {
		for other, last := range l.at {
			if now.Sub(last) >= linkPause {
				delete(l.at, other)
			}
		}
	}
	if l.at == nil || len(l.at) >= maxLinkings {
		l.at = map[uuid.UUID]time.Time{}
	}
	l.at[id] = now
	return true
}

func (l *linkings) forget(id uuid.UUID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.at, id)
}
