package storetest

import (
	"testing"
	"time"

	"latchkey/store"
)

// passBy stores a pass for a passkey.
func (l *ledger) passBy(p store.Passkey, expiresAt time.Time) store.GatePass {
	l.t.Helper()
	pass := store.GatePass{Hash: [32]byte(random(32)), IdentityID: p.IdentityID, PasskeyID: p.ID, ExpiresAt: expiresAt}
	if err := l.PutGatePass(l.ctx, pass); err != nil {
		l.t.Fatal(err)
	}
	return pass
}

// A pass is spent once, before it expires.
func testGatePassWorksOnce(t *testing.T, l *ledger) {
	p := l.registered(newID())
	pass := l.passBy(p, at.Add(time.Minute))
	passed := func() store.AuditEvent { return event("login_gate.passed", p.IdentityID) }

	l.refuses(l.SpendGatePass(l.ctx, [32]byte(random(32)), at, at, passed()), store.ErrNotFound)
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, pass.ExpiresAt, passed()), store.ErrNotFound)
	e := passed()
	l.accepts(l.SpendGatePass(l.ctx, pass.Hash, at, at, e), e)
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, passed()), store.ErrNotFound)
}

// A pass requires a passkey of the same identity, and is not valid without it.
func testGatePassEndsWithPasskey(t *testing.T, l *ledger) {
	identity := newID()
	p := l.registered(identity)
	pass := l.passBy(p, at.Add(time.Minute))
	suspended := event("passkey.suspended", identity)
	l.accepts(l.suspend(p.ID, at, suspended), suspended)
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, event("login_gate.passed", identity)), store.ErrNotFound)

	removed := event("passkey.removed", identity)
	l.accepts(l.remove(identity, p.ID, false, removed), removed)
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, event("login_gate.passed", identity)), store.ErrNotFound)

	other := l.registered(newID())
	for _, orphan := range []store.GatePass{
		{Hash: [32]byte(random(32)), IdentityID: identity, PasskeyID: p.ID, ExpiresAt: at},
		{Hash: [32]byte(random(32)), IdentityID: identity, PasskeyID: other.ID, ExpiresAt: at},
	} {
		l.refuses(l.PutGatePass(l.ctx, orphan), store.ErrNotFound)
	}
}

// Of concurrent attempts to spend a pass one succeeds.
func testGatePassRace(t *testing.T, l *ledger) {
	p := l.registered(newID())
	for range 10 {
		pass := l.passBy(p, at.Add(time.Minute))
		events := make([]store.AuditEvent, 8)
		var steps []func() error
		for i := range events {
			events[i] = event("login_gate.passed", p.IdentityID)
			steps = append(steps, func() error { return l.SpendGatePass(l.ctx, pass.Hash, at, at, events[i]) })
		}
		winner := l.oneWins(atOnce(steps...), store.ErrNotFound)
		l.accepts(nil, events[winner])
	}
}

// A purge removes expired passes only.
func testGatePassPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := l.registered(newID())
	kept := l.passBy(p, now.Add(time.Minute))
	for range 3 {
		l.passBy(p, now.Add(-time.Second))
	}
	for _, want := range []int64{3, 0} {
		if got, err := l.PurgeGatePasses(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	e := event("login_gate.passed", p.IdentityID)
	l.accepts(l.SpendGatePass(l.ctx, kept.Hash, at, now, e), e)
}
