package recent

import (
	"time"

	"github.com/google/uuid"
)

// How often logins that may be refused may ask Kratos about a user: a client that repeats one must not become a flood at Kratos.
const (
	maxAsked    = 10  // with one user handle
	maxAskedAll = 100 // with any
	askedWithin = time.Minute
)

// Questions counts the questions to Kratos for logins that may be refused. It is safe for concurrent use.
type Questions struct {
	first, again *Attempts[question]
	all          *Attempts[uuid.UUID]
}

// question is one about a user that a client asks who knows this user handle.
type question struct {
	identityID uuid.UUID
	handle     string
}

// NewQuestions returns Questions of which none was asked.
func NewQuestions() Questions {
	return Questions{
		first: NewAttempts[question](1, askedWithin),
		again: NewAttempts[question](maxAsked-1, askedWithin),
		all:   NewAttempts[uuid.UUID](maxAskedAll, askedWithin),
	}
}

// Allow reports whether one more question about a user may be asked for a client that knows this user handle, and counts it. The first
// one with a handle does not depend on how many others there were.
func (q Questions) Allow(identityID uuid.UUID, handle []byte, now time.Time) bool {
	one := question{identityID, string(handle)}
	return q.first.Allow(one, now) || q.again.Allow(one, now) && q.all.Allow(identityID, now)
}
