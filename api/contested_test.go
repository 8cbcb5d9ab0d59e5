package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/account"
)

// contested is an account that its owner has taken back from a squatter by a recovery. The squatter still knows the
// password.
func contested(t *testing.T, edits ...func(*harness)) (h *harness, squatter, owner *person) {
	h, squatter, verify := squatted(t, edits...)
	squatter.register(device()).want(201)
	verify()
	return h, squatter, h.recovers(squatter)
}

// After the recovery, the password that the squatter knows must not set up the first passkey. The session of the recovery
// does, also when its address is verified once more.
func TestPasswordAfterRecovery(t *testing.T) {
	t.Parallel()
	h, squatter, owner := contested(t)
	again := h.signIn(squatter.id, squatter.email)
	if names := wayNames(again.post("/v1/registration/begin", object{})); names != "support" {
		t.Errorf("the ways are %s", names)
	}
	h.clock.advance(time.Hour)
	h.addresses(squatter, h.verified(ownAddress))
	owner.register(device()).want(201)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// Nor must a factor that was enrolled with the password: without a passkey it would make the session fresh, which could
// then remove the suspended passkey, and with it what blocks the password.
func TestFactorAfterRecovery(t *testing.T) {
	t.Parallel()
	h, squatter, owner := contested(t)
	list := owner.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	again := h.signIn(squatter.id, squatter.email)
	again.enrolsTOTP(h)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	again.delete("/v1/passkeys/"+list[0].(object)["id"].(string)).wantCode(403, "step_up_required")
	owner.register(device()).want(201)
}

// Nor may such a factor keep the owner from a passkey: not one that was enrolled and removed while the account is contested,
// and not one from before the recovery, which Latchkey sees only then.
func TestOwnerBesideTheSquattersFactor(t *testing.T) {
	t.Parallel()
	for name, squat := range map[string]func(h *harness, again *person){
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
			h, squatter, owner := contested(t)
			squat(h, h.signIn(squatter.id, squatter.email))
			if ways := owner.get("/v1/session").want(200).object()["ways"]; strings.Contains(fmt.Sprint(ways), "aal=aal2") {
				t.Errorf("the ways are %v: the factor is the squatter's", ways)
			}
			owner.register(device()).want(201)
		})
	}
	t.Run("before the recovery", func(t *testing.T) {
		h, squatter, verify := squatted(t)
		squatter.register(device()).want(201)
		squatter.enrolsTOTP(h)
		verify()
		h.recovers(squatter).register(device()).want(201)
	})
}

// The squatter adds an address, recovers the account there, and may remove it before anyone looks. Kratos does not say where
// a recovery was made, so none but the first counts.
func TestRecoveryAtTheSquattersAddress(t *testing.T) {
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
			h, squatter, owner := contested(t, func(h *harness) { h.config.Hooks.Key = hookKey })
			owners := h.verified(ownAddress)
			h.clock.advance(time.Hour)
			h.addresses(squatter, list(h, owners)...)
			h.kratosHook().post("/hooks/kratos/recovery", recoveryHook(squatter)).want(204)
			h.recovers(squatter).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
			owner.register(device()).want(201)
		})
	}
}

// A code from support is a way back for an owner who has signed in with the password.
func TestSupportCodeForAContestedAccount(t *testing.T) {
	t.Parallel()
	h, squatter, _ := contested(t)
	owner := h.signIn(squatter.id, squatter.email)
	made := h.adminWith("reset").post("/admin/v1/identities/"+owner.id.String()+"/recovery-code", object{"reason": "lost"})
	got := owner.post("/v1/registration/begin", object{})
	if names := wayNames(got); names != "recovery_code support" {
		t.Errorf("the ways are %s", names)
	}
	owner.redeem(decode[struct{ Code string }](t, made.body).Code).want(200)
	owner.register(device()).want(201)
}

// Once its owner has set up a passkey, the account is the owner's: what the squatter registered is gone, and when the last
// passkey goes, the owner begins anew like any other user.
func TestOwnersLastPasskeyAfterATakeBack(t *testing.T) {
	t.Parallel()
	for _, byStaff := range []bool{false, true} {
		h, squatter, owner := contested(t)
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
			owner = h.signIn(squatter.id, squatter.email)
			owner.stepUp(phone).want(200)
			owner.delete("/v1/passkeys/" + id).want(200)
		}
		h.clock.advance(time.Minute)
		h.signIn(squatter.id, squatter.email).register(device()).want(201)
	}
}

// While the account is contested, the squatter cannot remove the passkeys that make it so, by a registration that has begun
// before the recovery.
func TestSquattersRegistrationAcrossTheRecovery(t *testing.T) {
	t.Parallel()
	h, squatter, verify := squatted(t)
	phone, next := device(), device()
	squatter.register(phone).want(201)
	verify()
	squatter = h.signIn(squatter.id, squatter.email)
	squatter.stepUp(phone).want(200)
	begun := squatter.begin("registration", object{})
	credential := squatter.create(next, begun)
	h.kratos.meanwhile = func() {
		h.addresses(squatter, h.verified(ownAddress))
		h.recovers(squatter)
	}
	if got := squatter.finish("registration", begun, credential); got.status == 201 {
		t.Error("the squatter has a passkey beside the owner's recovery")
	}
	h.disregarded(t, 1)
}
