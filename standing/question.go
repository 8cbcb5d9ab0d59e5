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

// MayAsk reports whether a client that has not signed in, and knows this user handle, may make Kratos be asked about a user once
// more. It counts the question. Anyone with the password can set up passkeys at Kratos and so gets handles of that user, but not the
// one of the owner's passkey: it has its own limit, and its first question does not depend on how many others there were.
func MayAsk(s *Service, identityID uuid.UUID, handle []byte) bool {
	now, one := s.cfg.Now(), question{identityID, string(handle)}
	return s.asked.first.Allow(one, now) || s.asked.again.Allow(one, now) && s.asked.all.Allow(identityID, now)
}
