package storetest

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// disowning returns a Disowning with two new codes.
func disowning(identityID, passkeyID uuid.UUID, by ...uuid.UUID) store.Disowning {
	return store.Disowning{
		Removal: removal(identityID, passkeyID, by, true, event("passkey.removed", identityID)),
		Codes:   codes(2), CodesMade: event("recovery_codes.created", identityID),
		KeyRevoked: func(store.AdminKey) store.AuditEvent { return event("admin_key.revoked", newID()) },
	}
}

// disowns checks that the passkey is deleted and only the new codes remain.
func (l *ledger) disowns(d store.Disowning) {
	l.t.Helper()
	_, _, err := l.DisownPasskey(l.ctx, d)
	l.accepts(err, d.Event, d.CodesMade)
	_, err = l.Passkey(l.ctx, d.PasskeyID)
	l.refuses(err, store.ErrNotFound)
	held, err := l.RecoveryCodesOf(l.ctx, d.IdentityID)
	l.accepts(err)
	if len(held) != len(d.Codes) || held[0].Hash != d.Codes[0].Hash && held[0].Hash != d.Codes[1].Hash {
		l.t.Errorf("codes %+v, want %+v", held, d.Codes)
	}
}

func testDisown(t *testing.T, l *ledger) {
	identity := newID()
	by, strange, third := l.registered(identity), l.registered(identity), l.registered(identity)
	e := event("recovery_codes.created", identity)
	l.accepts(l.replaceCodes(identity, codes(3), e), e)
	l.disowns(disowning(identity, strange.ID, by.ID))

	// Without new codes the identity's codes remain.
	d := disowning(identity, third.ID, by.ID)
	d.Codes = nil
	_, _, err := l.DisownPasskey(l.ctx, d)
	l.accepts(err, d.Event)
	if held, err := l.RecoveryCodesOf(l.ctx, identity); err != nil || len(held) != 2 {
		t.Errorf("codes %+v, %v", held, err)
	}

	_, _, err = l.DisownPasskey(l.ctx, disowning(identity, newID(), by.ID))
	l.refuses(err, store.ErrNotFound)
	_, _, err = l.DisownPasskey(l.ctx, disowning(newID(), by.ID))
	l.refuses(err, store.ErrNotFound)
	_, _, err = l.DisownPasskey(l.ctx, disowning(identity, by.ID, newID()))
	l.refuses(err, store.EvidenceGone)
	_, _, err = l.DisownPasskey(l.ctx, disowning(identity, by.ID))
	l.refuses(err, store.LastPasskey)
	second := l.registered(identity)
	l.opened(identity)
	_, _, err = l.DisownPasskey(l.ctx, disowning(identity, second.ID, by.ID))
	l.refuses(err, store.BeingReset)

	// If the last write fails, nothing has changed.
	other := newID()
	held, gone := l.registered(other), l.registered(other)
	for _, broken := range []func(*store.Disowning){
		func(d *store.Disowning) { d.Codes[1].Hash = d.Codes[0].Hash },
		func(d *store.Disowning) { d.CodesMade.ID = d.Event.ID },
	} {
		d := disowning(other, gone.ID, held.ID)
		broken(&d)
		_, _, err = l.DisownPasskey(l.ctx, d)
		l.fails(err)
	}
	l.disowns(disowning(other, gone.ID, held.ID))
}

// Of two concurrent calls that disown each other's passkey, one succeeds: the other passkey remains, with the new codes.
func testDisownRace(t *testing.T, l *ledger) {
	for range 10 {
		identity := newID()
		a, b := l.registered(identity), l.registered(identity)
		tries := []store.Disowning{disowning(identity, a.ID, b.ID), disowning(identity, b.ID, a.ID)}
		errs := atOnce(
			func() error { _, _, err := l.DisownPasskey(l.ctx, tries[0]); return err },
			func() error { _, _, err := l.DisownPasskey(l.ctx, tries[1]); return err },
		)
		won := 0
		if errs[0] != nil {
			won = 1
		}
		if lost := errs[1-won]; !errors.Is(lost, store.EvidenceGone) && !errors.Is(lost, store.LastPasskey) {
			t.Fatalf("the other ends with %v", lost)
		}
		l.accepts(errs[won], tries[won].Event, tries[won].CodesMade)
		held, err := l.RecoveryCodesOf(l.ctx, identity)
		l.accepts(err)
		if len(held) != 2 || held[0].Hash != tries[won].Codes[0].Hash && held[0].Hash != tries[won].Codes[1].Hash {
			t.Fatalf("codes %+v, want %+v", held, tries[won].Codes)
		}
	}
}
