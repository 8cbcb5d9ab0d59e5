package api_test

import (
	"testing"
	"time"
)

// An attacker had a passkey on the account for a while, and it vouched for an app of theirs. The vouch ends with the passkey.
func TestVouchEndsWithItsPasskey(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"fresh_session", "confirmed"} {
		for _, end := range []string{"disown", "remove", "revoke"} {
			h := newHarness(t)
			owner, phone, theirs := h.person("ada@example.com"), device(), device()
			owner.register(phone).want(201)
			h.clock.advance(time.Hour)
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			bad := owner.register(theirs).want(201).id().String() // the cookie was stolen
			h.clock.advance(time.Hour)
			attacker := h.signIn(owner.id, owner.email)
			if how == "confirmed" {
				attacker.enrolsTOTP(h)
				h.clock.advance(time.Second)
			}
			attacker.stepUp(theirs).want(200)
			h.clock.advance(time.Second)
			if how == "confirmed" {
				id := attacker.standing().atKratos(t).ID.String()
				attacker.post("/v1/factors/"+id+"/confirm", object{}).want(200)
			} else {
				attacker.enrolsTOTP(h)
			}
			if got := attacker.standing().atKratos(t).How; got != how {
				t.Fatalf("vouched by %q, want %s", got, how)
			}
			h.clock.advance(time.Hour)
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			switch end {
			case "disown":
				owner.post("/v1/passkeys/"+bad+"/disown", object{}).want(200)
			case "remove":
				owner.delete("/v1/passkeys/" + bad).want(200)
			case "revoke":
				h.adminWith("revoke").post("/admin/v1/passkeys/"+bad+"/revoke", object{"reason": "stolen"}).want(200)
			}
			h.clock.advance(time.Minute)
			attacker = h.signIn(owner.id, owner.email)
			attacker.usesTOTP(h)
			attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			// The owner is asked about it, and may confirm it.
			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			got := owner.standing().atKratos(t)
			if got.Vouched == nil || *got.Vouched || got.How != "" {
				t.Errorf("%s, %s: the owner sees %+v", how, end, got)
			}
			owner.post("/v1/factors/"+got.ID.String()+"/confirm", object{}).want(200)
			if got := owner.standing().atKratos(t); !*got.Vouched || got.How != "confirmed" {
				t.Errorf("%s, %s: confirmed again: %+v", how, end, got)
			}
		}
	}
}

// A user who replaces a key without a PIN by another signs in with it next to the password that the first one confirmed.
func TestReplacedKeyKeepsTheConfirmedPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, first, second := h.person("ada@example.com"), device(withoutUV, deviceBound), device(withoutUV, deviceBound)
	id := owner.register(first).want(201).id().String()
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(first).want(200)
	h.setsPassword(owner, "new")
	password := owner.standing().atKratos(t)
	owner.post("/v1/factors/"+password.ID.String()+"/confirm", object{}).want(200)
	owner.register(second).want(201)
	owner.delete("/v1/passkeys/" + id).want(200)
	h.clock.advance(time.Hour)
	if level := h.signIn(owner.id, owner.email).levelBy(second); level != "aal2" {
		t.Errorf("by the new key and the confirmed password: %s", level)
	}
}
