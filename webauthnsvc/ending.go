package webauthnsvc

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/audit"
	"latchkey/fault"
	"latchkey/store"
)

// What a passkey granted ends with it: its rows go in the transaction that removes or suspends it, so nothing here
// believes them any more. The Kratos sessions that have to end are stored in the same transaction, and are ended after it:
// at once by the request, and by RunEndings where that came to nothing.

// What became of the Kratos sessions that a change ends.
const (
	SessionsEnded   = "ended"
	SessionsKept    = "kept"    // of a revocation: only those that the passkey created have ended
	SessionsPending = "pending" // Kratos has not confirmed it yet: they are ended as soon as it does
)

// endingPatience is how long the request that asks for an ending has it to itself.
const endingPatience = time.Minute

// clockSkew is how far Kratos' clock may be ahead of ours for a session to be found older than a moment of ours.
const clockSkew = 30 * time.Second

// endingAt ends the sessions that the passkey created, except keep.
func endingAt(at time.Time, keep uuid.UUID) store.Ending {
	return store.Ending{At: at, DueAt: at.Add(endingPatience), Keep: keep}
}

// endingOthersAt also ends all others that began by then.
func endingOthersAt(at, begunBy time.Time, keep uuid.UUID) store.Ending {
	end := endingAt(at, keep)
	end.Others, end.BegunBy = store.NewID(), begunBy
	return end
}

// RunEndings ends the Kratos sessions that have to end and have not, for serve's background. Any number of replicas may do
// it at once.
func (s *Service) RunEndings(ctx context.Context) error { return s.endings.run(ctx) }

// evidenceError gives a change that found the passkey behind its freshness gone the refusal that it would get now.
func (s *Service) evidenceError(ctx context.Context, session account.Session, req audit.Request, err error) error {
	if !errors.Is(err, store.EvidenceGone) {
		return fault.OfStore(err)
	}
	if _, err := s.mustBeFresh(ctx, session, req); err != nil {
		return err
	}
	return fault.ErrConflict
}
