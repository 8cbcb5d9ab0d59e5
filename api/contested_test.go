package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// contested is an account that its owner has taken back from a squatter by a recovery. The squatter still knows the
// password.
func contested(t *testing.T, edits ...func(*house)) (h *house, squatter *person, verified account.Address, owner *person) {
	h, squatter, _, verify := squatted(t, edits...)
	squatter.register(device()).want(201)
	verify()
	h.kratos.change(squatter.id, func(i *kratosIdentity) { verified = i.Addresses[0] })
	return h, squatter, verified, h.recovers(squatter)
}

// After the recovery, the password that the squatter knows must not set up the first passkey. The owner's recovery does, and
// so does a later one.
func TestPasswordAfterRecovery(t *testing.T) {
	t.Parallel()
	h, squatter, _, _ := contested(t)
	again := h.signIn(squatter.id, squatter.email)
	if names := wayNames(again.post("/v1/registration/begin", object{})); names != "recovery support" {
		t.Errorf("the ways are %s", names)
	}
	h.clock.advance(30 * 24 * time.Hour)
	again = h.signIn(squatter.id, squatter.email)
	h.recovers(squatter).register(device()).want(201)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// Nor must a factor that the password enrols at Kratos: without a passkey it would make the session fresh, which could
// then remove the suspended passkey, and with it what keeps the password out.
func TestFactorAfterRecovery(t *testing.T) {
	t.Parallel()
	h, squatter, _, owner := contested(t)
	list := owner.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	again := h.signIn(squatter.id, squatter.email)
	again.enrolsTOTP(h)
	again.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	again.delete("/v1/passkeys/"+list[0].(object)["id"].(string)).wantCode(403, "step_up_required")
}

// The squatter adds an address of their own, and recovers the account there.
func TestRecoveryAtTheSquattersAddress(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		moved bool // it takes the place of the owner's
		add   account.Address
	}{
		{"added", false, account.Address{Via: "email", Verified: true}},
		{"in place of the owner's", true, account.Address{Via: "email", Verified: true}},
		{"one that recoveries do not verify", false, account.Address{Via: "email", Unverifiable: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, squatter, verified, _ := contested(t)
			h.clock.advance(time.Hour)
			test.add.CreatedAt = h.clock.Now()
			h.clock.advance(time.Hour)
			if test.add.Verified {
				test.add.VerifiedAt = h.clock.Now()
			}
			h.kratos.change(squatter.id, func(i *kratosIdentity) {
				i.Addresses = []account.Address{verified, test.add}
				if test.moved {
					i.Addresses = i.Addresses[1:]
				}
			})
			h.recovers(squatter).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		})
	}
}

// A code from support is a way back for an owner who has signed in by the password.
func TestSupportCodeForAContestedAccount(t *testing.T) {
	t.Parallel()
	h, squatter, _, _ := contested(t)
	owner := h.signIn(squatter.id, squatter.email)
	made := h.adminWith("reset").post("/admin/v1/identities/"+owner.id.String()+"/recovery-code", object{"reason": "lost"})
	got := owner.post("/v1/registration/begin", object{})
	if names := wayNames(got); names != "recovery_code recovery support" {
		t.Errorf("the ways are %s", names)
	}
	owner.redeem(decode[struct{ Code string }](t, made.body).Code).want(200)
	owner.register(device()).want(201)
}
