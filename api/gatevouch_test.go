package api_test

import (
	"testing"
	"time"
)

// appAtGate is an app that a session sets up at Kratos through the settings gate.
func (p *person) appAtGate(h *harness) {
	h.t.Helper()
	h.clock.advance(time.Second)
	h.kratosHook().post("/hooks/kratos/settings", change(p)).want(204)
	h.clock.advance(time.Second)
	p.enrolsTOTP(h)
	h.clock.advance(time.Second)
}

// The settings gate vouches on the passkeys of the session that it let through. An app that an attacker's passkey set up is not
// vouched for if that passkey ends before Latchkey first sees the app.
func TestGateVouchesOnItsSession(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *harness, owner, attacker *person, theirs string){
		"removed by the attacker": func(h *harness, _, attacker *person, theirs string) {
			attacker.delete("/v1/passkeys/" + theirs).want(200)
		},
		"removed by the owner": func(h *harness, owner, _ *person, theirs string) {
			owner.delete("/v1/passkeys/" + theirs).want(200)
		},
		"disowned": func(h *harness, owner, _ *person, theirs string) {
			owner.post("/v1/passkeys/"+theirs+"/disown", object{}).want(200)
		},
		"revoked": func(h *harness, _, _ *person, theirs string) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+theirs+"/revoke", object{"reason": "stolen"}).want(200)
		},
		"suspended": func(h *harness, _, _ *person, theirs string) {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+theirs+"/suspend", object{"reason": "stolen"}).want(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, settingsGated)
			owner, phone, theirs := h.person("ada@example.com"), device(), device()
			owner.register(phone).want(201)
			owner.stepUp(phone).want(200)
			bad := owner.register(theirs).want(201).id().String() // with a stolen cookie
			h.clock.advance(time.Hour)
			attacker := h.signIn(owner.id, owner.email)
			attacker.stepUp(theirs).want(200)
			attacker.appAtGate(h)
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			end(h, owner, attacker, bad)

			h.clock.advance(48 * time.Hour)
			attacker = h.signIn(owner.id, owner.email)
			attacker.usesTOTP(h)
			attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			if app := owner.standing().atKratos(t); *app.Vouched {
				t.Errorf("the app is vouched for: %q", app.How)
			}
		})
	}
}

// The vouch does not rest on a passkey that was not used in that session: it remains when that one ends.
func TestGateVouchOutlivesOtherPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated)
	owner, phone, old := h.person("ada@example.com"), device(), device()
	oldID := owner.register(old).want(201).id().String()
	owner.stepUp(old).want(200)
	owner.register(phone).want(201)
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	owner.appAtGate(h)
	vouched := func(when string) {
		t.Helper()
		if app := owner.standing().atKratos(t); !*app.Vouched || app.How != "fresh_session" {
			t.Errorf("%s: vouched %t by %q", when, *app.Vouched, app.How)
		}
	}
	vouched("set up with the phone")
	owner.delete("/v1/passkeys/" + oldID).want(200)
	vouched("after the removal of the old passkey")
}

// A password that was changed at the gate by a key without a PIN counts when support revokes another passkey of that time.
func TestPasswordAtGateOutlivesOtherPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t, settingsGated, policy("highest_available", 0))
	owner, key := h.keyHolder("ada@example.com")
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(key).want(200)
	other := owner.register(device()).want(201).id().String()
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(key).want(200)
	h.clock.advance(time.Second)
	h.changesPassword(owner, "new")
	owner.standing()
	h.adminWith("revoke").post("/admin/v1/passkeys/"+other+"/revoke", object{"reason": "lost"}).want(200)
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	if level := owner.levelBy(key); level != "aal2" {
		t.Errorf("key and own password: %s", level)
	}
	owner.get("/v1/authz").want(200)
}
