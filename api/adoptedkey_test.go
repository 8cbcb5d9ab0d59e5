package api_test

import (
	"fmt"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/store"
	"latchkey/switchover"
	"latchkey/webauthnsvc/webauthntest"
)

// byImport imports what is at Kratos, and vouches for nothing else there.
func byImport(h *harness, owner *person, _ *webauthntest.Authenticator) {
	h.t.Helper()
	importer := switchover.New(switchover.Config{RPID: rpID, RPIDs: []string{rpID}, Now: h.clock.Now}, h.store, h.kratos, h.service.Standing, h.service.Audit)
	if _, err := importer.Run(h.t.Context(), func(switchover.Identity) error { return nil }, func(switchover.Totals) {}); err != nil {
		h.t.Fatal(err)
	}
}

// An adoption takes no key that did not verify its user: a person who finds it can sign in to Kratos with it, set a password there,
// and then adopt it, so that password would count. The moment of an import is the operator's choice alone.
func TestKeyWithoutUserVerificationIsNotAdoptedFirst(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, key := h.person("ada@example.com"), device(deviceBound)
	h.holdsAtKratos(ada, key, func(n *account.NativePasskey) { n.Flags = nil })
	h.setsPassword(ada, "the finder's")
	learn()
	h.browser().login(key).wantReason("not_accepted")
	byImport(h, ada, key)
	h.browser().login(key).want(200)
}

// The password at Kratos is vouched for by no adoption.
func TestAdoptionVouchesForNoPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, own := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, own)
	learn()
	h.browser().login(own).want(200)
	if n := h.query("SELECT count(*) FROM factors WHERE kind = 'password' AND vouched_at IS NOT NULL")[0][0].(int64); n != 0 {
		t.Error("a password is vouched for")
	}
}

// byFile imports the rows as another database has them.
func byFile(h *harness, owner *person, _ *webauthntest.Authenticator) {
	h.t.Helper()
	byImport(h, owner, nil)
	rows := owner.passkeyRows(h)
	for _, table := range []string{"passkeys", "first_passkeys", "factors", "tombstones", "removed_credentials"} {
		h.query("DELETE FROM " + table)
	}
	fromFile(h, owner, rows)
}

func fromFile(h *harness, owner *person, rows []store.Passkey) {
	h.t.Helper()
	importer := switchover.New(switchover.Config{RPIDs: []string{rpID}, Now: h.clock.Now}, h.store, h.kratos, h.service.Standing, h.service.Audit)
	if one, err := importer.Import(h.t.Context(), switchover.Found{From: "json", IdentityID: owner.id, Passkeys: rows}); err != nil || saidOf(one) != "imported" {
		h.t.Fatalf("%s, %v", saidOf(one), err)
	}
}

// The owner of a key without user verification keeps all that password and key are worth together: the password that is at Kratos
// when the key comes here counts next to it, whenever Kratos last changed its record of it. Nothing else there does, and no
// password that is set later.
func TestFirstFactorsOfImportedKey(t *testing.T) {
	t.Parallel()
	for name, bring := range map[string]func(*harness, *person, *webauthntest.Authenticator){
		"import kratos": byImport, "import json": byFile,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			owner, key := h.person("ada@example.com"), device(deviceBound)
			h.holdsAtKratos(owner, key, func(n *account.NativePasskey) { n.Flags, n.AddedAt = nil, n.AddedAt.AddDate(-1, 0, 0) })
			h.kratos.change(owner.id, func(i *kratosIdentity) { i.passwordAt = h.clock.Now() }) // as the link to our provider does
			owner.enrolsTOTP(h)
			h.clock.advance(time.Hour)
			bring(h, owner, key)
			h.clock.advance(time.Hour)
			owner = h.signIn(owner.id, owner.email)
			if level := owner.levelBy(key); level != "aal2" {
				t.Errorf("by password and key: %s", level)
			}
			vouched := h.query("SELECT kind, how FROM factors WHERE kind IN ('password', 'address', 'totp') ORDER BY kind")
			if got, want := fmt.Sprint(vouched), "[[address import] [password import] [totp ]]"; got != want {
				t.Errorf("vouched for: %s, want %s", got, want)
			}
			owner.confirmsFactor()
			if n := h.query("SELECT count(*) FROM passkeys WHERE uv_initialized")[0][0].(int64); n != 1 {
				t.Errorf("user verification is not initialised")
			}
		})
		t.Run(name+", found key", func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			owner, key := h.person("ada@example.com"), device(deviceBound)
			h.holdsAtKratos(owner, key, func(n *account.NativePasskey) { n.Flags = nil })
			bring(h, owner, key)
			h.setsPassword(owner, "the attacker's")
			if level := h.signIn(owner.id, owner.email).levelBy(key); level != "aal1" {
				t.Errorf("by the key and a password that was set afterwards: %s", level)
			}
		})
	}
}
