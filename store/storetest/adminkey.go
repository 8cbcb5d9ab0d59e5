package storetest

import (
	"reflect"
	"testing"
	"time"

	"latchkey/store"
)

func testAdminKeys(t *testing.T, l *ledger) {
	lasting, expiring := adminKey("ci"), adminKey("Hilfe ☎")
	expiring.ExpiresAt = to(at.Add(time.Hour))
	expiring.Scopes = []string{`with "quotes", commas and {braces}`}
	for _, k := range []store.AdminKey{lasting, expiring} {
		e := event("admin_key.created", newID())
		l.accepts(l.CreateAdminKey(l.ctx, k, store.Evidence{}, e), e)
		if got, err := l.AdminKeyByHash(l.ctx, k.Hash); err != nil || !reflect.DeepEqual(got, k) {
			t.Errorf("got  %+v, %v\nwant %+v", got, err, k)
		}
	}

	e, again := event("admin_key.revoked", newID()), event("again", newID())
	l.accepts(l.revokeKey(lasting.ID, at, e), e)
	l.accepts(l.revokeKey(lasting.ID, at.Add(time.Hour), again))
	lasting.RevokedAt = to(at)
	if got, err := l.AdminKeyByHash(l.ctx, lasting.Hash); err != nil || !reflect.DeepEqual(got, lasting) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, lasting)
	}
	if want := []store.AdminKey{expiring, lasting}; !reflect.DeepEqual(l.last.keys, want) {
		t.Errorf("got  %+v\nwant %+v", l.last.keys, want)
	}
}

func testAdminKeyNames(t *testing.T, l *ledger) {
	k := adminKey("ci")
	e := event("admin_key.created", newID())
	l.accepts(l.CreateAdminKey(l.ctx, k, store.Evidence{}, e), e)
	l.refuses(l.CreateAdminKey(l.ctx, adminKey("ci"), store.Evidence{}, event("admin_key.created", newID())), store.NameTaken)

	sameHash := adminKey("other")
	sameHash.Hash = k.Hash
	l.fails(l.CreateAdminKey(l.ctx, sameHash, store.Evidence{}, event("admin_key.created", newID())))

	// The name of a revoked key is free again.
	e = event("admin_key.revoked", newID())
	l.accepts(l.revokeKey(k.ID, at, e), e)
	var steps []func() error
	var events []store.AuditEvent
	for range 4 {
		k, e := adminKey("ci"), event("admin_key.created", newID())
		events = append(events, e)
		steps = append(steps, func() error { return l.CreateAdminKey(l.ctx, k, store.Evidence{}, e) })
	}
	winner := l.oneWins(atOnce(steps...), store.NameTaken)
	l.accepts(nil, events[winner])
}
