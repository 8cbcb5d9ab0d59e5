package storetest

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// Only a passkey that is suspended for a verification can be replaced by a new one with its credential ID.
func testRegistrationReplaces(t *testing.T, l *ledger) {
	identity := newID()
	old := l.registered(identity)
	again := func() store.NewPasskey {
		n := registration(identity)
		n.Passkey.CredentialID, n.Replaces, n.First, n.Limit = old.CredentialID, old.ID, true, 1
		return n
	}
	n := again()
	n.First = false
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken) // it is not suspended
	paused := event("passkey.suspended", identity)
	l.accepts(l.suspend(old.ID, at, paused), paused)
	l.refuses(l.CreatePasskey(l.ctx, n), store.CredentialTaken) // suspended by an admin, who may resume it
	l.takesBack(identity)

	unnamed := again()
	unnamed.Replaces = newID()
	l.refuses(l.CreatePasskey(l.ctx, unnamed), store.CredentialTaken)
	others := again()
	others.Passkey.IdentityID = newID()
	l.refuses(l.CreatePasskey(l.ctx, others), store.CredentialTaken)
	another := again() // with another credential ID, so nothing is replaced
	another.Passkey.CredentialID = random(32)
	another.First, another.Limit = false, 20
	l.accepts(l.CreatePasskey(l.ctx, another), another.Event)
	l.refuses(l.CreatePasskey(l.ctx, again()), store.NotFirstPasskey)
	full := again()
	full.First = false
	l.refuses(l.CreatePasskey(l.ctx, full), store.PasskeyLimit)
	if got := l.passkey(old.ID); got.SuspendedFor != store.SuspendedForVerification {
		t.Errorf("after refusals, the old one is %+v", got)
	}

	full.Limit = 2
	l.accepts(l.CreatePasskey(l.ctx, full), full.Event)
	if _, err := l.Passkey(l.ctx, old.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old one: %v", err)
	}
	if got, err := l.PasskeyByCredentialID(l.ctx, old.CredentialID); err != nil || got.ID != full.Passkey.ID || got.SuspendedAt != nil {
		t.Errorf("got %+v, %v, want %s, not suspended", got, err, full.Passkey.ID)
	}
	if _, err := l.TombstoneOf(l.ctx, old.CredentialID, nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a passkey that was replaced has a tombstone: %v", err)
	}
}

// A registration removes only passkeys of its own identity that are suspended for a verification, and only if it succeeds.
func testRegistrationRemoves(t *testing.T, l *ledger) {
	identity := newID()
	one, two := l.registeredAgain(identity), l.registered(identity)
	others := l.registered(newID())
	l.takesBack(others.IdentityID)
	l.takesBack(identity)
	n := registration(identity)
	n.First, n.Removes = true, []uuid.UUID{one.ID, two.ID, others.ID, newID()}
	refused := n
	refused.By = only(identity, one.ID) // which is suspended
	l.refuses(l.CreatePasskey(l.ctx, refused), store.EvidenceGone)
	if !l.passkey(one.ID).Disregarded() {
		t.Error("a refused registration removes a passkey")
	}
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	for _, gone := range []store.Passkey{one, two} {
		if _, err := l.Passkey(l.ctx, gone.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the suspended one: %v", err)
		}
		if tombstone, err := l.TombstoneOf(l.ctx, gone.CredentialID, nil); err != nil || tombstone.IdentityID != identity {
			t.Errorf("got %+v, %v, want one of %s", tombstone, err, identity)
		}
		l.struck(identity, gone.CredentialID, true)
	}
	if !l.passkey(others.ID).Disregarded() {
		t.Error("another identity's passkey is gone")
	}

	next := registration(identity)
	next.Removes = []uuid.UUID{n.Passkey.ID}
	l.accepts(l.CreatePasskey(l.ctx, next), next.Event)
	if got := l.passkey(n.Passkey.ID); got.SuspendedAt != nil {
		t.Errorf("a passkey that is not suspended: %+v", got)
	}
}
