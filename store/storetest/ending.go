package storetest

import (
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// others ends all sessions except keep.
func others(at time.Time, keep uuid.UUID) store.Ending {
	end := ending(at)
	end.Keep, end.Others, end.BegunBy = keep, newID(), at.Add(-time.Second)
	return end
}

func othersRow(identity uuid.UUID, end store.Ending) store.SessionEnding {
	return store.SessionEnding{
		ID: end.Others, IdentityID: identity, Kind: store.EndOthers, KeptID: end.Keep, At: end.BegunBy, CausedAt: end.At, DueAt: end.DueAt,
	}
}

// The caller's own session is kept, even if the removed passkey created it.
func testEndingsKeepTheCallers(t *testing.T, l *ledger) {
	identity := newID()
	g := l.granted(l.registered(identity))
	l.registered(identity)
	r := removal(identity, g.passkey.ID, nil, true, event("passkey.removed", identity))
	r.Ending = others(at.Add(2*time.Hour), g.logins[0].SessionID)
	ended, err := l.DeletePasskey(l.ctx, r)
	l.accepts(err, r.Event)
	want := endingsByID(append(endingsOf(g.logins[1:], r.Ending), othersRow(identity, r.Ending)))
	if got := endingsByID(ended); !reflect.DeepEqual(got, want) {
		t.Errorf("ended %+v\nwant %+v", got, want)
	}
	l.mustEnd(identity, want...)
}

// A refused change stores no endings, and neither does a repeated one.
func testEndingsOfRefusedChanges(t *testing.T, l *ledger) {
	identity := newID()
	g := l.granted(l.registered(identity))
	for _, broken := range []func(*store.Removal){
		func(r *store.Removal) { r.KeepLast = true },
		func(r *store.Removal) { r.By = only(identity, newID()) },
		func(r *store.Removal) { r.PasskeyID = newID() },
		func(r *store.Removal) { r.Event.ID = l.last.events[0].ID }, // written last
	} {
		r := removal(identity, g.passkey.ID, nil, false, event("passkey.removed", identity))
		r.Ending = others(at, newID())
		broken(&r)
		ended, err := l.DeletePasskey(l.ctx, r)
		if err == nil || len(ended) > 0 && r.Event.ID != l.last.events[0].ID {
			t.Errorf("ended %+v, %v", ended, err)
		}
		l.unchanged()
		l.mustEnd(identity)
	}
	seen := l.saw(identity, "totp")
	d := store.FactorDisowning{IdentityID: identity, FactorID: seen.ID, By: only(identity, newID()), Ending: others(at, newID()), Event: event("factor.disowned", identity)}
	_, err := l.DisownFactor(l.ctx, d)
	l.refuses(err, store.EvidenceGone)
	d.FactorID, d.By = newID(), store.Evidence{}
	_, err = l.DisownFactor(l.ctx, d)
	l.refuses(err, store.ErrNotFound)
	l.mustEnd(identity)

	suspended := event("passkey.suspended", identity)
	ended, err := l.SuspendPasskey(l.ctx, g.passkey.ID, ending(at), false, suspended)
	l.accepts(err, suspended)
	var ids []uuid.UUID
	for _, e := range ended {
		ids = append(ids, e.ID)
	}
	l.accepts(l.DropEndings(l.ctx, append(ids, newID())))
	l.mustEnd(identity)
	ended, err = l.SuspendPasskey(l.ctx, g.passkey.ID, others(at, newID()), false, event("again", identity))
	l.accepts(err)
	if len(ended) > 0 {
		t.Errorf("ended again: %+v", ended)
	}
	l.mustEnd(identity)
}

// If a session ends all others several times, there is one row with the latest time. Finishing an earlier row does not
// delete it.
func testEndingsOfOthersAreOne(t *testing.T, l *ledger) {
	identity, keep := newID(), newID()
	seen := l.saw(identity, "totp")
	disown := func(end store.Ending, events ...store.AuditEvent) store.SessionEnding {
		t.Helper()
		e := event("factor.disowned", identity)
		if len(events) > 0 {
			e = events[0]
		}
		done, err := l.DisownFactor(l.ctx, store.FactorDisowning{IdentityID: identity, FactorID: seen.ID, Ending: end, Event: e})
		l.accepts(err, events...)
		if len(done.Sessions) != 1 {
			t.Fatalf("ended %+v", done)
		}
		return done.Sessions[0]
	}
	first, later := others(at, keep), others(at.Add(time.Hour), keep)
	e := event("factor.disowned", identity)
	disown(first, e)
	claim := newID()
	claimed, err := l.ClaimEnding(l.ctx, claim, first.DueAt, first.DueAt.Add(time.Second))
	l.accepts(err)
	got := disown(later) // already disowned: no event
	want := othersRow(identity, later)
	want.DueAt, want.Tries = claimed.DueAt, 1
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	l.refuses(l.DelayEnding(l.ctx, claimed.ID, claim, at), store.ErrNotFound)
	l.accepts(l.DropEndings(l.ctx, []uuid.UUID{claimed.ID}))
	l.mustEnd(identity, want)

	// A later call with an earlier time does not change the time.
	late := others(at.Add(-time.Hour), keep)
	late.DueAt = later.DueAt.Add(time.Hour)
	want.ID = late.Others
	if got := disown(late); got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	// Another kept session, and none, have separate rows: no ending is lost.
	mine, staff, again := others(at, newID()), others(at, uuid.Nil), others(at.Add(time.Second), uuid.Nil)
	disown(mine)
	disown(staff)
	disown(again)
	merged := othersRow(identity, again)
	merged.DueAt = staff.DueAt
	l.mustEnd(identity, endingsByID([]store.SessionEnding{want, othersRow(identity, mine), merged})...)
}

// A claim excludes other replicas until it ends. Then another can claim the row, and the first claim is lost.
func testEndingClaims(t *testing.T, l *ledger) {
	identity := newID()
	g := l.granted(l.registered(identity))
	removed := event("passkey.removed", identity)
	ended, err := l.DeletePasskey(l.ctx, removal(identity, g.passkey.ID, nil, false, removed))
	l.accepts(err, removed)
	due, first, second := ended[0].DueAt, newID(), newID()
	_, err = l.ClaimEnding(l.ctx, first, due.Add(-time.Microsecond), due)
	l.refuses(err, store.ErrNotFound)
	for range ended {
		_, err = l.ClaimEnding(l.ctx, first, due, due.Add(time.Minute))
		l.accepts(err)
	}
	_, err = l.ClaimEnding(l.ctx, second, due.Add(time.Second), due.Add(time.Hour))
	l.refuses(err, store.ErrNotFound)
	taken, err := l.ClaimEnding(l.ctx, second, due.Add(time.Minute), due.Add(time.Hour))
	l.accepts(err)
	if taken.Tries != 2 || !taken.DueAt.Equal(due.Add(time.Hour)) {
		t.Errorf("taken over: %+v", taken)
	}
	l.refuses(l.DelayEnding(l.ctx, taken.ID, first, due), store.ErrNotFound)
	l.refuses(l.AbandonEnding(l.ctx, taken.ID, first, event("x", identity)), store.ErrNotFound)
	l.accepts(l.DelayEnding(l.ctx, taken.ID, second, due.Add(2*time.Minute)))
	l.refuses(l.DelayEnding(l.ctx, taken.ID, second, due), store.ErrNotFound)
	// Only endings without a claim become due earlier, and none becomes due later.
	ids := []uuid.UUID{ended[0].ID, ended[1].ID, newID()}
	l.accepts(l.HastenEndings(l.ctx, ids, due.Add(3*time.Minute)))
	l.accepts(l.HastenEndings(l.ctx, ids, due))
	held, err := l.Holdings(l.ctx, identity)
	l.accepts(err)
	for _, e := range held.Endings {
		if want := map[bool]time.Time{true: due, false: due.Add(time.Minute)}[e.ID == taken.ID]; !e.DueAt.Equal(want) {
			t.Errorf("due at %s, want %s", e.DueAt, want)
		}
	}
	if c, err := l.CountEndings(l.ctx); err != nil || c.Pending != 2 || !c.Oldest.Equal(at) {
		t.Errorf("count %+v, %v", c, err)
	}

	given := event("sessions.not_ended", identity)
	again, err := l.ClaimEnding(l.ctx, second, due, due.Add(3*time.Minute))
	l.accepts(err)
	broken := given
	broken.ID = removed.ID
	l.fails(l.AbandonEnding(l.ctx, again.ID, second, broken))
	l.accepts(l.AbandonEnding(l.ctx, again.ID, second, given), given)
	left := slices.DeleteFunc(ended, func(e store.SessionEnding) bool { return e.ID == again.ID })
	l.accepts(l.DropEndings(l.ctx, []uuid.UUID{left[0].ID, again.ID}))
	l.mustEnd(identity)
	if c, err := l.CountEndings(l.ctx); err != nil || c.Pending != 0 || c.Oldest != nil {
		t.Errorf("count %+v, %v", c, err)
	}
}

// Replicas never claim the same row.
func testEndingClaimRace(t *testing.T, l *ledger) {
	identity := newID()
	for range 8 {
		g := l.granted(l.registered(identity))
		e := event("passkey.removed", identity)
		_, err := l.DeletePasskey(l.ctx, removal(identity, g.passkey.ID, nil, false, e))
		l.accepts(err, e)
	}
	var lock sync.Mutex
	claimed := map[uuid.UUID]int{}
	work := func() error {
		for range 8 {
			e, err := l.ClaimEnding(l.ctx, newID(), at.Add(time.Hour), at.Add(2*time.Hour))
			if err != nil {
				return err
			}
			lock.Lock()
			claimed[e.ID]++
			lock.Unlock()
		}
		return nil
	}
	for _, err := range atOnce(work, work) {
		l.accepts(err)
	}
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	if len(claimed) != 16 {
		t.Errorf("%d of 16 were claimed", len(claimed))
	}
}
