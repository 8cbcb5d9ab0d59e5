package storetest

import (
	"testing"

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

// A user handle tells its owner, unless two users have it.
func testHandles(t *testing.T, l *ledger) {
	ada, bob, handle := newID(), newID(), random(64)
	if _, err := l.OwnerOfHandle(l.ctx, handle); err != store.ErrNotFound {
		t.Errorf("an unknown handle: %v", err)
	}
	for range 2 {
		if err := l.LearnHandles(l.ctx, ada, [][]byte{handle, random(64)}); err != nil {
			t.Fatal(err)
		}
	}
	if owner, err := l.OwnerOfHandle(l.ctx, handle); err != nil || owner != ada {
		t.Errorf("owner: %s, %v", owner, err)
	}
	if err := l.LearnHandles(l.ctx, bob, [][]byte{handle}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.OwnerOfHandle(l.ctx, handle); err != store.ErrNotFound {
		t.Errorf("a handle of two users: %v", err)
	}
}
