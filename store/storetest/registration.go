package storetest

import (
	"errors"
	"reflect"
	"testing"

	"latchkey/store"
)

func testRegistrationConflicts(t *testing.T, l *ledger) {
	identity := newID()
	first := registration(identity)
	first.First = true
	l.accepts(l.CreatePasskey(l.ctx, first), first.Event)

	spent := registration(identity)
	spent.Challenge = first.Challenge
	l.refuses(l.CreatePasskey(l.ctx, spent), store.ChallengeSpent)

	taken := registration(newID())
	taken.Passkey.CredentialID = first.Passkey.CredentialID
	l.refuses(l.CreatePasskey(l.ctx, taken), store.CredentialTaken)

	second := registration(identity)
	second.First = true
	l.refuses(l.CreatePasskey(l.ctx, second), store.NotFirstPasskey)

	full := registration(identity)
	full.Limit = 1
	l.refuses(l.CreatePasskey(l.ctx, full), store.PasskeyLimit)

	// A refused registration does not spend the challenge.
	taken.Passkey.CredentialID = random(16)
	second.First = false
	full.Limit = 20
	for _, n := range []store.NewPasskey{taken, second, full} {
		l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	}

	// A duplicate row or event ID is a bug of the caller, not a Conflict.
	same := registration(identity)
	same.Passkey.ID = first.Passkey.ID
	l.fails(l.CreatePasskey(l.ctx, same))
	sameEvent := registration(identity)
	sameEvent.Event.ID = first.Event.ID
	l.fails(l.CreatePasskey(l.ctx, sameEvent))
}

// If several rules are violated, the error follows the documented precedence.
func testRegistrationPrecedence(t *testing.T, l *ledger) {
	identity := newID()
	stored := registration(identity)
	l.accepts(l.CreatePasskey(l.ctx, stored), stored.Event)

	n := registration(identity)
	n.Challenge = stored.Challenge
	n.Passkey.CredentialID = stored.Passkey.CredentialID
	n.First = true
	n.Limit = 1
	l.refuses(l.CreatePasskey(l.ctx, n), store.ChallengeSpent)
	n.Limit = 20
	l.refuses(l.CreatePasskey(l.ctx, n), store.ChallengeSpent)
	n.First = false
	l.refuses(l.CreatePasskey(l.ctx, n), store.ChallengeSpent)
	n.Challenge = challenge()
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken)
	n.First = true
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken)
	n.Limit = 1
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken)
	n.Passkey.CredentialID = random(16)
	l.refuses(l.CreatePasskey(l.ctx, n), store.NotFirstPasskey)
	n.First = false
	l.refuses(l.CreatePasskey(l.ctx, n), store.PasskeyLimit)
}

func testRegistrationLimit(t *testing.T, l *ledger) {
	identity := newID()
	var held []store.Passkey
	for range 5 {
		held = append(held, l.registered(identity))
	}
	n := registration(identity)
	n.Limit = 5
	l.refuses(l.CreatePasskey(l.ctx, n), store.PasskeyLimit)
	n.Limit = 6
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)

	// A free slot is used again, but not above a limit that has been lowered.
	for _, gone := range held[:2] {
		e := event("passkey.removed", identity)
		l.accepts(l.remove(identity, gone.ID, false, e), e)
	}
	n = registration(identity)
	n.Limit = 3
	l.refuses(l.CreatePasskey(l.ctx, n), store.PasskeyLimit)
	for range 2 {
		n = registration(identity)
		n.Limit = 6
		l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	}
	n = registration(identity)
	n.Limit = 6
	l.refuses(l.CreatePasskey(l.ctx, n), store.PasskeyLimit)

	// The maximum is 256.
	crowded := newID()
	for range 256 {
		n := registration(crowded)
		n.Limit = 256
		if err := l.CreatePasskey(l.ctx, n); err != nil {
			t.Fatal(err)
		}
		l.recorded[n.Event.ID] = true
	}
	l.check()
	n = registration(crowded)
	n.Limit = 256
	l.refuses(l.CreatePasskey(l.ctx, n), store.PasskeyLimit)
}

func testRegistrationLimitRace(t *testing.T, l *ledger) {
	const contenders, limit = 50, 20
	identity := newID()
	var ns []store.NewPasskey
	var steps []func() error
	for range contenders {
		n := registration(identity)
		n.Limit = limit
		ns = append(ns, n)
		steps = append(steps, func() error { return l.CreatePasskey(l.ctx, n) })
	}
	var created []store.AuditEvent
	for i, err := range atOnce(steps...) {
		if err == nil {
			created = append(created, ns[i].Event)
		} else if !errors.Is(err, store.PasskeyLimit) {
			t.Errorf("contender %d got %v, want %v", i, err, store.PasskeyLimit)
		}
	}
	l.accepts(nil, created...)
	if len(created) != limit || len(l.last.passkeys) != limit {
		t.Errorf("%d calls succeeded, %d passkeys are stored, the limit is %d", len(created), len(l.last.passkeys), limit)
	}
}

func testRegistrationFirstRace(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		var ns []store.NewPasskey
		var steps []func() error
		for range 4 {
			n := registration(identity)
			n.First = true
			ns = append(ns, n)
			steps = append(steps, func() error { return l.CreatePasskey(l.ctx, n) })
		}
		winner := l.oneWins(atOnce(steps...), store.NotFirstPasskey)
		l.accepts(nil, ns[winner].Event)
		if held, err := l.PasskeysOf(l.ctx, identity); err != nil || len(held) != 1 {
			t.Fatalf("%d first passkeys, %v", len(held), err)
		}
	}
}

func testRegistrationCredentialRace(t *testing.T, l *ledger) {
	for range 10 {
		a, b := registration(newID()), registration(newID())
		b.Passkey.CredentialID = a.Passkey.CredentialID
		ns := []store.NewPasskey{a, b}
		winner := l.oneWins(atOnce(
			func() error { return l.CreatePasskey(l.ctx, a) },
			func() error { return l.CreatePasskey(l.ctx, b) },
		), store.CredentialTaken)
		l.accepts(nil, ns[winner].Event)
		got, err := l.PasskeyByCredentialID(l.ctx, a.Passkey.CredentialID)
		if err != nil || !reflect.DeepEqual(got, ns[winner].Passkey) {
			t.Fatalf("the loser touched the row: %+v, %v", got, err)
		}
	}
}
