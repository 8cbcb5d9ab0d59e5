package api_test

import (
	"testing"
	"time"
)

// The owner of a recovered account sets up a key without a PIN. Neither the attacker's password is evidence next to it, nor
// one that was set after the recovery, which may be the attacker's as well. In the session of the recovery the owner says
// that it is theirs, and it is.
func TestPasswordBesideTheOwnersKey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ recorded, changed bool }{
		"not recorded":        {},
		"recorded":            {recorded: true, changed: true},
		"set by the owner":    {changed: true},
		"set by the attacker": {changed: true},
	} {
		t.Run(name, func(t *testing.T) {
			h, attacker, verify := preHijacked(t)
			attacker.register(device()).want(201)
			if test.recorded {
				attacker.standing()
			}
			verify()
			owner := h.recovers(attacker)
			h.clock.advance(time.Second)
			if test.changed {
				h.setsPassword(attacker, name)
			}
			key := device(withoutUV, deviceBound)
			owner.register(key).want(201)
			h.clock.advance(time.Minute)
			again := h.signIn(attacker.id, attacker.email)
			if level := again.levelBy(key); level != "aal1" {
				t.Errorf("by the password and the owner's key: %s", level)
			}
			again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

			if level := owner.levelBy(key); level != "aal2" {
				t.Fatalf("the owner's session by the recovery and the key: %s", level)
			}
			asked := owner.standing().atKratos(t)
			if asked.Kind != "password" || *asked.Vouched {
				t.Fatalf("the owner is asked about %+v", asked)
			}
			owner.post("/v1/factors/"+asked.ID.String()+"/confirm", object{}).want(200)
			if level := h.signIn(attacker.id, attacker.email).levelBy(key); level != "aal2" {
				t.Errorf("by the confirmed password and the key: %s", level)
			}
		})
	}
}

// Nor is a password evidence if the owner adds such a key later.
func TestPasswordBesideTheOwnersSecondKey(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	attacker.register(device()).want(201)
	verify()
	owner := h.recovers(attacker)
	phone, key := device(), device(withoutUV, deviceBound)
	owner.register(phone).want(201)
	owner.stepUp(phone).want(200)
	owner.register(key).want(201)
	h.clock.advance(time.Hour)
	if level := h.signIn(attacker.id, attacker.email).levelBy(key); level != "aal1" {
		t.Errorf("by the attacker's password and the owner's key: %s", level)
	}
}
