package storetest

import (
	"reflect"
	"testing"

	"latchkey/authenticator"
	"latchkey/store"
)

func testHeldModels(t *testing.T, l *ledger) {
	bad, worse, good := newModel(), newKeyModel(), newKeyModel()
	ada, bob, eve := newID(), newID(), newID()
	l.registered(ada, of(bad))
	l.registered(ada, of(bad))
	l.registered(ada, of(worse)) // no other that counts
	l.registered(bob, of(bad))
	l.registered(bob, of(good))
	l.registered(eve, of(authenticator.Model{}))
	paused := l.registered(eve, of(bad))
	suspended, inactive := event("passkey.suspended", eve), event("identity.suspended", ada)
	l.accepts(l.suspend(paused.ID, at, suspended), suspended)
	_, err := l.SuspendInactive(l.ctx, ada, ending(at), func(int) store.AuditEvent { return inactive })
	l.accepts(err, inactive)

	for _, c := range []struct {
		of   []authenticator.Model
		want []store.HeldModel
	}{
		{[]authenticator.Model{bad, worse, newModel(), newKeyModel()}, []store.HeldModel{{Model: worse, Held: store.Held{Passkeys: 1, Identities: 1, WithoutAnother: 1}},
			{Model: bad, Held: store.Held{Passkeys: 3, Identities: 2, WithoutAnother: 1}}}},
		{[]authenticator.Model{worse, {}}, []store.HeldModel{{Held: store.Held{Passkeys: 1, Identities: 1, WithoutAnother: 1}},
			{Model: worse, Held: store.Held{Passkeys: 1, Identities: 1, WithoutAnother: 1}}}}, // those for inactivity are no other passkeys
	} {
		if held, err := l.HeldModels(l.ctx, c.of); err != nil || !reflect.DeepEqual(held, c.want) {
			t.Errorf("got %+v, %v, want %+v", held, err, c.want)
		}
	}
	if none, err := l.HeldModels(l.ctx, nil); err != nil || len(none) > 0 {
		t.Errorf("of no models: %v, %v", none, err)
	}
}
