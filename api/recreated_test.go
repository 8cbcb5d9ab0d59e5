package api_test

import (
	"testing"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/lifecycle"
)

// recreated deletes a user at Kratos and creates them there again, with the same passkeys and under another ID.
func (h *harness) recreated(p *person) *person {
	old := h.kratos.identities[p.id]
	h.kratos.remove(p.id)
	again := h.person(p.email)
	h.kratos.change(again.id, func(i *kratosIdentity) { i.natives = old.natives })
	return again
}

// A user who was deleted at Kratos, and created there again under another ID, adopts their passkeys as soon as the old identity is
// known to be missing.
func TestAdoptionByRecreatedUser(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	old, phone := h.person("ada@example.com"), device()
	h.holdsAtKratos(old, phone)
	learn()
	ada := h.recreated(old)
	learn()
	h.browser().login(phone).wantReason("not_accepted") // no comparison has missed the old identity yet
	if got := h.reconciled(); got[old.id] != lifecycle.Missing {
		t.Fatalf("compared: %v", got)
	}
	if got := h.minted(phone); got.id != ada.id {
		t.Errorf("signed in %s, want %s", got.id, ada.id)
	}
	if len(ada.passkeyRows(h)) != 1 || len(old.passkeyRows(h)) != 0 {
		t.Error("the passkey is not the new identity's, and only its")
	}
}

// Not found is not removed: if the old identity is back, as from a backup, or Kratos does not answer, the handle tells no one.
func TestAdoptionBesideReturnedUser(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	learn := h.adopting()
	old, phone := h.person("ada@example.com"), device()
	h.holdsAtKratos(old, phone)
	learn()
	backup := h.kratos.identities[old.id]
	ada := h.recreated(old)
	learn()
	h.reconciled()
	restored := func(unreadable bool) {
		h.kratos.mu.Lock()
		defer h.kratos.mu.Unlock()
		backup.unreadable = unreadable
		h.kratos.identities[old.id] = backup
	}
	restored(true)
	c := h.browser()
	b := c.begin("login", object{})
	credential := c.getWith(phone, b)
	c.finish("login", b, credential).wantCode(503, "kratos_unavailable")
	restored(false)
	c.finish("login", b, credential).wantReason("not_accepted")
	for _, id := range []uuid.UUID{old.id, ada.id} {
		if rows, err := h.store.PasskeysOf(t.Context(), id); err != nil || len(rows) != 0 {
			t.Errorf("%s has %d passkeys, %v", id, len(rows), err)
		}
	}
	h.kratos.remove(old.id)
	h.browser().login(phone).want(200)
}

// What is here under the old ID stays that identity's until it is removed, or an operator erases it.
func TestRecreatedUserBesideOldPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	old, phone := h.person("ada@example.com"), device()
	h.holdsAtKratos(old, phone)
	learn()
	h.minted(phone)
	ada := h.recreated(old)
	learn()
	h.reconciled()
	h.browser().login(phone).wantCode(410, "identity_deleted")
	if got := saidOf(h.switchedOver()[ada.id]); got != "refused taken" {
		t.Errorf("an import: %s", got)
	}
	if _, err := h.service.Audit.Erase(t.Context(), audit.System, audit.Request{}, old.id, "created again"); err != nil {
		t.Fatal(err)
	}
	if got := h.minted(phone); got.id != ada.id {
		t.Errorf("signed in %s, want %s", got.id, ada.id)
	}
}
