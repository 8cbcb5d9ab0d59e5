package api_test

import (
	"testing"
	"time"

	"latchkey/admin"
	"latchkey/audit"
)

// Users with a role have no recovery codes, in any way.
func TestRoleHasNoRecoveryCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	old := ada.post("/v1/recovery-codes", object{}).want(201).object()["codes"].([]any)
	redeemed := h.signIn(ada.id, ada.email)
	redeemed.redeem(old[0].(string)).want(200)
	for _, p := range []*person{ada, redeemed} {
		h.giveRole(p, "support")
	}
	ada.post("/v1/recovery-codes", object{}).wantCode(403, "forbidden")
	ada.redeem(old[1].(string)).wantCode(403, "forbidden")
	ada.redeem("0000-0000-0000").wantCode(403, "forbidden") // and it does not count as an attempt
	h.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "x"}).wantCode(403, "forbidden")
	if left := ada.get("/v1/recovery-codes").want(200).object()["left"]; left != 0.0 {
		t.Errorf("%v left", left)
	}
	// A code that was redeemed before the user got the role grants nothing.
	standing := redeemed.get("/v1/session").want(200).object()
	if standing["assurance"].(object)["level"] != "aal1" || standing["assurance"].(object)["enrol_until"] != nil {
		t.Errorf("standing: %v", standing)
	}
}

// An admin issues an enrolment code, never to themselves; it lets one session set up one passkey and nothing else.
func TestEnrolmentCode(t *testing.T) {
	t.Parallel()
	for _, codes := range []bool{true, false} {
		h := newHarness(t, func(h *harness) { h.rules.RecoveryCodes = codes })
		ada := h.person("ada@example.com")
		ada.register(device()).want(201) // which is lost
		h.giveRole(ada, "support")
		_, support := h.staff("support@example.com", "support")
		boss, bossConsole := h.staff("boss@example.com", "admin")
		path := "/admin/v1/identities/" + ada.id.String() + "/enrolment-code"
		support.post(path, object{"reason": "x"}).wantCode(403, "forbidden")
		bossConsole.post("/admin/v1/identities/"+boss.id.String()+"/enrolment-code", object{"reason": "x"}).wantCode(403, "forbidden")
		keyOf(h, bossConsole, "reset").post("/admin/v1/identities/"+boss.id.String()+"/enrolment-code", object{"reason": "x"}).wantCode(403, "forbidden")
		bossConsole.post(path, object{"reason": " "}).wantField("reason")
		first := bossConsole.post(path, object{"reason": "seen in person"}).want(201).object()["code"].(string)
		h.clock.advance(10 * time.Second)
		code := bossConsole.post(path, object{"reason": "seen in person"}).want(201).object()["code"].(string)
		ada.redeem(first).wantCode(400, "recovery_code_rejected")
		redeemed := ada.redeem(code).want(200).object()
		if left, there := redeemed["left"]; there {
			t.Errorf("left: %v, of codes that nobody with a role has", left)
		}
		assurance := redeemed["assurance"].(object)
		if assurance["level"] != "aal1" || assurance["fresh_until"] != nil || assurance["enrol_until"] == nil {
			t.Errorf("assurance: %v", assurance)
		}
		h.consoleOf(ada).get("/admin/v1/me").wantCode(403, "step_up_required")
		ada.register(device()).want(201)
		ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		h.signIn(ada.id, ada.email).redeem(code).want(403) // spent: there is none to redeem
		if h.events("enrolment_code.created") != 2 || h.events("enrolment_code.redeemed") != 1 || h.events("recovery_codes.redeemed") != 0 {
			t.Error("it is not on record")
		}

		late := bossConsole.post(path, object{"reason": "x"}).want(201).object()["code"].(string)
		h.clock.advance(time.Hour)
		again := h.signIn(ada.id, ada.email)
		h.giveRole(again, "support")
		again.redeem(late).wantCode(403, "forbidden")
	}
}

