package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func testInventory(t *testing.T, l *ledger) {
	yubi, ada := uuid.UUID(random(16)), newID()
	for range 2 {
		l.registered(ada, func(p *store.Passkey) { p.AAGUID = yubi })
	}
	l.registered(newID(), func(p *store.Passkey) { p.AAGUID, p.RPID = uuid.Nil, "old.example" })
	got, err := l.Inventory(l.ctx)
	if err != nil || got.Identities != 2 || got.IdentitiesTwo != 1 || got.Passkeys != 3 ||
		!slices.Equal(got.Providers, []store.ProviderCount{{AAGUID: yubi, Passkeys: 2}, {Passkeys: 1}}) ||
		!slices.Equal(got.RelyingParties, []store.RPCount{{RPID: "example.org", Passkeys: 2}, {RPID: "old.example", Passkeys: 1}}) {
		t.Errorf("got %+v, %v, want 2 identities, one with two of 3 passkeys, by provider and relying party", got, err)
	}
	used := at.Add(time.Hour)
	l.registered(newID(), func(p *store.Passkey) { p.CreatedAt, p.LastUsedAt = at.Add(time.Minute), &used })
	for until, want := range map[time.Time][2]int64{at.Add(time.Minute): {3, 0}, at.Add(time.Hour): {4, 1}} {
		if created, again, err := l.PasskeysCreated(l.ctx, at, until); err != nil || [2]int64{created, again} != want {
			t.Errorf("until %s: %d created, %d used, %v, want %v", until, created, again, err, want)
		}
	}
}

// Each sealed batch is counted once, even by concurrent calls, in the hours of its events.
func testEventCounts(t *testing.T, l *ledger) {
	hour := at.Truncate(time.Hour)
	if first, err := l.CountedSince(l.ctx); err != nil || !first.IsZero() {
		t.Errorf("before the first count: since %s, %v", first, err)
	}
	for i, e := range []store.AuditEvent{event("login.refused", newID()), event("login.refused", newID()), event("login.refused", newID()), event("passkey.revoked", newID())} {
		e.Reason = []string{"clone", "clone", "not_accepted", "she called about her sister"}[i]
		e.At = at.Add(time.Duration(i) * 20 * time.Minute)
		l.accepts(l.RecordEvent(l.ctx, e), e)
	}
	count := func() error {
		counted, err := l.CountBatch(l.ctx, []string{"login.refused"})
		if err == nil && !counted {
			err = store.ErrNotFound
		}
		return err
	}
	l.oneWins(append(atOnce(count, count), nil), store.ErrNotFound) // nothing is sealed yet
	l.sealWaiting(1)
	l.oneWins(atOnce(count, count, count, count), store.ErrNotFound)
	started := []store.EventCount{{Type: "login.started", Count: 3}, {Type: "login.offered", Count: 9}}
	for range 2 {
		l.accepts(l.AddCounts(l.ctx, hour, started))
	}
	if first, err := l.CountedSince(l.ctx); err != nil || !first.Equal(hour) {
		t.Errorf("counted since %s, %v, want %s", first, err, hour)
	}
	for name, c := range map[string]struct {
		since, until time.Time
		want         []store.EventCount
	}{
		"all": {hour, hour.Add(2 * time.Hour), []store.EventCount{
			{Type: "login.offered", Count: 18}, {Type: "login.refused", Reason: "clone", Count: 2}, {Type: "login.refused", Reason: "not_accepted", Count: 1},
			{Type: "login.started", Count: 6}, {Type: "passkey.revoked", Count: 1},
		}},
		"the second hour": {hour.Add(time.Hour), hour.Add(2 * time.Hour), []store.EventCount{{Type: "passkey.revoked", Count: 1}}},
		"before":          {hour.Add(-time.Hour), hour, nil},
	} {
		if got, err := l.EventCounts(l.ctx, c.since, c.until); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, err, c.want)
		}
	}
}
