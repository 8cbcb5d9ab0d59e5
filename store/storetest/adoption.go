package storetest

import (
	"maps"
	"testing"

	"github.com/google/uuid"

	"latchkey/store"
)

// A login that adopts a passkey stores it with its code, and spends its challenge, or does nothing.
func testAdoption(t *testing.T, l *ledger) {
	i, spent := imported(newID(), 1), challenge()
	code := codeBy(i.Passkeys[0])
	i.Challenge, i.Code = &spent, &code
	l.imports(i)
	e := event("oidc.code_redeemed", i.IdentityID)
	got, err := l.RedeemCode(l.ctx, redemption(code), e)
	if l.accepts(err, e); got.PasskeyID != i.Passkeys[0].ID {
		t.Errorf("its code: %+v", got)
	}
	again := imported(newID(), 1)
	again.Challenge = &spent
	l.refuses(l.ImportPasskeys(l.ctx, again), store.ChallengeSpent)
	same, other := imported(i.IdentityID, 1), challenge()
	same.First, same.Challenge, same.Passkeys[0].CredentialID = false, &other, i.Passkeys[0].CredentialID
	l.refuses(l.ImportPasskeys(l.ctx, same), store.CredentialTaken)
	if held, err := l.PasskeysOf(l.ctx, again.IdentityID); err != nil || len(held) != 0 {
		t.Errorf("held: %v, %v", held, err)
	}
}

// A user handle tells its owners, and which of them are missing at Kratos.
func testHandles(t *testing.T, l *ledger) {
	ada, bob, handle := newID(), newID(), random(64)
	owners := func() map[uuid.UUID]bool {
		t.Helper()
		missing := map[uuid.UUID]bool{}
		list, err := l.OwnersOfHandle(l.ctx, handle)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			missing[one.IdentityID] = one.Missing
		}
		return missing
	}
	if got := owners(); len(got) != 0 {
		t.Errorf("of an unknown handle: %v", got)
	}
	for range 2 {
		if err := l.LearnHandles(l.ctx, ada, [][]byte{handle, random(64)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := owners(); !maps.Equal(got, map[uuid.UUID]bool{ada: false}) {
		t.Errorf("owners: %v", got)
	}
	if err := l.LearnHandles(l.ctx, bob, [][]byte{handle}); err != nil {
		t.Fatal(err)
	}
	gone := event("identity.missing", ada)
	l.accepts(l.MissIdentity(l.ctx, ada, gone), gone)
	if got := owners(); !maps.Equal(got, map[uuid.UUID]bool{ada: true, bob: false}) {
		t.Errorf("owners, of which one is missing: %v", got)
	}
}

// What the user has disowned in the meantime is not imported. What was disowned before, and is none of the copies, hinders nothing.
func testImportOfDisowned(t *testing.T, l *ledger) {
	identity := newID()
	used, theirs, other := l.registered(identity), l.saw(identity, "passkey"), l.saw(identity, "webauthn")
	disown := func(f store.Factor) {
		no := event("factor.disowned", identity)
		l.accepts(l.disownFactor(identity, f.ID, only(identity, used.ID), at, no), no)
	}
	disown(other)
	i := imported(identity, 1)
	i.First, i.Seen, i.FactorEvent = false, nil, (&noted{}).event
	for _, f := range []store.Factor{theirs, other} {
		i.Seen = append(i.Seen, store.FactorSighting{ID: newID(), Kind: f.Kind, Fingerprint: f.Fingerprint})
	}
	i.Seen[0].Vouch, i.Seen[0].By = store.VouchedImport, []uuid.UUID{i.Passkeys[0].ID}
	disown(theirs)
	l.refuses(l.ImportPasskeys(l.ctx, i), store.EvidenceGone)

	i.Seen[0].ID, i.Seen[0].Fingerprint = newID(), [32]byte(random(32)) // another one
	var n noted
	i.FactorEvent = n.event
	err := l.ImportPasskeys(l.ctx, i)
	l.accepts(err, append(n.events, i.Events...)...)
}
