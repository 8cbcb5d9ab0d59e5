package standing

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

// What a passkey granted ends with it: its rows go in the transaction that removes or suspends it, so nothing here
// believes them any more. The Kratos sessions that have to end are stored in the same transaction, and are ended after it:
// at once by the request, and by Run where that came to nothing.

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

// EndingAt ends the sessions that the passkey created, except keep.
func EndingAt(at time.Time, keep uuid.UUID) store.Ending {
	return store.Ending{At: at, DueAt: at.Add(endingPatience), Keep: keep}
}

// EndingOthersAt also ends all others that began by then.
func EndingOthersAt(at, begunBy time.Time, keep uuid.UUID) store.Ending {
	end := EndingAt(at, keep)
	end.Others, end.BegunBy = store.NewID(), begunBy
	return end
}

func NewEndings(
	records EndingStore, kratos SessionKratos, policy assurance.Policy, events *audit.Log, log *slog.Logger, now func() time.Time,
) *Endings {
	return &Endings{store: records, identities: kratos, policy: policy, audit: events, log: log, now: now}
}
