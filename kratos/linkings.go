package kratos

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	// linkPause is how long two links of an identity prevent a third. An edit of its metadata during a link is lost,
	// and such an edit may remove a role: the user must not be able to repeat that moment at will, by alternately
	// unlinking at Kratos and signing in. An identity that was unlinked once can be linked again at once.
	linkPause = 10 * time.Second
	// maxLinkings limits the number of identities in memory.
	maxLinkings = 4096
)

// linkings records when this replica linked which identity.
type linkings struct {
	mu sync.Mutex
	at map[uuid.UUID]lastTwo
}

// lastTwo are the times of an identity's last two links.
type lastTwo struct{ before, last time.Time }

// admit reports whether the identity may be linked now, and records the link.
func (l *linkings) admit(id uuid.UUID, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	links := l.at[id]
	if now.Sub(links.before) < linkPause {
		return false
	}
	if len(l.at) >= maxLinkings {
		for other, links := range l.at {
			if now.Sub(links.last) >= linkPause {
				delete(l.at, other)
			}
		}
	}
	if l.at == nil || len(l.at) >= maxLinkings {
		l.at = map[uuid.UUID]lastTwo{}
	}
	l.at[id] = lastTwo{before: links.last, last: now}
	return true
}

func (l *linkings) forget(id uuid.UUID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.at, id)
}
