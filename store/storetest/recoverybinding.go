package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// waiting stores a recovery by a code that was redeemed without a session, and its gate pass.
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

// supportCode stores a new code from support, which does not end what other codes granted.
func (l *ledger) supportCode(identity uuid.UUID) store.RecoveryCode {
	l.t.Helper()
	code := codes(1)[0]
	code.Kind, code.ExpiresAt = store.CodeSupport, to(at.Add(time.Hour))
	e := event("recovery_codes.helpdesk_created", identity)
	l.accepts(l.PutSupportCode(l.ctx, identity, code, uuid.Nil, e), e)
	return code
}

// admitted is an unbound recovery whose pass was spent by a login that began a minute after the code was redeemed.
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

// binding binds the recovery to the session of that login.
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
	// Spending another pass of the identity, for a passkey, does not allow the binding.
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
	found, err := l.factsIn(b.SessionID)
	if err != nil || found.Recovery == nil {
		t.Fatalf("got %+v, %v, want a recovery", found, err)
	}
	want := r
	want.SessionID, want.ExpiresAt = b.SessionID, b.ExpiresAt
	if got := *found.Recovery; !got.At.Equal(want.At) || !got.EnrolUntil.Equal(want.EnrolUntil) || !got.ExpiresAt.Equal(want.ExpiresAt) || got.IdentityID != identity {
		t.Errorf("got %+v, want %+v", got, want)
	}
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)

	// A session that has a recovery keeps it, and the next recovery remains unbound.
	l.admitted(identity)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	n := registrationIn(want)
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	l.accepts(l.BindRecovery(l.ctx, l.binding(identity)))

	// The recovery by a newer code replaces one that was admitted, and requires its own pass.
	l.admitted(identity)
	l.waiting(identity)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)

	// A forgotten recovery cannot be bound.
	l.admitted(identity)
	l.takesBack(identity)
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
