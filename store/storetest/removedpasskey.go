package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// removes removes a passkey as its user does.
func (l *ledger) removes(p store.Passkey) {
	l.t.Helper()
	e := event("passkey.removed", p.IdentityID)
	r := removal(p.IdentityID, p.ID, []uuid.UUID{p.ID}, false, e)
	r.Keep, r.KeepVouched = true, []string{"password"}
	_, err := l.DeletePasskey(l.ctx, r)
	l.accepts(err, e)
}

func (l *ledger) kept(identity uuid.UUID, want ...uuid.UUID) {
	l.t.Helper()
	if got := l.facts(l.session(), identity).Removed; !slices.Equal(got, want) {
		l.t.Errorf("kept of removed passkeys: %v, want %v", got, want)
	}
}

// A passkey that its user removed can still be disowned: what was kept of it ends, and so do recovery codes and admin keys.
// The identity's only other passkey may be one whose user verification it initialised.
func testRemovedPasskeyDisowned(t *testing.T, l *ledger) {
	identity := newID()
	theirs, owners, password := l.registered(identity), l.registered(identity), sighting("password", "")
	l.looks(identity, at, []store.FactorSighting{password}, "password appeared")
	l.confirmed(password, identity, true, theirs.ID)
	key := l.initialized(only(identity, theirs.ID))
	made, created := adminKey("theirs"), event("admin_key.created", identity)
	made.MadeWith = []uuid.UUID{theirs.ID, key.ID}
	l.accepts(l.CreateAdminKey(l.ctx, made, only(identity, theirs.ID, key.ID), created), created)
	l.removes(theirs)
	l.kept(identity, theirs.ID)
	l.uvInitialized(key.ID, true, theirs.ID)
	l.vouchedBy(identity, store.VouchedConfirmed, theirs.ID)

	d := disowning(newID(), theirs.ID)
	_, _, err := l.DisownPasskey(l.ctx, d)
	l.refuses(err, store.ErrNotFound)
	d = disowning(identity, theirs.ID, newID())
	_, _, err = l.DisownPasskey(l.ctx, d)
	l.refuses(err, store.EvidenceGone)

	d = disowning(identity, theirs.ID, owners.ID)
	d.Ending = others(at, newID())
	revoked := event("admin_key.revoked", identity)
	d.KeyRevoked = func(store.AdminKey) store.AuditEvent { return revoked }
	ended, keys, err := l.DisownPasskey(l.ctx, d)
	l.accepts(err, d.Event, d.CodesMade, revoked)
	if len(ended) != 1 || ended[0].Kind != store.EndOthers || len(keys) != 1 || keys[0].ID != made.ID {
		t.Errorf("ended %+v, revoked %+v", ended, keys)
	}
	l.kept(identity)
	l.uvInitialized(key.ID, false)
	l.uvInitialized(owners.ID, owners.UVInitialized)

	// At the same time, another request must not replace the codes.
	again := disowning(identity, theirs.ID, owners.ID)
	again.Ending = others(at, newID())
	_, _, err = l.DisownPasskey(l.ctx, again)
	l.refuses(err, store.CodesJustMade)
	// Later: new codes, and no second event of the removal.
	again.Event.At = at.Add(store.CodesApart)
	_, keys, err = l.DisownPasskey(l.ctx, again)
	l.accepts(err, again.CodesMade)
	if len(keys) != 0 {
		t.Errorf("revoked again: %+v", keys)
	}
}

// Of several calls at once that disown one passkey, one succeeds, and its codes remain; also if the passkey was removed before.
func testDisownedAtOnce(t *testing.T, l *ledger) {
	for _, removed := range []bool{false, true} {
		identity := newID()
		by, strange := l.registered(identity), l.registered(identity)
		if removed {
			l.removes(strange)
		}
		var tries []store.Disowning
		var steps []func() error
		for range 8 {
			d := disowning(identity, strange.ID, by.ID)
			tries = append(tries, d)
			steps = append(steps, func() error { _, _, err := l.DisownPasskey(l.ctx, d); return err })
		}
		won := tries[l.oneWins(atOnce(steps...), store.CodesJustMade)]
		l.accepts(nil, won.Event, won.CodesMade)
		l.hasCodes(identity, won.Codes)
	}
}

