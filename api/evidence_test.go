package api_test

import (
	"testing"
	"time"
)

// A session whose level comes from an old login and its freshness from a step-up by another passkey rests on both: a
// change is refused when either is suspended before it is stored.
func TestChangeRestsOnEachPasskey(t *testing.T) {
	t.Parallel()
	for _, suspended := range []string{"login", "step-up"} {
		t.Run(suspended, func(t *testing.T) {
			h := newHarness(t, minting)
			ada := h.person("ada@example.com")
			phone, key := device(), device()
			key.UserVerified, key.BackupEligible, key.BackedUp = false, false, false
			ids := map[string]string{"login": ada.register(phone).want(201).id().String()}
			ada.stepUp(phone).want(200)
			ids["step-up"] = ada.register(key).want(201).id().String()
			session := h.minted(phone)
			h.clock.advance(16 * time.Minute)
			session.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			session.stepUp(key).want(200)

			laptop := device()
			b := session.begin("registration", object{})
			credential := session.create(laptop, b)
			h.kratos.meanwhile = func() {
				h.adminWith("revoke").post("/admin/v1/passkeys/"+ids[suspended]+"/suspend", object{"reason": "lost"}).want(200)
			}
			session.finish("registration", b, credential).wantCode(403, "step_up_required")
			if n := h.count("passkeys"); n != 2 {
				t.Errorf("%d passkeys", n)
			}
		})
	}
}

// A code raises the level of a session that a key without its PIN began, and makes nothing fresh.
func TestKeyAndCode(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting)
	ada := h.person("ada@example.com")
	key := device()
	key.UserVerified, key.BackupEligible, key.BackedUp = false, false, false
	id := ada.register(key).want(201).id()
	ada.stepUp(key).want(200)
	codes := ada.newCodes()

	attacker := h.minted(key)
	got := attacker.redeem(codes[0]).want(200).object()["assurance"].(object)
	if got["level"] != "aal2" || got["fresh_until"] != nil {
		t.Errorf("got %v, want level aal2, no fresh_until", got)
	}
	attacker.stepUp(key).want(200)
	attacker.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	attacker.delete("/v1/passkeys/"+id.String()).wantCode(403, "step_up_required")
	if ways := wayNames(attacker.delete("/v1/passkeys/" + id.String())); ways != "kratos" {
		t.Errorf("the ways are %q", ways)
	}
	attacker.get("/v1/authz").want(200)
}
