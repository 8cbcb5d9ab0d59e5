package api_test

import (
	"testing"
	"time"

	"latchkey/rules"
)

// The way back: a code lets one passkey be registered, and nothing else.
func TestRecoveryCodeLetsOnePasskeyBeRegistered(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, lost := h.enrolled("ada@example.com")
	if got := wayNames(ada.post("/v1/registration/begin", object{})); got != "passkey recovery_code" {
		t.Errorf("ways to register: %s", got)
	}
	if got := wayNames(ada.delete("/v1/passkeys/" + lost.String())); got != "passkey" {
		t.Errorf("ways to remove: %s", got)
	}
	if got := wayNames(ada.post("/v1/recovery-codes", object{})); got != "passkey" {
		t.Errorf("ways to new codes: %s", got)
	}
	got := ada.redeem(codes[0]).want(200).object()
	assurance := got["assurance"].(object)
	if got["left"] != 9.0 || assurance["level"] != "aal2" || assurance["fresh_until"] != nil || assurance["enrol_until"] == nil {
		t.Errorf("got %v, want left 9, level aal2, no fresh_until, enrol_until set", got)
	}
	ada.delete("/v1/passkeys/"+lost.String()).wantCode(403, "step_up_required")
	ada.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	other := h.signIn(ada.id, ada.email)
	other.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

	// Two tabs: the grant is for one passkey.
	one, two := ada.begin("registration", object{}), ada.begin("registration", object{})
	laptop := device()
	ada.finish("registration", one, ada.create(laptop, one)).want(201)
	ada.finish("registration", two, ada.create(device(), two)).wantCode(403, "step_up_required")
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	if now := ada.standing(); now.Assurance.Level != "aal2" {
		t.Errorf("the code stays a second factor: %+v", now.Assurance)
	}
	ada.stepUp(laptop).want(200)
	ada.delete("/v1/passkeys/" + lost.String()).want(200)
	if h.count("passkeys") != 1 {
		t.Errorf("%d passkeys", h.count("passkeys"))
	}
}

func TestRecoveryGrantEnds(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	h.clock.advance(14*time.Minute + 59*time.Second)
	b := ada.begin("registration", object{})
	h.clock.advance(time.Second)
	ada.finish("registration", b, ada.create(device(), b)).wantCode(403, "step_up_required")
	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	ada.redeem(codes[1]).want(200)
	ada.finish("registration", b, ada.create(device(), b)).want(201)
}

// Of two tabs that were both admitted, one loses within the transaction.
func TestRecoveryGrantIsUsedOnce(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.redeem(codes[0]).want(200)
	one, two := ada.begin("registration", object{}), ada.begin("registration", object{})
	first, second := ada.create(device(), one), ada.create(device(), two)
	h.kratos.meanwhile = func() { ada.finish("registration", one, first).want(201) }
	ada.finish("registration", two, second).wantCode(403, "step_up_required")
	if h.count("passkeys") != 2 {
		t.Errorf("%d passkeys", h.count("passkeys"))
	}
}

func TestEnrolmentOnly(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) {
		h.rules.RecoveryLevel = rules.RecoveryEnrolmentOnly
		h.rules.Required, h.rules.Grace = "highest_available", 24*time.Hour
	})
	ada, codes, _ := h.enrolled("ada@example.com")
	ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
	if got := wayNames(ada.get("/v1/authz")); got != "passkey" {
		t.Errorf("ways: %s", got)
	}
	ada.redeem(codes[0]).want(200)
	now := ada.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
	if now.GraceUntil != nil {
		t.Error("a user who has a passkey gets a grace period")
	}
	ada.register(device()).want(201)
	ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
}

// The level says what a code adds to a session; at the gate there is none yet.
func TestEnrolmentOnlyAtTheGate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated, func(h *harness) { h.rules.RecoveryLevel = rules.RecoveryEnrolmentOnly })
	ada, codes, _ := h.enrolled("ada@example.com")
	call := attempt(ada)
	b := h.browser()
	b.post("/v1/recovery-codes/redeem", object{"code": codes[0], "gate": gateOf(t, h.kratosHook().post("/hooks/kratos/login", call))}).want(200)
	call["pass"] = b.cookies["latchkey_pass"]
	h.kratosHook().post("/hooks/kratos/login", call).want(204)
}

func TestRecoveryCodeIsASecondFactor(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.Required = "highest_available" })
	ada, codes, passkey := h.enrolled("ada@example.com")
	if got := wayNames(ada.get("/v1/authz")); got != "passkey recovery_code" {
		t.Errorf("ways: %s", got)
	}
	ada.redeem(codes[0]).want(200)
	ada.wantStanding("aal2", "aal2", "none", "aal2")
	h.signIn(ada.id, ada.email).wantStanding("aal1", "aal2", "step_up", "step_up_required")

	// Codes alone are not a factor that policy would require.
	h.adminWith("revoke").post("/admin/v1/passkeys/"+passkey.String()+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
	h.signIn(ada.id, ada.email).wantStanding("aal1", "aal1", "none", "aal1")
	ada.wantStanding("aal2", "aal1", "none", "aal2") // what a code granted does not depend on the passkey
}
