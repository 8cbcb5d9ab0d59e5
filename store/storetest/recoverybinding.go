package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// waiting is a recovery that an identity's code has earned without a session.
func (l *ledger) waiting(identity uuid.UUID) store.Recovery {
	l.t.Helper()
	code := codes(1)
	e := event("recovery_codes.created", identity)
	l.accepts(l.replaceCodes(identity, code, e), e)
	until := at.Add(15 * time.Minute)
	r := store.Recovery{Kind: store.RecoveryByCode, SessionID: identity, IdentityID: identity, At: at, EnrolUntil: until, ExpiresAt: until}
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &code[0].Hash, Recovery: &r})
	return r
}

// binding is by a session that began a minute after the code was redeemed, in that very moment.
func (l *ledger) binding(identity uuid.UUID) store.RecoveryBinding {
	l.t.Helper()
	return store.RecoveryBinding{
		IdentityID: identity, SessionID: l.session(),
		BegunAt: at.Add(time.Minute), Now: at.Add(time.Minute), ExpiresAt: at.Add(24 * time.Hour),
	}
}

func testRecoveryBinding(t *testing.T, l *ledger) {
	identity, other := newID(), newID()
	l.registered(identity)
	r := l.waiting(identity)

	foreign := l.binding(other)
	l.refuses(l.BindRecovery(l.ctx, foreign), store.ErrNotFound)
	older := l.binding(identity)
	older.BegunAt = r.At
	l.refuses(l.BindRecovery(l.ctx, older), store.ErrNotFound)
	late := l.binding(identity)
	late.Now = r.EnrolUntil
	l.refuses(l.BindRecovery(l.ctx, late), store.ErrNotFound)

	b := l.binding(identity)
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
	l.waiting(identity)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	n := registrationIn(want)
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	l.refuses(l.BindRecovery(l.ctx, b), store.ErrNotFound)
	l.accepts(l.BindRecovery(l.ctx, l.binding(identity)))

	// What is forgotten waits no longer.
	l.waiting(identity)
	e := event("mfa.admin_reset", identity)
	l.accepts(l.ForgetRecovery(l.ctx, identity, e), e)
	l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)
}

func testRecoveryBindingRace(t *testing.T, l *ledger) {
	for range 5 {
		identity := newID()
		l.waiting(identity)
		var steps []func() error
		for range 8 {
			b := l.binding(identity)
			steps = append(steps, func() error { return l.BindRecovery(l.ctx, b) })
		}
		l.oneWins(atOnce(steps...), store.ErrNotFound)
		l.accepts(nil)
	}
}
