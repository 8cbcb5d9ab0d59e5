package api_test

import (
	"testing"
	"time"

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
	enrolled := func(there bool) {
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = there })
		ada.standing()
		h.clock.advance(time.Hour)
	}
	enrolled(true)
	enrolled(false)
	h.holdsAtKratos(ada, thief)
	enrolled(true)
	enrolled(false)
	h.browser().login(thief).wantReason("not_accepted") // there before the second loss, not before the first
	h.browser().login(own).want(200)
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
