package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"latchkey/store"
)

func testTombstones(t *testing.T, l *ledger) {
	identity := newID()
	first, second, kept := l.registered(identity), l.registered(identity), l.registered(identity)
	remove := func(p store.Passkey, when time.Time) store.Tombstone {
		e := event("passkey.removed", p.IdentityID)
		e.At = when
		l.accepts(l.remove(p.IdentityID, p.ID, false, e), e)
		return store.Tombstone{
			IdentityID: p.IdentityID, RPID: p.RPID, CredentialID: p.CredentialID, UserHandle: p.UserHandle,
			RegisteredAt: p.CreatedAt, RemovedAt: when,
		}
	}
	one, two := remove(first, at), remove(second, at.Add(time.Minute))
	remove(l.registered(newID()), at)
	for p, want := range map[*store.Passkey]store.Tombstone{&first: one, &second: two} {
		if got, err := l.TombstoneOf(l.ctx, p.CredentialID, nil); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
	}
	if got, err := l.TombstonesOf(l.ctx, identity); err != nil || !reflect.DeepEqual(got, []store.Tombstone{two, one}) {
		t.Errorf("got %+v, %v, want %+v", got, err, []store.Tombstone{two, one})
	}
	// An unknown credential ID is not removed, and a suspended passkey may be resumed.
	e := event("passkey.suspended", identity)
	l.accepts(l.suspend(kept.ID, at, e), e)
	for _, id := range [][]byte{kept.CredentialID, random(32)} {
		if got, err := l.TombstoneOf(l.ctx, id, nil); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %+v, %v, want %v", got, err, store.ErrNotFound)
		}
	}

	// A new registration of the credential ID deletes its tombstone, even by another identity.
	again := l.registered(newID(), func(p *store.Passkey) { p.CredentialID, p.UserHandle = first.CredentialID, random(64) })
	if got, err := l.TombstoneOf(l.ctx, first.CredentialID, nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %+v, %v, want %v", got, err, store.ErrNotFound)
	}
	if got, err := l.TombstonesOf(l.ctx, identity); err != nil || !reflect.DeepEqual(got, []store.Tombstone{two}) {
		t.Errorf("got %+v, %v, want %+v", got, err, []store.Tombstone{two})
	}
	three := remove(again, at.Add(time.Hour))
	if got, err := l.TombstoneOf(l.ctx, first.CredentialID, nil); err != nil || !reflect.DeepEqual(got, three) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, three)
	}
}

// The list has the latest ones; the export of an identity's data has all.
func testTombstonesListed(t *testing.T, l *ledger) {
	identity := newID()
	var want []store.Tombstone
	for i := range store.MaxTombstones + 2 {
		p, e := l.registered(identity), event("passkey.removed", identity)
		e.At = at.Add(time.Duration(i) * time.Minute)
		l.accepts(l.remove(identity, p.ID, false, e), e)
		want = append([]store.Tombstone{{
			IdentityID: identity, RPID: p.RPID, CredentialID: p.CredentialID, UserHandle: p.UserHandle, RegisteredAt: p.CreatedAt, RemovedAt: e.At,
		}}, want...)
	}
	if got, err := l.TombstonesOf(l.ctx, identity); err != nil || !reflect.DeepEqual(got, want[:store.MaxTombstones]) {
		t.Errorf("%d are listed, %v", len(got), err)
	}
	if held, err := l.Holdings(l.ctx, identity); err != nil || !reflect.DeepEqual(held.Tombstones, want) {
		t.Errorf("%d are exported, %v", len(held.Tombstones), err)
	}
}

// A registration that is concurrent with the removal of the same credential ID leaves no tombstone.
func testTombstoneRace(t *testing.T, l *ledger) {
	for range 15 {
		p := l.registered(newID())
		n, e := registration(p.IdentityID), event("passkey.removed", p.IdentityID)
		n.Passkey.CredentialID = p.CredentialID
		errs := atOnce(
			func() error { return l.remove(p.IdentityID, p.ID, false, e) },
			func() error { return l.CreatePasskey(l.ctx, n) },
		)
		events := []store.AuditEvent{e}
		registered := errs[1] == nil
		if registered {
			events = append(events, n.Event)
		} else if !errors.Is(errs[1], store.CredentialTaken) {
			t.Fatal(errs[1])
		}
		l.accepts(errs[0], events...)
		if got, err := l.TombstoneOf(l.ctx, p.CredentialID, nil); registered != errors.Is(err, store.ErrNotFound) {
			t.Fatalf("registered again: %v; tombstone %+v, %v", registered, got, err)
		}
	}
}

func testTombstonePurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	const life = 400 * 24 * time.Hour
	for _, ago := range []time.Duration{life + time.Minute, life - time.Minute} {
		p := l.registered(newID())
		e := event("passkey.removed", p.IdentityID)
		e.At = now.Add(-ago)
		l.accepts(l.remove(p.IdentityID, p.ID, false, e), e)
	}
	for _, want := range []int64{1, 0} {
		if got, err := l.PurgeTombstones(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
}

// aliasOf checks whether the tombstone's identity may have had that handle.
func (l *ledger) aliasOf(grave store.Tombstone, handle []byte, want bool) {
	l.t.Helper()
	if got, err := l.TombstoneOf(l.ctx, grave.CredentialID, handle); err != nil || got.Alias != want || !got.Presents(grave.UserHandle) {
		l.t.Errorf("%+v, %v; alias: want %t", got, err, want)
	}
}
