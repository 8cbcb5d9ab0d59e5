package standing

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/store"
)

// What a passkey granted ends with it. The transaction that removes or suspends the passkey deletes the rows that
// count as evidence here, and stores which Kratos sessions have to end. Those are ended after it: at once by the
// request, and by Run if that fails.

// What happened to the Kratos sessions that a change ends.
const (
	SessionsEnded   = "ended"
	SessionsKept    = "kept"    // after a revocation: only those that the passkey created have ended
	SessionsPending = "pending" // not confirmed by Kratos yet; ended as soon as it is available
)

// endingHeadStart is how long an ending is left to the request that caused it.
const endingHeadStart = time.Minute

// clockSkew is how far Kratos' clock may be ahead when sessions are compared with our time.
const clockSkew = 30 * time.Second

// Endings ends sessions at Kratos, and retries until Kratos confirms it. It is safe for concurrent use.
type Endings struct {
	store      EndingStore
	identities SessionKratos
	policy     assurance.Policy
	audit      *audit.Log
	log        *slog.Logger
	now        func() time.Time
}

// EndingStore is the part of the store that Endings uses.
type EndingStore interface {
	store.SessionEndings
	SessionFacts(ctx context.Context, sessionID, identityID uuid.UUID, query store.FactsQuery) (store.SessionFacts, error)
}

// SessionKratos is the part of Kratos that Endings uses. It is not an error if a session no longer exists.
type SessionKratos interface {
	// Sessions returns an identity's active sessions, the most recently authenticated first.
	Sessions(ctx context.Context, id uuid.UUID) iter.Seq2[account.Session, error]
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	EndSessions(ctx context.Context, id uuid.UUID) error
	EndSessionsBut(ctx context.Context, id, except uuid.UUID, begunBy time.Time) error
}

// NewEndings returns a service that ends sessions. It makes no calls.
func NewEndings(
	records EndingStore, kratos SessionKratos, policy assurance.Policy, events *audit.Log, log *slog.Logger, now func() time.Time,
) *Endings {
	return &Endings{store: records, identities: kratos, policy: policy, audit: events, log: log, now: now}
}

// EndingAt returns an ending of the sessions that the passkey created, except keep.
func EndingAt(at time.Time, keep uuid.UUID) store.Ending {
	return store.Ending{At: at, DueAt: at.Add(endingHeadStart), Keep: keep}
}

// EndingOthersAt returns an ending that also includes all other sessions that began by begunBy.
func EndingOthersAt(at, begunBy time.Time, keep uuid.UUID) store.Ending {
	end := EndingAt(at, keep)
	end.Others, end.BegunBy = store.NewID(), begunBy
	return end
}

// EndingOf returns the ending of one session, or of all that began by then if sessionID is zero.
func EndingOf(identityID, sessionID uuid.UUID, at time.Time) store.SessionEnding {
	e := store.SessionEnding{
		ID: store.NewID(), IdentityID: identityID, Kind: store.EndOne, SessionID: sessionID,
		At: at, CausedAt: at, DueAt: at.Add(endingHeadStart),
	}
	if sessionID == uuid.Nil {
		e.Kind = store.EndOthers
	}
	return e
}
