package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// inFlight checks how many gate passes and how many codes of an identity are left.
func (l *ledger) inFlight(identity uuid.UUID, want int) {
	l.t.Helper()
	if _, passes, codes := l.left(identity); passes != want || codes != want {
		l.t.Errorf("%d passes and %d codes, want %d each", passes, codes, want)
	}
}

// An admin's endings are stored with their event, and those of all sessions are merged. Only with all of them ends what would
// become a session.
func testEndSessions(t *testing.T, l *ledger) {
	passkey, other := l.registered(newID()), l.registered(newID())
	identity := passkey.IdentityID
	for _, p := range []store.Passkey{passkey, other} {
		l.coded(p)
		l.passBy(p, at.Add(time.Hour))
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
	l.inFlight(identity, 1)
	all := end(ending(store.EndOthers, uuid.Nil, at))
	l.inFlight(identity, 0)
	l.inFlight(other.IdentityID, 1)
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

// A change that ends all other sessions also ends what would become one, by whichever passkey. If it ends only those of its
// passkey, the rest stays.
func testInFlightEndsWithOthers(t *testing.T, l *ledger) {
	for name, change := range map[string]func(p store.Passkey, end store.Ending) error{
		"deleted": func(p store.Passkey, end store.Ending) error {
			e := event("passkey.removed", p.IdentityID)
			r := removal(p.IdentityID, p.ID, nil, true, e)
			r.Ending = end
			_, err := l.DeletePasskey(l.ctx, r)
			l.accepts(err, e)
			return err
		},
		"disowned": func(p store.Passkey, end store.Ending) error {
			d := disowning(p.IdentityID, p.ID)
			d.Ending = end
			_, _, err := l.DisownPasskey(l.ctx, d)
			l.accepts(err, d.Event, d.CodesMade)
			return err
		},
		"factor disowned": func(p store.Passkey, end store.Ending) error {
			seen, e := l.saw(p.IdentityID, "totp"), event("factor.disowned", p.IdentityID)
			_, err := l.DisownFactor(l.ctx, store.FactorDisowning{IdentityID: p.IdentityID, FactorID: seen.ID, Ending: end, Event: e})
			l.accepts(err, e)
			return err
		},
	} {
		for _, end := range []store.Ending{ending(at), others(at, uuid.Nil), others(at, newID())} {
			p := l.registered(newID())
			another, stranger := l.registered(p.IdentityID), l.registered(newID())
			for _, by := range []store.Passkey{another, stranger} {
				l.coded(by)
				l.passBy(by, at.Add(time.Hour))
			}
			want := 1
			if end.Others != uuid.Nil {
				want = 0
			}
			if err := change(p, end); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			l.inFlight(p.IdentityID, want)
			l.inFlight(stranger.IdentityID, 1)
		}
	}
}
