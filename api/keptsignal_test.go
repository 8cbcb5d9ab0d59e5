package api_test

import (
	"slices"
	"testing"

	"latchkey/store"
	"latchkey/webauthnsvc/webauthntest"
)

// departs makes Kratos and Latchkey remove a user, as package lifecycle does, and returns what brings the user back at Kratos.
func (h *harness) departs(p *person) (restore func()) {
	h.t.Helper()
	backup := h.kratos.identities[p.id]
	h.kratos.remove(p.id)
	event := func(kind string) store.AuditEvent {
		return store.AuditEvent{ID: store.NewID(), At: h.clock.Now(), Type: kind, IdentityID: p.id, ActorKind: store.ActorSystem}
	}
	if err := h.store.MissIdentity(h.t.Context(), p.id, event("identity.missing")); err != nil {
		h.t.Fatal(err)
	}
	_, err := h.store.RemoveIdentity(h.t.Context(), store.Departure{
		IdentityID: p.id, MissingUntil: h.clock.Now(), At: h.clock.Now(),
		KeyRevoked: func(store.AdminKey) store.AuditEvent { return event("admin_key.revoked") },
		Removed:    func(store.Erased) store.AuditEvent { return event("identity.removed") },
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return func() {
		h.kratos.mu.Lock()
		defer h.kratos.mu.Unlock()
		h.kratos.identities[p.id] = backup
	}
}

// pickedSignals returns what a login with a removed passkey tells the browser to forget.
func (h *harness) pickedSignals(a *webauthntest.Authenticator) []string {
	h.t.Helper()
	return h.browser().pick(a, a.Passkeys()[0].ID).wantReason("not_accepted").forgets()
}

// A browser must not forget a passkey that was removed here while Kratos keeps its copy: it still works there.
func TestKeptPasskeyIsNotForgotten(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone, laptop := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, phone)
	h.holdsAtKratos(ada, laptop)
	if got := saidOf(h.switchedOver()[ada.id]); got != "imported, imported" {
		t.Fatal(got)
	}
	ada.stepUp(laptop).want(200)
	removed := ada.delete("/v1/passkeys/" + ada.passkeyRows(h)[0].ID.String()).want(200)
	for when, gone := range map[string][]string{
		"its removal": removed.forgets(), "the list": ada.get("/v1/passkeys").want(200).forgets(), "a login": h.pickedSignals(phone),
	} {
		if gone != nil {
			t.Errorf("%s signals %v while Kratos holds it", when, gone)
		}
	}
	copies := h.kratos.identities[ada.id].natives
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives, i.unreadable = nil, true })
	if gone := h.pickedSignals(phone); gone != nil {
		t.Errorf("signals %v although Kratos did not answer", gone)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives, i.unreadable, i.passkey = copies[1:], false, true })
	if gone := h.pickedSignals(phone); gone != nil {
		t.Errorf("signals %v although one of Kratos' passkeys could not be read", gone)
	}
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.passkey = false })
	want := []string{base64ID(phone.Passkeys()[0].ID)}
	if list, login := ada.get("/v1/passkeys").want(200).forgets(), h.pickedSignals(phone); !slices.Equal(list, want) || !slices.Equal(login, want) {
		t.Errorf("the list signals %v and a login %v once it is gone at Kratos, too", list, login)
	}
}

// A user who is removed and comes back from a backup of Kratos has the passkeys that Kratos has.
func TestPasskeysComeBackWithTheirUser(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, phone, laptop := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, phone)
	h.holdsAtKratos(ada, laptop)
	h.switchedOver()
	restore := h.departs(ada)
	if gone := h.pickedSignals(phone); len(gone) != 1 {
		t.Errorf("a login of a user who does not exist signals %v", gone)
	}
	restore()
	if gone := h.pickedSignals(phone); gone != nil {
		t.Errorf("signals %v although Kratos has it again", gone)
	}
	learn()
	h.minted(phone) // adopted
	if got := saidOf(h.switchedOver()[ada.id]); got != "present, imported" {
		t.Errorf("the import: %s", got)
	}
	h.browser().login(laptop).want(200)
}

// Kratos makes a handle for each passkey and does not say which has which: until an import has seen one used, any of them is its own.
func TestImportedPasskeysOfADeletedUserAreForgotten(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	own := []*webauthntest.Authenticator{device(), device(), device()}
	for _, a := range own {
		h.holdsAtKratos(ada, a)
	}
	if got := saidOf(h.switchedOver()[ada.id]); got != "imported, imported, imported" {
		t.Fatal(got)
	}
	h.departs(ada)
	for n, a := range own {
		if got, want := h.pickedSignals(a), []string{base64ID(a.Passkeys()[0].ID)}; !slices.Equal(got, want) {
			t.Errorf("%d: signals %v, want %v", n, got, want)
		}
	}
}
