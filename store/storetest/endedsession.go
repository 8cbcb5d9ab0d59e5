package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// An admin's endings are stored with their event, and those of all sessions are merged.
func testEndSessions(t *testing.T, l *ledger) {
	identity := newID()
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
	all := end(ending(store.EndOthers, uuid.Nil, at))
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
