package storetest

import (
	"errors"
	"reflect"
	"slices"
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
		given := endedEvent(e)
		ended, err := l.EndSessions(l.ctx, e, given)
		l.accepts(err, given)
		if len(ended) != 1 {
			t.Fatalf("ended: %+v", ended)
		}
		return ended[0]
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

func endedEvent(e store.SessionEnding) store.AuditEvent {
	given := event("sessions.ended", e.IdentityID)
	given.At = e.At
	if e.Kind == store.EndOne {
		given.Metadata = []byte(`{"session_id":"` + e.SessionID.String() + `"}`)
	}
	return given
}

// Equal requests to end a session, or all of them, are one, also when the first is done.
func testEndOneOnce(t *testing.T, l *ledger) {
	identity, session := newID(), newID()
	end := func(session uuid.UUID, when time.Time, change ...func(*store.AuditEvent)) (store.AuditEvent, error) {
		e := store.SessionEnding{
			ID: newID(), IdentityID: identity, Kind: store.EndOne, SessionID: session, At: when, CausedAt: when, DueAt: when.Add(time.Minute),
		}
		if session == uuid.Nil {
			e.Kind = store.EndOthers
		}
		given := endedEvent(e)
		for _, edit := range change {
			edit(&given)
		}
		ended, err := l.EndSessions(l.ctx, e, given)
		if err != nil || len(ended) != 1 || ended[0].SessionID != session {
			t.Errorf("ended: %+v, %v", ended, err)
		}
		return given, errors.Join(err, l.DropEndings(l.ctx, []uuid.UUID{ended[0].ID}))
	}
	atOneTime := func(session uuid.UUID) {
		t.Helper()
		var equal []func() error
		for range 10 {
			equal = append(equal, func() error { _, err := end(session, at); return err })
		}
		if err := errors.Join(atOnce(equal...)...); err != nil {
			t.Fatal(err)
		}
	}
	atOneTime(session)
	kind := "sessions.ended"
	recorded := func(want int) []store.AuditEvent {
		t.Helper()
		events, err := l.AuditEvents(l.ctx, store.AuditFilter{IdentityID: &identity, Type: &kind}, store.Page{Size: 20})
		if err != nil || len(events) != want {
			t.Fatalf("%d events, want %d, %v", len(events), want, err)
		}
		return events
	}
	l.accepts(nil, recorded(1)...)
	for i, next := range []struct {
		session uuid.UUID
		when    time.Time
	}{{newID(), at}, {session, at.Add(store.SameEnding)}} {
		given, err := end(next.session, next.when)
		l.accepts(err, given)
		recorded(2 + i)
	}

	identity = newID()
	atOneTime(uuid.Nil)
	l.accepts(nil, recorded(1)...)
	for i, next := range []struct {
		when   time.Time
		change func(*store.AuditEvent)
	}{
		{at, func(e *store.AuditEvent) { e.ActorID = "another" }},
		{at, func(e *store.AuditEvent) { e.Reason = "another" }},
		{at.Add(store.SameEndingAll), func(*store.AuditEvent) {}},
	} {
		given, err := end(uuid.Nil, next.when, next.change)
		l.accepts(err, given)
		recorded(2 + i)
	}
}

// pendingEnded checks the endings of logins whose session is unknown, by their IDs.
func pendingEnded(t *testing.T, ended []store.SessionEnding, keep uuid.UUID, want ...uuid.UUID) {
	t.Helper()
	var ids []uuid.UUID
	for _, e := range ended {
		if e.Kind == store.EndLogin {
			ids = append(ids, e.ID)
			if e.KeptID != keep {
				t.Errorf("keeps %v, want %v", e.KeptID, keep)
			}
		}
	}
	if !reflect.DeepEqual(ids, want) {
		t.Errorf("endings of logins: %v, want %v", ids, want)
	}
}

// With all sessions end those that Kratos is just creating of codes that it has redeemed. Their logins stay until their passkey
// is removed, whose endings then take over.
func testRedeemedEndsWithOthers(t *testing.T, l *ledger) {
	p := l.registered(newID())
	old, recent := l.redeemedAt(p, at.Add(-store.LoginSettled)), l.redeemedAt(p, at.Add(-store.LoginSettled+time.Second))
	l.redeemedAt(l.registered(newID()), at)
	when := at
	all := func(keep uuid.UUID) []store.SessionEnding {
		t.Helper()
		given := event("sessions.ended", p.IdentityID)
		given.At, when = when, when.Add(store.SameEndingAll)
		ended, err := l.EndSessions(l.ctx, store.SessionEnding{
			ID: newID(), IdentityID: p.IdentityID, Kind: store.EndOthers, KeptID: keep, At: at, CausedAt: at, DueAt: at.Add(time.Minute),
		}, given)
		l.accepts(err, given)
		return ended
	}
	kept := newID()
	pendingEnded(t, all(kept), kept, recent)
	pendingEnded(t, all(kept), kept, recent)
	pendingEnded(t, all(newID()), uuid.Nil, recent)
	pendingEnded(t, all(kept), uuid.Nil, recent)

	claimed := newID()
	l.accepts(l.ClaimPasskeySession(l.ctx, recent, claimed, at.Add(time.Hour)))
	removed := event("passkey.removed", p.IdentityID)
	ended, err := l.DeletePasskey(l.ctx, removal(p.IdentityID, p.ID, nil, false, removed))
	l.accepts(err, removed)
	pendingEnded(t, ended, uuid.Nil, old)
	if !slices.ContainsFunc(ended, func(e store.SessionEnding) bool {
		return e.ID == recent && e.Kind == store.EndOne && e.SessionID == claimed
	}) {
		t.Errorf("the session that became known does not end: %+v", ended)
	}
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
