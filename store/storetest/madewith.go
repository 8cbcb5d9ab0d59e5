package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// keyMadeWith stores a key that a session created which rested on these passkeys.
func (l *ledger) keyMadeWith(identity uuid.UUID, by ...uuid.UUID) store.AdminKey {
	l.t.Helper()
	k, e := adminKey("key "+uuid.NewString()), event("admin_key.created", newID())
	k.MadeWith = by
	l.accepts(l.CreateAdminKey(l.ctx, k, only(identity, by...), e), e)
	return k
}

// A key is created only while the passkeys stand, is found by each of them, and ends with one that is disowned.
func testAdminKeysMadeWith(t *testing.T, l *ledger) {
	identity := newID()
	mine, strange, suspended := l.registered(identity), l.registered(identity), l.registered(identity)
	paused := event("passkey.suspended", identity)
	l.accepts(l.suspend(suspended.ID, at, paused), paused)
	for name, gone := range map[string][]uuid.UUID{
		"suspended": {suspended.ID}, "never there": {newID()}, "the second of two": {mine.ID, suspended.ID},
	} {
		t.Log(name)
		k := adminKey("refused")
		k.MadeWith = gone
		l.refuses(l.CreateAdminKey(l.ctx, k, only(identity, gone...), event("admin_key.created", newID())), store.EvidenceGone)
	}
	both, alone, other, none := l.keyMadeWith(identity, strange.ID, mine.ID), l.keyMadeWith(identity, strange.ID), l.keyMadeWith(identity, mine.ID), l.keyMadeWith(identity)
	child := l.keyOf(alone.ID, "ada")
	ended := l.keyMadeWith(identity, strange.ID)
	e := event("admin_key.revoked", newID())
	l.accepts(l.revokeKey(ended.ID, at, e), e)
	for passkeyID, want := range map[uuid.UUID][]store.AdminKey{
		strange.ID: {child, alone, both}, mine.ID: {other, both}, newID(): nil,
	} {
		got, err := l.AdminKeysMadeWith(l.ctx, passkeyID)
		if err != nil || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
		}
	}

	// A removal by the owner leaves the keys, and they are still found.
	gone := event("passkey.removed", identity)
	l.accepts(l.remove(identity, mine.ID, false, gone), gone)
	if got, err := l.AdminKeysMadeWith(l.ctx, mine.ID); err != nil || len(got) != 2 {
		t.Errorf("after the removal: %+v, %v", got, err)
	}

	r, d := revocations{}, disowning(identity, strange.ID)
	d.KeyRevoked, d.Codes, d.KeepLast = r.event, nil, false
	_, revoked, err := l.DisownPasskey(l.ctx, d)
	l.accepts(err, append(r.events(), d.Event)...)
	want := sorted([]uuid.UUID{both.ID, alone.ID, child.ID})
	var ids []uuid.UUID
	for _, k := range revoked {
		ids = append(ids, k.ID)
	}
	if !slices.Equal(sorted(ids), want) || len(r) != len(want) {
		t.Errorf("revoked %v with events of %d, want %v", ids, len(r), want)
	}
	for _, k := range []store.AdminKey{other, none} {
		if got, err := l.AdminKeyByHash(l.ctx, k.Hash); err != nil || got.RevokedAt != nil {
			t.Errorf("another's key: %+v, %v", got, err)
		}
	}
}

// A key is committed before the passkey is disowned, and ends with it, or not at all.
func testAdminKeysMadeWithRace(t *testing.T, l *ledger) {
	for range 15 {
		identity := newID()
		by := l.registered(identity)
		k, created, r := adminKey("key "+uuid.NewString()), event("admin_key.created", newID()), revocations{}
		k.MadeWith = []uuid.UUID{by.ID}
		d := disowning(identity, by.ID)
		d.KeyRevoked, d.Codes, d.KeepLast = r.event, nil, false
		errs := atOnce(
			func() error { return l.CreateAdminKey(l.ctx, k, only(identity, by.ID), created) },
			func() error { _, _, err := l.DisownPasskey(l.ctx, d); return err },
		)
		events := append(r.events(), d.Event)
		switch {
		case errs[0] == nil:
			events = append(events, created)
		case !errors.Is(errs[0], store.EvidenceGone):
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
		for _, k := range l.last.keys {
			if k.RevokedAt == nil {
				t.Fatalf("%s is left: %+v", k.ID, k)
			}
		}
	}
}
