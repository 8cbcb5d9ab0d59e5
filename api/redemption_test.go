package api_test

import (
	"testing"
	"time"
)

// A code in place of the passkey that a login at Kratos waits for.
func TestRecoveryCodeAtTheGate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated)
	ada, codes, passkey := h.enrolled("ada@example.com")
	_, foreign, _ := h.enrolled("eve@example.com")
	call := attempt(ada)
	gate := gateOf(t, h.kratosHook().post("/hooks/kratos/login", call))
	b := h.browser()
	redeem := func(gate, code string) *answer {
		return b.post("/v1/recovery-codes/redeem", object{"code": code, "gate": gate})
	}
	redeem("AAAA", codes[0]).wantCode(400, "ceremony_invalid")
	redeem(gate, foreign[0]).wantCode(400, "recovery_code_rejected")
	redeem(gate, "x").wantField("code")
	b.with("Origin", "https://evil.example").post("/v1/recovery-codes/redeem", object{"code": codes[0], "gate": gate}).wantCode(403, "forbidden_origin")
	h.kratos.goDown(true)
	redeem(gate, codes[0]).wantCode(503, "kratos_unavailable") // and does not count as an attempt
	h.kratos.goDown(false)

	if got := redeem(gate, codes[0]).want(200).object(); got["redirect_to"] == nil || got["assurance"] != nil {
		t.Errorf("got %v, want redirect_to set, no assurance", got)
	}
	pass := b.cookies["latchkey_pass"]
	if pass == "" {
		t.Fatalf("no pass among the cookies %v", b.cookies)
	}
	passed := object{}
	for name, value := range call {
		passed[name] = value
	}
	passed["pass"] = pass
	elsewhere := attempt(ada, object{"pass": pass})
	h.kratosHook().post("/hooks/kratos/login", elsewhere).want(403) // bound to its login
	h.kratosHook().post("/hooks/kratos/login", passed).want(204)
	h.kratosHook().post("/hooks/kratos/login", passed).want(403) // and valid once

	ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required") // its session is older than the code

	// It does not depend on a passkey: the lost one may be revoked meanwhile, while another is active.
	ada.redeem(codes[1]).want(200)
	ada.register(device()).want(201)
	call = attempt(ada)
	redeem(gateOf(t, h.kratosHook().post("/hooks/kratos/login", call)), codes[2]).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+passkey.String()+"/revoke", object{"reason": "lost", "end_sessions": false}).want(200)
	call["pass"] = b.cookies["latchkey_pass"]
	h.kratosHook().post("/hooks/kratos/login", call).want(204)

	gate = gateOf(t, h.kratosHook().post("/hooks/kratos/login", attempt(ada)))
	for range 5 {
		redeem(gate, "0000-0000-0000").wantCode(400, "recovery_code_rejected")
	}
	redeem(gate, codes[3]).wantCode(423, "locked")
	h.signIn(ada.id, ada.email).redeem(codes[3]).wantCode(423, "locked") // one count for both
	h.clock.advance(5 * time.Minute)
	redeem(gate, codes[3]).wantCode(400, "ceremony_expired")
}

func TestRedeemingNeedsItsOwnSession(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, codes, _ := h.enrolled("ada@example.com")
	before := h.dump()
	h.app().post("/v1/recovery-codes/redeem", object{"code": codes[0]}).wantCode(401, "unauthenticated")
	ada.with("Origin", "https://evil.example").post("/v1/recovery-codes/redeem", object{"code": codes[0]}).wantCode(403, "forbidden_origin")
	ada.with("Origin", "https://evil.example").post("/v1/recovery-codes", object{}).wantCode(403, "forbidden_origin")
	h.kratos.goDown(true)
	ada.redeem(codes[0]).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	if h.dump() != before {
		t.Error("something was written")
	}
	// What a code granted is for its session alone; it is neither a login nor a confirmation.
	ada.redeem(codes[0]).want(200)
	h.signIn(ada.id, ada.email).post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
	ada.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
}
