package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// waiting is a recovery that an identity's code has earned without a session, with the pass that came with it.
func (l *ledger) waiting(identity uuid.UUID) (store.Recovery, store.GatePass) {
	l.t.Helper()
	code := l.supportCode(identity)
	until := at.Add(15 * time.Minute)
	r := store.Recovery{Kind: store.RecoveryByCode, SessionID: identity, IdentityID: identity, At: at, EnrolUntil: until, ExpiresAt: until}
	pass := store.GatePass{Hash: [32]byte(random(32)), IdentityID: identity, ExpiresAt: until}
	r.PassHash = pass.Hash
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &code.Hash, Recovery: &r, Pass: &pass})
	return r, pass
}

// supportCode is a new one, which ends nothing that others have earned.
func (l *ledger) supportCode(identity uuid.UUID) store.RecoveryCode {
	l.t.Helper()
	code := codes(1)[0]
	code.Kind, code.ExpiresAt = store.CodeSupport, to(at.Add(time.Hour))
	e := event("recovery_codes.helpdesk_created", identity)
	l.accepts(l.PutSupportCode(l.ctx, identity, code, e), e)
	return code
}

// admitted is a waiting recovery whose pass a login has spent that began a minute after the code was redeemed.
func (l *ledger) admitted(identity uuid.UUID) store.Recovery {
	l.t.Helper()
	r, pass := l.waiting(identity)
	l.spends(pass)
	return r
}

func (l *ledger) spends(pass store.GatePass) {
	l.t.Helper()
	passed, then := event("login_gate.passed", pass.IdentityID), at.Add(time.Minute)
	l.accepts(l.SpendGatePass(l.ctx, pass.Hash, then, then, passed), passed)
}

// binding is by the session of that login.
func (l *ledger) binding(identity uuid.UUID) store.RecoveryBinding {
	l.t.Helper()
	return store.RecoveryBinding{
		IdentityID: identity, SessionID: l.session(),
		BegunAt: at.Add(time.Minute), Apart: time.Second, Now: at.Add(time.Minute), ExpiresAt: at.Add(24 * time.Hour),
	}
}

func testRecoveryBinding(t *testing.T, l *ledger) {
	identity, other := newID(), newID()
	l.registered(identity)
	r, pass := l.waiting(identity)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)
	// Another pass of the person, by a passkey, admits no session to what a code has earned.
	l.spends(l.passBy(l.registered(identity), at.Add(time.Hour)))
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)
	l.spends(pass)
	for _, apart := range []time.Duration{-2 * time.Second, 2 * time.Second} {
		another := l.binding(identity)
		another.BegunAt = another.BegunAt.Add(apart)
		l.refuses(l.BindRecovery(l.ctx, another), store.ErrNotFound)
	}

	foreign := l.binding(other)
	l.refuses(l.BindRecovery(l.ctx, foreign), store.ErrNotFound)
	older := l.binding(identity)
	older.BegunAt, older.Apart = r.At, time.Hour
	l.refuses(l.BindRecovery(l.ctx, older), store.ErrNotFound)
	late := l.binding(identity)
	late.Now = r.EnrolUntil
	l.refuses(l.BindRecovery(l.ctx, late), store.ErrNotFound)

	b := l.binding(identity)
	b.BegunAt = b.BegunAt.Add(b.Apart)
	l.accepts(l.BindRecovery(l.ctx, b))
	shown, err := l.shownIn(b.SessionID)
	if err != nil || shown.Recovery == nil {
		t.Fatalf("got %+v, %v", shown, err)
	}
	want := r
	want.SessionID, want.ExpiresAt = b.SessionID, b.ExpiresAt
	if got := *shown.Recovery; !got.At.Equal(want.At) || !got.EnrolUntil.Equal(want.EnrolUntil) || !got.ExpiresAt.Equal(want.ExpiresAt) || got.IdentityID != identity {
		t.Errorf("got %+v, want %+v", got, want)
	}
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)

	// A session with one keeps its own, and the next one waits for another.
	l.admitted(identity)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	n := registrationIn(want)
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	l.accepts(l.BindRecovery(l.ctx, l.binding(identity)))

	// A newer code takes the place of one that was admitted, and waits for its own pass.
	l.admitted(identity)
	l.waiting(identity)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)

	// What is forgotten waits no longer.
	l.admitted(identity)
	e := event("mfa.admin_reset", identity)
	l.accepts(l.ForgetRecovery(l.ctx, identity, e), e)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)
}

func testRecoveryBindingRace(t *testing.T, l *ledger) {
	for range 5 {
		identity := newID()
		l.admitted(identity)
		var steps []func() error
		for range 8 {
			b := l.binding(identity)
			steps = append(steps, func() error { return l.BindRecovery(l.ctx, b) })
		}
		l.oneWins(atOnce(steps...), store.ErrNotFound)
		l.accepts(nil)
	}
}
