package api_test

import (
	"testing"
	"time"
)

// An attacker with the password sets up apps that the settings gate refuses, while the owner sets up theirs. Kratos notes
// one in the attacker's session after the owner's was stored, if it had found none before.
func TestRefusedAppAfterTheOwners(t *testing.T) {
	t.Parallel()
	for name, raised := range map[string]bool{"refused before as well": true, "only then": false} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, settingsGated)
			owner, phone := h.person("ada@example.com"), device()
			owner.register(phone).want(201)
			attacker := h.signIn(owner.id, owner.email)
			h.clock.advance(time.Minute)
			if raised {
				attacker.usesTOTP(h)
			}
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			h.clock.advance(time.Second)
			h.kratosHook().post("/hooks/kratos/settings", change(owner)).want(204)
			owner.enrolsTOTP(h)
			if app := owner.standing().atKratos(t); !*app.Vouched {
				t.Fatal("the owner's app is not vouched for")
			}
			for range 2 {
				h.clock.advance(14 * time.Second)
				attacker.usesTOTP(h)
				if got := attacker.standing(); got.Assurance.Level != "aal1" || got.FreshUntil != nil {
					t.Errorf("got %+v, want aal1, not fresh", got.Assurance)
				}
				attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			}
		})
	}
}

// A user signs in elsewhere with the app that they have just set up, and does not have the passkey there. The first sign-in is
// too soon; the way that it names leads on.
func TestSignInRightAfterAppSetup(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("highest_available", 0))
	owner, _ := h.fresh("ada@example.com")
	h.clock.advance(time.Second)
	owner.enrolsTOTP(h)
	owner.standing()
	h.clock.advance(20 * time.Second)

	elsewhere := h.signIn(owner.id, owner.email)
	elsewhere.usesTOTP(h)
	if got := wayNames(elsewhere.get("/v1/authz").wantCode(403, "step_up_required")); got != "passkey sign_out" {
		t.Errorf("too soon, the ways are %s", got)
	}
	waiting := h.signIn(owner.id, owner.email)
	if got := wayNames(waiting.get("/v1/authz").wantCode(403, "step_up_required")); got != "passkey kratos" {
		t.Errorf("before its use, the ways are %s", got)
	}
	h.clock.advance(10 * time.Second)
	waiting.usesTOTP(h)
	waiting.get("/v1/authz").want(200)
	again := h.signIn(owner.id, owner.email) // after sign_out
	again.usesTOTP(h)
	again.get("/v1/authz").want(200)
	again.register(device()).want(201)
}
