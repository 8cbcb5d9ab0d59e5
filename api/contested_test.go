package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/account"
)

// contested is an account that its owner has taken back from a pre-hijacker by a recovery. The pre-hijacker still knows the
// password.
func contested(t *testing.T, edits ...func(*harness)) (h *harness, attacker, owner *person) {
	h, attacker, verify := preHijacked(t, edits...)
	attacker.register(device()).want(201)
	verify()
	return h, attacker, h.recovers(attacker)
}

// After the recovery, the password that the attacker knows must not set up the first passkey. The session of the recovery
// does, also when its address is verified once more.
func TestPasswordAfterRecovery(t *testing.T) {
	t.Parallel()
	h, attacker, owner := contested(t)
	again := h.signIn(attacker.id, attacker.email)
	if names := wayNames(again.post("/v1/registration/begin", object{})); names != "support" {
		t.Errorf("got ways %s, want support", names)
	}
	h.clock.advance(time.Hour)
	h.addresses(attacker, h.verified(ownAddress))
	owner.register(device()).want(201)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// Nor must a factor that was enrolled with the password: without a passkey it would make the session fresh, which could
// then remove the suspended passkey, and with it what blocks the password.
func TestFactorAfterRecovery(t *testing.T) {
	t.Parallel()
	h, attacker, owner := contested(t)
	list := owner.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	again := h.signIn(attacker.id, attacker.email)
	again.enrolsTOTP(h)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	again.delete("/v1/passkeys/"+list[0].(object)["id"].(string)).wantCode(403, "step_up_required")
	owner.register(device()).want(201)
}

// Nor may such a factor keep the owner from a passkey: not one that was enrolled and removed while the account is contested,
// and not one from before the recovery, which Latchkey sees only then.
func TestOwnerBesideThePreHijackersFactor(t *testing.T) {
	t.Parallel()
	for name, attack := range map[string]func(h *harness, again *person){
		"enrolled": func(h *harness, again *person) { again.enrolsTOTP(h) },
		"seen":     func(h *harness, again *person) { again.enrolsTOTP(h); again.standing() },
		"removed": func(h *harness, again *person) {
			again.enrolsTOTP(h)
			again.standing()
			h.kratos.change(again.id, func(i *kratosIdentity) { i.factors.TOTP = false })
			again.standing()
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, attacker, owner := contested(t)
			attack(h, h.signIn(attacker.id, attacker.email))
			if ways := owner.get("/v1/session").want(200).object()["ways"]; strings.Contains(fmt.Sprint(ways), "aal=aal2") {
				t.Errorf("got ways %v, want none by the attacker's factor", ways)
			}
			owner.register(device()).want(201)
		})
	}
	t.Run("before the recovery", func(t *testing.T) {
		h, attacker, verify := preHijacked(t)
		attacker.register(device()).want(201)
		attacker.enrolsTOTP(h)
		verify()
		h.recovers(attacker).register(device()).want(201)
	})
}

// The pre-hijacker adds an address, recovers the account there, and may remove it before anyone looks. Kratos does not
// say where a recovery was made, so none but the first counts.
func TestRecoveryAtThePreHijackersAddress(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]func(h *harness, owners account.Address) []account.Address{
		"added": func(h *harness, owners account.Address) []account.Address {
			return []account.Address{owners, h.verified("x@example.net")}
		},
		"in place of the owner's": func(h *harness, _ account.Address) []account.Address {
			return []account.Address{h.verified("x@example.net")}
		},
		"removed again": func(_ *harness, owners account.Address) []account.Address { return []account.Address{owners} },
		"the owner's verified again": func(h *harness, _ account.Address) []account.Address {
			return []account.Address{h.verified(ownAddress)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, attacker, owner := contested(t, func(h *harness) { h.config.Hooks.Key = hookKey })
			owners := h.verified(ownAddress)
			h.clock.advance(time.Hour)
			h.addresses(attacker, list(h, owners)...)
			h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(attacker)).want(204)
			h.recovers(attacker).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			owner.register(device()).want(201)
		})
	}
}

// A code from support is a way back for an owner who has signed in with the password.
func TestSupportCodeForAContestedAccount(t *testing.T) {
	t.Parallel()
	h, attacker, _ := contested(t)
	owner := h.signIn(attacker.id, attacker.email)
	made := h.adminWith("reset").post("/admin/v1/identities/"+owner.id.String()+"/recovery-code", object{"reason": "lost"})
	got := owner.post("/v1/registration/begin", object{})
	if names := wayNames(got); names != "recovery_code support" {
		t.Errorf("got ways %s, want recovery_code and support", names)
	}
	owner.redeem(decode[struct{ Code string }](t, made.body).Code).want(200)
	owner.register(device()).want(201)
}

// Once its owner has set up a passkey, the account is the owner's: what the attacker registered is gone, and when the last
// passkey goes, the owner begins anew like any other user.
func TestOwnersLastPasskeyAfterATakeBack(t *testing.T) {
	t.Parallel()
	for _, byStaff := range []bool{false, true} {
		h, attacker, owner := contested(t)
		phone := device()
		id := owner.register(phone).want(201).id().String()
		list := owner.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
		if len(list) != 1 {
			t.Errorf("the owner has %d passkeys, want 1", len(list))
		}
		h.disregarded(t, 0)
		h.clock.advance(300 * 24 * time.Hour)
		if byStaff {
			h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost"}).want(200)
		} else {
			owner = h.signIn(attacker.id, attacker.email)
			owner.stepUp(phone).want(200)
			owner.delete("/v1/passkeys/" + id).want(200)
		}
		h.clock.advance(time.Minute)
		h.signIn(attacker.id, attacker.email).register(device()).want(201)
	}
}

// While the account is contested, the attacker cannot remove the passkeys that make it so, by a registration that has begun
// before the recovery.
func TestPreHijackersRegistrationAcrossTheRecovery(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	phone, next := device(), device()
	attacker.register(phone).want(201)
	verify()
	attacker = h.signIn(attacker.id, attacker.email)
	attacker.stepUp(phone).want(200)
	begun := attacker.begin("registration", object{})
	credential := attacker.create(next, begun)
	h.kratos.meanwhile = func() {
		h.addresses(attacker, h.verified(ownAddress))
		h.recovers(attacker)
	}
	if got := attacker.finish("registration", begun, credential); got.status == 201 {
		t.Error("the attacker's registration succeeded after the owner's recovery")
	}
	h.disregarded(t, 1)
}
