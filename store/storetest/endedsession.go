package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// An admin's endings are stored with their event, and those of all sessions are merged. Only with all of them ends what would
// become a session.
func testEndSessions(t *testing.T, l *ledger) {
	passkey, other := l.registered(newID()), l.registered(newID())
	identity := passkey.IdentityID
	for _, p := range []store.Passkey{passkey, other} {
		l.coded(p)
		l.passBy(p, at.Add(time.Hour))
	}
	inFlight := func(identity uuid.UUID, want int) {
		t.Helper()
		if _, passes, codes := l.left(identity); passes != want || codes != want {
			t.Errorf("%d passes and %d codes, want %d each", passes, codes, want)
		}
	}
	ending := func(kind string, session uuid.UUID, when time.Time) store.SessionEnding {
		return store.SessionEnding{ID: newID(), IdentityID: identity, Kind: kind, SessionID: session, At: when, CausedAt: when, DueAt: when.Add(time.Minute)}
	}
	end := func(e store.SessionEnding) store.SessionEnding {
		t.Helper()
		given := event("sessions.ended", identity)
		ended, err := l.EndSessions(l.ctx, e, given)
		l.accepts(err, given)
		return ended
	}
	first := end(ending(store.EndOne, newID(), at))
	second := end(ending(store.EndOne, newID(), at))
	inFlight(identity, 1)
	all := end(ending(store.EndOthers, uuid.Nil, at))
	inFlight(identity, 0)
	inFlight(other.IdentityID, 1)
	l.mustEnd(identity, first, second, all)
	later := ending(store.EndOthers, uuid.Nil, at.Add(time.Hour))
	merged := end(later)
	if merged.ID != later.ID || !merged.At.Equal(later.At) || !merged.DueAt.Equal(all.DueAt) {
		t.Errorf("merged: %+v", merged)
	}
	l.mustEnd(identity, first, second, merged)
	given := event("x", identity)
	l.accepts(l.RecordEvent(l.ctx, given), given)
	_, err := l.EndSessions(l.ctx, ending(store.EndOne, newID(), at), given) // an event with this ID exists
	l.fails(err)
	l.mustEnd(identity, first, second, merged)
}