// With two approvals an enrolment code requires another admin, too; the operator issues the first ones on the command
// line.
func TestEnrolmentCodeRequiresTwoAdmins(t *testing.T) {
	t.Parallel()
	h := newHarness(t, twoAdmins)
	ada := h.person("ada@example.com")
	h.giveRole(ada, "admin")
	_, boss := h.staff("boss@example.com", "admin")
	_, other := h.staff("other@example.com", "admin")
	_, support := h.staff("support@example.com", "support")
	asked := boss.post("/admin/v1/identities/"+ada.id.String()+"/enrolment-code", object{"reason": "x"}).want(202).object()
	support.post(approvalPath(asked)+"/approve", object{}).wantCode(403, "forbidden")
	// Support neither issues nor approves any, not even for their own rank.
	eve := h.person("eve@example.com")
	h.giveRole(eve, "support")
	below := boss.post("/admin/v1/identities/"+eve.id.String()+"/enrolment-code", object{"reason": "x"}).want(202).object()
	support.post(approvalPath(below)+"/approve", object{}).wantCode(403, "forbidden")
	other.post(approvalPath(asked)+"/approve", object{}).want(200)
	code := boss.post(approvalPath(asked)+"/collect", object{}).want(201).object()["code"].(string)
	ada.redeem(code).want(200)
	if _, err := h.service.Recovery.IssueEnrolmentCode(t.Context(), admin.System, audit.Request{}, ada.id, "first admin"); err != nil {
		t.Error(err)
	}
}

// Without a minimum age, a passkey counts at once, also at a replica whose clock is behind.
func TestNoAgeToReach(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	bob := h.person("bob@example.com")
	id := bob.register(device()).want(201).id().String()
	_, console := h.staff("boss@example.com", "admin")
	behind := h.replica()
	behind.clock.advance(-10 * time.Second)
	there := *console
	there.handler = behind.admin
	there.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
}

// A new passkey counts for changes once another admin has confirmed it.
func TestConfirmPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	bob := h.person("bob@example.com")
	suspend := "/admin/v1/passkeys/" + bob.register(device()).want(201).id().String() + "/suspend"
	// The passkey is registered before the role, or with an enrolment code.
	ada, phone := h.person("ada@example.com"), device()
	id := ada.register(phone).want(201).id().String()
	h.giveRole(ada, "admin")
	console := h.consoleOf(ada)
	ada.stepUp(phone).want(200)
	confirm := "/admin/v1/passkeys/" + id + "/confirm"
	console.post(confirm, object{"reason": "x"}).wantCode(403, "forbidden")
	console.post(suspend, object{"reason": "x"}).wantCode(403, "forbidden")
	h.adminWith("reset").post(confirm, object{"reason": "x"}).wantCode(403, "forbidden") // a help desk's key decides no admins
	operator := h.adminWith("reset", "keys")
	operator.post(confirm, object{"reason": ""}).wantField("reason")
	if got := operator.post(confirm, object{"reason": "first admin"}).want(200).object(); got["counts"] != true || got["confirmed_at"] == nil {
		t.Errorf("confirmed: %v", got)
	}
	operator.post(confirm, object{"reason": "again"}).want(200)
	if h.events("passkey.confirmed") != 1 {
		t.Errorf("%d events", h.events("passkey.confirmed"))
	}
	console.post(suspend, object{"reason": "x"}).want(200)
	console.post(confirm, object{"reason": "x"}).wantCode(403, "forbidden") // still one's own

	// Support confirms no one.
	support, laptop := h.person("support@example.com"), device()
	h.giveRole(support, "support")
	deskConsole := h.consoleOf(support)
	support.post("/v1/registration/begin", object{}).wantCode(403, "forbidden")
	code := console.post("/admin/v1/identities/"+support.id.String()+"/enrolment-code", object{"reason": "seen"}).want(201).object()["code"].(string)
	support.redeem(code).want(200)
	other := support.register(laptop).want(201).id().String()
	support.stepUp(laptop).want(200)
	console.post("/admin/v1/passkeys/"+other+"/confirm", object{"reason": "seen"}).want(200)
	deskConsole.post(confirm, object{"reason": "x"}).wantCode(403, "forbidden")
}