// One that staff revoked, or on which nothing rests, is not kept, and can be disowned.
func testRemovedPasskeyNotKept(t *testing.T, l *ledger) {
	for _, revoked := range []bool{true, false} {
		identity := newID()
		p, other := l.registered(identity), l.registered(identity)
		if revoked {
			l.initialized(only(identity, p.ID))
			e := event("passkey.revoked", identity)
			l.accepts(l.remove(identity, p.ID, false, e), e)
		} else {
			l.removes(p)
		}
		l.kept(identity)
		for _, who := range []uuid.UUID{identity, newID()} {
			if removed, err := l.PasskeyRemoved(l.ctx, who, p.ID); err != nil || removed != (who == identity) {
				t.Errorf("removed: %t, %v", removed, err)
			}
		}
		if removed, err := l.PasskeyRemoved(l.ctx, identity, other.ID); err != nil || removed {
			t.Errorf("one that exists is removed: %t, %v", removed, err)
		}
		d := disowning(identity, p.ID, other.ID)
		_, _, err := l.DisownPasskey(l.ctx, d)
		l.accepts(err, d.Event, d.CodesMade)
	}
}

// A change that rests on a removed passkey of which something is kept is refused once that is disowned.
func testEvidenceOfRemovedPasskey(t *testing.T, l *ledger) {
	for _, disowned := range []bool{false, true} {
		for kind := range l.restingOn(store.Evidence{}) {
			identity := newID()
			l.identities = append(l.identities, identity)
			theirs, owners := l.registered(identity), l.registered(identity)
			key := l.initialized(only(identity, theirs.ID))
			l.removes(theirs)
			if disowned {
				d := disowning(identity, theirs.ID, owners.ID)
				_, _, err := l.DisownPasskey(l.ctx, d)
				l.accepts(err, d.Event, d.CodesMade)
			}
			events, err := l.restingOn(only(identity, theirs.ID, key.ID))[kind]()
			if disowned {
				l.refuses(err, store.EvidenceGone)
			} else {
				l.accepts(err, events...)
			}
		}
	}
}

// A registration of the same credential ID, even by another identity, ends nothing that was kept.
func testRemovedPasskeyRegisteredAgain(t *testing.T, l *ledger) {
	identity := newID()
	p := l.registered(identity)
	key := l.initialized(only(identity, p.ID))
	l.removes(p)
	again := l.registered(newID(), func(again *store.Passkey) { again.CredentialID = p.CredentialID })
	l.kept(identity, p.ID)
	l.uvInitialized(key.ID, true, p.ID)
	l.removes(again)
	l.struck(identity, p.CredentialID, true)
	l.struck(again.IdentityID, p.CredentialID, true)
	l.struck(newID(), p.CredentialID, false)
	l.struck(identity, key.CredentialID, false)
}

// The record of a removed passkey is deleted after 400 days, but not while something rests on it.
func testRemovedPasskeyPurge(t *testing.T, l *ledger) {
	now, err := l.Now(l.ctx)
	if err != nil {
		t.Fatal(err)
	}
	const life = 400 * 24 * time.Hour
	remove := func(p store.Passkey, ago time.Duration) {
		e := event("passkey.removed", p.IdentityID)
		e.At = now.Add(-ago)
		r := removal(p.IdentityID, p.ID, nil, false, e)
		r.Keep, r.KeepVouched = true, []string{"password"}
		_, err := l.DeletePasskey(l.ctx, r)
		l.accepts(err, e)
	}
	old, recent, initializer, voucher := l.registered(newID()), l.registered(newID()), l.registered(newID()), l.registered(newID())
	l.initialized(only(initializer.IdentityID, initializer.ID))
	password := sighting("password", "")
	l.looks(voucher.IdentityID, at, []store.FactorSighting{password}, "password appeared")
	l.confirmed(password, voucher.IdentityID, true, voucher.ID)
	remove(old, life+time.Minute)
	remove(recent, life-time.Minute)
	remove(initializer, life+time.Minute)
	remove(voucher, life+time.Minute)
	if _, err := l.PurgeTombstones(l.ctx); err != nil {
		t.Fatal(err)
	}
	l.struck(old.IdentityID, old.CredentialID, true) // Kratos may still hold it
	for p, want := range map[*store.Passkey]bool{&old: false, &recent: true, &initializer: true, &voucher: true} {
		if removed, err := l.PasskeyRemoved(l.ctx, p.IdentityID, p.ID); err != nil || removed != want {
			t.Errorf("recorded: %t, %v, want %t", removed, err, want)
		}
	}
}
