package api_test

import (
	"testing"
	"time"
)

// An attacker's app has raised a session and is gone. The session gains nothing by the app that the owner sets up later,
// whatever vouches for it, and the owner's own does as soon as they use it.
func TestUseOfAnEarlierApp(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"fresh_session", "confirmed"} {
		h := newHarness(t, policy("highest_available", 0))
		owner, phone := h.person("ada@example.com"), device()
		owner.register(phone).want(201)
		h.clock.advance(time.Hour)
		attacker := h.signIn(owner.id, owner.email)
		attacker.enrolsTOTP(h)
		attacker.standing()
		h.clock.advance(2 * time.Minute)
		h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.TOTP = false })
		owner = h.signIn(owner.id, owner.email)
		owner.stepUp(phone).want(200)
		owner.standing()
		h.clock.advance(time.Minute)
		h.kratos.change(owner.id, func(i *kratosIdentity) { i.app = "owner's" })
		if how == "fresh_session" {
			owner.enrolsTOTP(h)
		} else {
			h.signIn(owner.id, owner.email).enrolsTOTP(h)
			id := owner.standing().atKratos(t).ID.String()
			owner.post("/v1/factors/"+id+"/confirm", object{}).want(200)
		}
		if got := owner.standing().atKratos(t).How; got != how {
			t.Fatalf("the owner's app: %q, want %s", got, how)
		}
		h.clock.advance(time.Minute)
		attacker.get("/v1/authz").wantCode(403, "step_up_required")
		if got := attacker.standing().Assurance; got.Level != "aal1" {
			t.Errorf("%s: the attacker's session: %+v", how, got)
		}
		attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		again := h.signIn(owner.id, owner.email)
		again.usesTOTP(h)
		if got := again.get("/v1/authz").want(200).header.Get("X-Latchkey-Level"); got != "aal2" {
			t.Errorf("%s: the owner, by the app: %s", how, got)
		}
		again.register(device()).want(201)
	}
}
