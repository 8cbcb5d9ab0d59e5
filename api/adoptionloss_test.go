package api_test

import (
	"testing"
	"time"

	"latchkey/account"
	"latchkey/switchover"
	"latchkey/webauthnsvc"
)

// A stolen password cannot keep the owner out by enrolling an app and removing it every day: what was there before any of them went
// did not come through the gap.
func TestAdoptionAfterLossesAgainAndAgain(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, own, thief := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, own)
	learn()
	h.enrolsAndRemovesApp(ada, "first")
	h.holdsAtKratos(ada, thief)
	learn()
	h.enrolsAndRemovesApp(ada, "second")
	h.browser().login(thief).wantReason("not_accepted") // there before the second loss, not before the first
	h.browser().login(own).want(200)
	h.browser().login(thief).wantReason("not_accepted") // nor does it come along with the first one
	h.clock.advance(48 * time.Hour)
	h.browser().login(thief).wantReason("not_accepted")
	if got := saidOf(h.switchedOver()[ada.id]); got != "present, refused unconfirmed" {
		t.Errorf("an import: %s", got)
	}
}

// enrolsAndRemovesApp has Latchkey see that an authenticator app comes and goes.
func (h *harness) enrolsAndRemovesApp(p *person, secret string) {
	for _, there := range []bool{true, false} {
		h.kratos.change(p.id, func(i *kratosIdentity) { i.factors.TOTP, i.app = there, secret })
		p.standing()
		h.clock.advance(time.Hour)
	}
}

// What an import refuses, it does not vouch for: the next run would take it, and its use at Kratos would count.
func TestImportDoubts(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, own, thief := h.person("ada@example.com"), device(), device()
	h.holdsAtKratos(ada, own)
	h.holdsAtKratos(ada, device(), func(n *account.NativePasskey) { n.ID = own.Passkeys()[0].ID })
	ada.standing()
	h.clock.advance(time.Hour)
	h.enrolsAndRemovesApp(ada, "the owner's")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP, i.app = true, "the thief's" })
	h.holdsAtKratos(ada, thief)
	for _, want := range []string{"imported, refused different, refused lost", "present, refused different, refused unconfirmed"} {
		if got := saidOf(h.switchedOver()[ada.id]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	h.browser().login(own).want(200)
	ada.stepUp(own).want(200)
	for _, f := range ada.standing().Factors {
		if f.HeldBy == "kratos" && *f.Vouched != (f.PasskeyID != nil) {
			t.Errorf("%s: vouched %v, a copy of %v", f.Kind, *f.Vouched, f.PasskeyID)
		}
	}
}

// An operator's import takes nothing along, whether by the file or not: what the old place refused does not come in here.
func TestImportTakesNothingAlong(t *testing.T) {
	t.Parallel()
	old := newHarness(t)
	before, own := old.person("ada@example.com"), device()
	old.holdsAtKratos(before, own)
	byImport(old, before, own)
	rows := before.passkeyRows(old) // as imported from Kratos
	h := newHarness(t)
	h.adopting()
	ada, thief := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, thief)
	ada.standing()
	h.clock.advance(time.Minute)
	rows[0].IdentityID = ada.id
	fromFile(h, ada, rows)
	if got := saidOf(h.switchedOver()[ada.id]); got != "refused unconfirmed" {
		t.Errorf("an import: %s", got)
	}
	h.browser().login(thief).wantReason("not_accepted")
}

// Who removes an authenticator app at Kratos does not open what it protected: for a day no passkey of Kratos' is a first one here.
// The day begins when the loss is seen, also by the refused login itself.
func TestAdoptionAfterLoss(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	learn := h.adopting()
	ada, vault := h.person("ada@example.com"), device()
	ada.enrolsTOTP(h)
	ada.standing()
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	h.holdsAtKratos(ada, vault)
	learn()
	h.clock.advance(48 * time.Hour)
	for _, wait := range []time.Duration{0, 12 * time.Hour, 11 * time.Hour} {
		h.clock.advance(wait)
		h.browser().login(vault).wantReason("not_accepted")
	}
	h.clock.advance(time.Hour)
	h.browser().login(vault).want(200)
}

// The login that adopts a passkey is its first use here, although it began before Kratos was asked.
func TestAdoptionIsUse(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	later := func() time.Time { return h.clock.Now().Add(time.Second) }
	adoption := switchover.NewAdoption(h.store, h.kratos, h.service.Standing, h.service.Audit, h.service.Ceremonies.Provider, later)
	webauthnsvc.Adopt(h.service.Ceremonies, adoption)
	ada, vault := h.person("ada@example.com"), device()
	h.holdsAtKratos(ada, vault)
	if err := h.store.LearnHandles(t.Context(), ada.id, h.kratos.identities[ada.id].handles()); err != nil {
		t.Fatal(err)
	}
	h.browser().login(vault).want(200)
	if got := h.retired()[ada.id.String()]; got != "retired" {
		t.Errorf("Kratos' copy: %s", got)
	}
}
