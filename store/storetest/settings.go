package storetest

import (
	"testing"
	"time"

	"latchkey/store"
)

// What the settings gate has let through is recorded until it has vouched for a factor, or the account is taken back.
func testSettingsAt(t *testing.T, l *ledger) {
	identity := newID()
	l.accepts(l.NoteSettings(l.ctx, identity, store.Evidence{}, at)) // no passkey yet
	_, err := l.FirstPasskeyOf(l.ctx, identity)
	l.refuses(err, store.ErrNotFound)
	n := registration(identity)
	n.Unverified = []store.UnverifiedAddress{address()}
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	minute := func(i int) time.Time { return at.Add(time.Duration(i) * time.Minute) }
	stands := func(when string, want *time.Time) {
		t.Helper()
		if got := l.firstPasskey(identity).SettingsAt; (got == nil) != (want == nil) || got != nil && !got.Equal(*want) {
			t.Errorf("%s: %v, want %v", when, got, want)
		}
	}
	stands("at first", nil)
	l.accepts(l.NoteSettings(l.ctx, identity, store.Evidence{}, at))
	two := minute(2)
	l.accepts(l.NoteSettings(l.ctx, identity, store.Evidence{}, two))
	stands("after two changes", &two)

	old, present, fresh := sighting("password", store.VouchedFreshSession), sighting("totp", store.VouchedFirstPasskey), sighting("oidc", store.VouchedFreshSession)
	l.looks(identity, minute(1), []store.FactorSighting{old}, "password appeared", "password vouched")
	stands("after an earlier snapshot", &two)
	l.looks(identity, minute(3), []store.FactorSighting{old, present}, "totp appeared", "totp vouched")
	l.looks(identity, minute(4), []store.FactorSighting{old, present})
	stands("where nothing was vouched for by it", &two)
	l.looks(identity, minute(5), []store.FactorSighting{old, present, fresh}, "oidc appeared", "oidc vouched")
	stands("spent", nil)

	l.accepts(l.NoteSettings(l.ctx, identity, store.Evidence{}, minute(6)))
	l.takesBack(identity)
	stands("taken back", nil)
}
