package api_test

import (
	"testing"
	"time"
)

// Support suspends a lost phone. The app that was set up with it does not count any more either, so signing in again does not
// help, and forward-auth must not send its owner to Kratos without end. An app from before the first passkey counts as before.
func TestSuspendedPhoneAndItsApp(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"set up with the phone", "set up with the phone, and codes", "from before the phone"} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, policy("highest_available", time.Hour))
			owner, phone := h.person("ada@example.com"), device()
			var id string
			ways := "support"
			if name == "from before the phone" {
				id = owner.vouchedTOTP(h, phone).String()
			} else {
				id = owner.register(phone).want(201).id().String()
				owner.stepUp(phone).want(200)
				h.clock.advance(time.Second)
				owner.enrolsTOTP(h)
				owner.standing()
			}
			if name == "set up with the phone, and codes" {
				owner.post("/v1/recovery-codes", object{}).want(201)
				ways = "recovery_code support"
			}
			h.clock.advance(time.Hour)
			h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200)
			again := h.signIn(owner.id, owner.email)
			again.usesTOTP(h)
			if name == "from before the phone" {
				again.get("/v1/authz").want(200)
				return
			}
			again.get("/v1/authz").wantCode(403, "enrolment_required")
			if got := again.standing(); got.Next != "enrol" || got.GraceUntil != nil {
				t.Errorf("next is %s, grace until %v", got.Next, got.GraceUntil)
			}
			if got := waysIn(again.get("/v1/session").want(200)); got != ways {
				t.Errorf("the ways are %s", got)
			}
			if got := wayNames(again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")); got != ways {
				t.Errorf("the ways to a new passkey are %s", got)
			}
			h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "found"}).want(200)
			again.get("/v1/authz").want(200)
		})
	}
}
