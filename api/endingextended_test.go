package api_test

import (
	"testing"
	"time"

	"latchkey/account"
	"latchkey/store"
)

// extend is what Kratos does to a session at each refresh, at each second factor, and at an admin's request.
func (b *attacked) extend(life time.Duration) {
	b.kratos.editSession(b.attacker.token, func(s *account.Session) { s.ExpiresAt = b.clock.Now().Add(life) })
}

// lapse moves the stored expiry of all logins into the past, so that the next sweep deletes their rows unless they
// move on.
func (b *attacked) lapse() {
	b.t.Helper()
	if _, err := b.raw.Exec("UPDATE passkey_sessions SET expires_at = 1"); err != nil {
		b.t.Fatal(err)
	}
}

// A session that a passkey created ends with it, also if Kratos has extended the session.
func TestExtendedSessionEndsWithItsPasskey(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	b.lapse()
	b.extend(72 * time.Hour)
	b.attacker.signedIn(true) // Latchkey sees it
	if err := store.Sweep(t.Context(), b.store); err != nil {
		t.Fatal(err)
	}
	b.owner.delete("/v1/passkeys/" + b.stolenID).want(200)
	b.attacker.signedIn(false)
}

// Requests of a session write its expiry only if that has moved by the margin.
func TestExtensionIsWrittenRarely(t *testing.T) {
	t.Parallel()
	b := newAttacked(t)
	stored := func() any { return b.query("SELECT max(expires_at) FROM passkey_sessions")[0][0] }
	b.attacker.signedIn(true)
	before := stored()
	for _, step := range []struct {
		by    time.Duration
		moved bool
	}{{store.SessionMargin, false}, {store.SessionMargin + time.Second, true}} {
		was := time.UnixMicro(before.(int64))
		b.kratos.editSession(b.attacker.token, func(s *account.Session) { s.ExpiresAt = was.Add(step.by) })
		b.attacker.signedIn(true)
		if moved := stored() != before; moved != step.moved {
			t.Errorf("extended by %s: written %t", step.by, moved)
		}
	}
}
