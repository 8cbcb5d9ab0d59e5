package standing

import (
	"time"

	"github.com/google/uuid"

	"latchkey/recent"
)

// How often logins that may be refused may ask Kratos about a user: a client that repeats one must not become a flood at Kratos.
const (
	maxAsked    = 10  // with one user handle
	maxAskedAll = 100 // with any
	askedWithin = time.Minute
)

// questions counts the questions to Kratos for logins that may be refused.
type questions struct {
	first, again *recent.Attempts[question]
	all          *recent.Attempts[uuid.UUID]
}

// question is one about a user that a client asks who knows this user handle.
type question struct {
	identityID uuid.UUID
	handle     string
}

func newQuestions() questions {
	return questions{
		first: recent.NewAttempts[question](1, askedWithin),
		again: recent.NewAttempts[question](maxAsked-1, askedWithin),
		all:   recent.NewAttempts[uuid.UUID](maxAskedAll, askedWithin),
	}
}

// allow reports whether one more question may be asked, and counts it. The first one with a handle does not depend on how many others
// there were.
func (q questions) allow(one question, now time.Time) bool {
	return q.first.Allow(one, now) || q.again.Allow(one, now) && q.all.Allow(one.identityID, now)
}
