package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// changesPassword is what Kratos does with a change in that session, where the settings gate is set up: it asks first.
func (h *harness) changesPassword(p *person, password string) {
	h.t.Helper()
	h.kratosHook().post("/hooks/kratos/settings", change(p)).want(204)
	h.clock.advance(time.Second)
	h.setsPassword(p, password)
}

// The owner of a key without a PIN changes the password in a fresh session, and goes on as before: the settings gate has
// recorded that it was the owner.
func TestPasswordChangedAtTheGate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated, policy("highest_available", 0))
	owner, key := h.keyHolder("ada@example.com")
	owner.stepUp(key).want(200)
	h.clock.advance(time.Second)
	h.changesPassword(owner, "new")
	got := owner.standing()
	if got.Assurance.Level != "aal2" || got.FreshUntil == nil || got.held("kratos", "password") != 0 {
		t.Errorf("after the change: %+v", got)
	}
	next := h.signIn(owner.id, owner.email)
	if done := next.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal2" {
		t.Errorf("by the new password: %v", done)
	}
	next.register(device()).want(201)

	// What has vouched once does not do so again.
	h.setsPassword(owner, "the attacker's")
	attacker := h.signIn(owner.id, owner.email)
	if done := attacker.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" {
		t.Errorf("by a later password: %v", done)
	}
}

// After the change only forward-auth asks, which asks Kratos for nothing while the session is fresh.
func TestPasswordChangedAtTheGateSeenLate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated, policy("highest_available", 0))
	owner, key := h.keyHolder("ada@example.com")
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(key).want(200)
	owner.get("/v1/authz").want(200)
	h.changesPassword(owner, "new")
	for range 40 {
		owner.get("/v1/authz")
		h.clock.advance(30 * time.Second)
	}
	next := h.signIn(owner.id, owner.email)
	h.clock.advance(time.Second)
	if done := next.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal2" {
		t.Errorf("by the new password: %v", done)
	}
	next.get("/v1/authz").want(200)
	next.register(device()).want(201)
}

// A request of the owner's fresh session must not vouch for the password that an attacker with another key has just set.
// Without the settings gate that holds for the owner's own change, too: the owner is asked.
func TestOwnersRequestVouchesForNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, lost := h.keyHolder("ada@example.com")
	second := device(withoutUV, deviceBound)
	owner.stepUp(lost).want(200)
	owner.register(second).want(201)
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(second).want(200)
	owner.standing()
	h.clock.advance(time.Second)
	h.setsPassword(owner, "the attacker's")
	password := owner.standing().atKratos(t)
	if password.Kind != "password" || *password.Vouched {
		t.Errorf("the owner is asked about %+v", password)
	}
	if n := h.events("factor.appeared"); n != 1 {
		t.Errorf("%d mails ask the owner", n)
	}
	for _, key := range []*webauthntest.Authenticator{lost, second} {
		again := h.signIn(owner.id, owner.email)
		if done := again.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" {
			t.Errorf("by the new password: %v", done)
		}
		if ways := again.ways(); !slices.Equal(ways, []string{"support"}) {
			t.Errorf("the ways: %v", ways)
		}
	}
	// The owner's session is still fresh, by what was used in it before.
	owner.post("/v1/factors/"+password.ID.String()+"/confirm", object{}).want(200)
	again := h.signIn(owner.id, owner.email)
	if done := again.stepUp(second).want(200).object()["assurance"].(object); done["level"] != "aal2" {
		t.Errorf("by the confirmed password: %v", done)
	}
}

// A password that was set before the owner's change of something else is not part of it, though Kratos renews its time.
func TestGateVouchesForNothingOlder(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated)
	owner, key, phone := h.keyAndPhone("ada@example.com")
	h.clock.advance(time.Hour)
	h.setsPassword(owner, "the attacker's") // past the gate, by a login that links another provider for instance
	owner.stepUp(phone).want(200)
	h.kratosHook().post("/hooks/kratos/settings", change(owner)).want(204)
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.passwordAt = h.clock.Now() })
	attacker := h.signIn(owner.id, owner.email)
	if done := attacker.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" {
		t.Errorf("by the older password: %v", done)
	}
	if asked := owner.standing().atKratos(t); *asked.Vouched {
		t.Errorf("the owner is not asked: %+v", asked)
	}
	h.kratosHook().post("/hooks/kratos/settings", change(attacker)).want(403)
}

// An authenticator app that the gate let a fresh session set up is vouched for, though nothing looked while it was fresh.
func TestFactorEnrolledAtTheGate(t *testing.T) {
	t.Parallel()
	for name, gate := range map[string]bool{"with the gate": true, "without": false} {
		h := newHarness(t, settingsGated)
		owner, _ := h.fresh("ada@example.com")
		h.clock.advance(time.Second)
		if gate {
			h.kratosHook().post("/hooks/kratos/settings", change(owner)).want(204)
		}
		owner.enrolsTOTP(h)
		h.clock.advance(h.rules.Freshness + time.Minute)
		app := owner.standing().atKratos(t)
		if app.Kind != "totp" || *app.Vouched != gate {
			t.Errorf("%s: %+v", name, app)
		}
	}
}
