package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// recovered stores a session with an enrolment grant by a code.
func (l *ledger) recovered(identity uuid.UUID) store.Recovery {
	l.t.Helper()
	code := l.supportCode(identity)
	recovery := store.Recovery{
		Kind: store.RecoveryByCode, SessionID: l.session(), IdentityID: identity, At: at, EnrolUntil: at.Add(15 * time.Minute), ExpiresAt: at.Add(24 * time.Hour),
	}
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &code.Hash, Recovery: &recovery})
	return recovery
}

func testRecoveryLeave(t *testing.T, l *ledger) {
	identity := newID()
	l.registered(identity)
	r := l.recovered(identity)

	foreign := registrationIn(r)
	foreign.Passkey.IdentityID = newID()
	l.refuses(l.CreatePasskey(l.ctx, foreign), store.RecoveryUsed)
	late := registrationIn(r)
	late.Passkey.CreatedAt = r.EnrolUntil
	l.refuses(l.CreatePasskey(l.ctx, late), store.RecoveryUsed)
	none := registrationIn(r)
	none.Recovery = l.session()
	l.refuses(l.CreatePasskey(l.ctx, none), store.RecoveryUsed)

	// A registration that is refused for another reason does not use the grant.
	full := registrationIn(r)
	full.Limit = 1
	l.refuses(l.CreatePasskey(l.ctx, full), store.PasskeyLimit)
	taken := registrationIn(r)
	taken.Passkey.CredentialID = l.registered(newID()).CredentialID
	l.refuses(l.CreatePasskey(l.ctx, taken), store.CredentialTaken)

	n := registrationIn(r)
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	if found, err := l.factsIn(r.SessionID); err != nil || found.Recovery.EnrolledAt == nil || !found.Recovery.EnrolledAt.Equal(n.Passkey.CreatedAt) {
		t.Errorf("got %+v, %v, want enrolled at %v", found.Recovery, err, n.Passkey.CreatedAt)
	}
	l.refuses(l.CreatePasskey(l.ctx, registrationIn(r)), store.RecoveryUsed)
	again := registrationIn(r)
	again.Challenge = n.Challenge
	l.refuses(l.CreatePasskey(l.ctx, again), store.ChallengeSpent)
}

func testRecoveryLeaveRace(t *testing.T, l *ledger) {
	for range 5 {
		identity := newID()
		l.registered(identity)
		r := l.recovered(identity)
		var all []store.NewPasskey
		var steps []func() error
		for range 8 {
			n := registrationIn(r)
			all = append(all, n)
			steps = append(steps, func() error { return l.CreatePasskey(l.ctx, n) })
		}
		winner := l.oneWins(atOnce(steps...), store.RecoveryUsed)
		l.accepts(nil, all[winner].Event)
	}
}

func testRecoveryForgotten(t *testing.T, l *ledger) {
	identity, set := l.withCodes(2)
	other := l.recovered(newID())
	r := store.Recovery{Kind: store.RecoveryByCode, SessionID: l.session(), IdentityID: identity, At: at, EnrolUntil: at.Add(time.Minute), ExpiresAt: at.Add(time.Hour)}
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &set[0].Hash, Recovery: &r})
	pass := store.GatePass{Hash: [32]byte(random(32)), IdentityID: identity, ExpiresAt: at.Add(time.Minute)}
	l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &set[1].Hash, Pass: &pass})
	l.redeems(recoveryTry(identity, at), failed(identity))

	l.registered(identity)
	l.takesBack(identity)
	l.hasCodes(identity, nil)
	if found, err := l.factsIn(r.SessionID); err != nil || found.Recovery != nil {
		t.Errorf("got %+v, %v, want none", found.Recovery, err)
	}
	l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, event("login_gate.passed", identity)), store.ErrNotFound)
	if n, _ := l.redeems(recoveryTry(identity, at), failed(identity)); n != 1 {
		t.Errorf("try %d, want 1", n)
	}
	if found, err := l.factsIn(other.SessionID); err != nil || found.Recovery == nil {
		t.Errorf("another identity's is deleted: %v", err)
	}
}

// What codes granted ends with a new set, and with the removal of a passkey that the user disowns.
func testCodeGrantsEnd(t *testing.T, l *ledger) {
	for name, end := range map[string]func(identity, by, strange uuid.UUID){
		"new set": func(identity, by, _ uuid.UUID) {
			e := event("recovery_codes.created", identity)
			l.accepts(l.ReplaceRecoveryCodes(l.ctx, identity, only(identity, by), codes(2), e), e)
		},
		"disowned": func(identity, by, strange uuid.UUID) { l.disowns(disowning(identity, strange, by)) },
		"disowned without codes": func(identity, by, strange uuid.UUID) {
			d := disowning(identity, strange, by)
			d.Codes = nil
			_, _, err := l.DisownPasskey(l.ctx, d)
			l.accepts(err, d.Event)
		},
		"taken back": func(identity, _, _ uuid.UUID) { l.takesBack(identity) },
	} {
		t.Log(name)
		identity := newID()
		by, strange := l.registered(identity), l.registered(identity)
		inSession := l.recovered(identity)
		_, pass := l.waiting(identity)
		other, othersPass := l.waiting(newID())
		byPasskey := l.passBy(by, at.Add(time.Hour))
		end(identity, by.ID, strange.ID)

		if got, err := l.factsIn(inSession.SessionID); err != nil || got.Recovery != nil {
			t.Errorf("%s: the session still has %+v, %v", name, got.Recovery, err)
		}
		l.refuses(l.SpendGatePass(l.ctx, pass.Hash, at, at, event("login_gate.passed", identity)), store.ErrNotFound)
		l.refuses(l.BindRecovery(l.ctx, l.binding(identity)), store.ErrNotFound)
		if name != "taken back" { // then the passkey does not stand
			l.spends(byPasskey)
		}
		l.spends(othersPass)
		l.accepts(l.BindRecovery(l.ctx, l.binding(other.IdentityID)))
	}
}

func testRecoveryPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	identity, set := l.withCodes(3)
	for i, end := range []time.Time{now.Add(-store.SessionKept - time.Second), now.Add(time.Minute - store.SessionKept)} {
		r := store.Recovery{Kind: store.RecoveryByCode, SessionID: l.session(), IdentityID: identity, At: at, EnrolUntil: at, ExpiresAt: end}
		l.redeems(recoveryTry(identity, at), store.RecoveryVerdict{Spend: &set[i].Hash, Recovery: &r})
	}
	expired := codes(1)[0]
	expired.Kind = store.CodeSupport
	expired.ExpiresAt = to(now.Add(-61 * time.Minute))
	e := event("recovery_codes.issued", identity)
	l.accepts(l.PutSupportCode(l.ctx, identity, expired, uuid.Nil, e), e)
	for _, want := range []int64{2, 0} {
		if got, err := l.PurgeRecoveries(l.ctx); err != nil || got != want {
			t.Errorf("purged %d, %v, want %d", got, err, want)
		}
	}
	l.check()
	if len(l.last.recoveries) != 1 || len(l.last.codes) != 3 {
		t.Errorf("left are %d recoveries and %d codes", len(l.last.recoveries), len(l.last.codes))
	}
}
