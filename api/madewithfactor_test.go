package api_test

import (
	"testing"
	"time"
)

// Recovery codes that were created in a session made fresh by an app end when the owner disowns the app. The answer says
// so, and the owner gets a mail.
func TestCodesEndWithTheirFactor(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	owner.vouchedTOTP(h, phone)
	h.clock.advance(time.Hour)
	attacker := h.signIn(owner.id, owner.email)
	attacker.usesTOTP(h)
	codes := attacker.newCodes()
	h.clock.advance(time.Minute)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	app := owner.standing().atKratos(t).ID.String()
	if got := owner.post("/v1/factors/"+app+"/disown", object{}).want(200).object(); got["recovery_codes"] != "ended" {
		t.Errorf("the answer: %v", got)
	}
	if n := h.events("recovery_codes.ended"); n != 1 {
		t.Errorf("%d events", n)
	}
	h.clock.advance(time.Hour)
	h.signIn(owner.id, owner.email).redeem(codes[0]).wantCode(400, "recovery_code_rejected")
}

// Codes that the owner's passkey made stay when an app is disowned.
func TestCodesOutliveADisownedFactor(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	owner.vouchedTOTP(h, phone)
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	codes := owner.newCodes()
	app := owner.standing().atKratos(t).ID.String()
	if got := owner.post("/v1/factors/"+app+"/disown", object{}).want(200).object(); got["recovery_codes"] != "unaffected" {
		t.Errorf("the answer: %v", got)
	}
	h.signIn(owner.id, owner.email).redeem(codes[0]).want(200)
}

// Codes that an attacker made before their owner got a role do not work after the role, once the owner has disowned the
// passkey.
func TestCodesFromBeforeARoleEnd(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, _, bad, codes := attackersCodes(h)
	h.giveRole(owner, "auditor")
	owner.post("/v1/passkeys/"+bad+"/disown", object{}).want(200)
	if n := h.events("recovery_codes.ended"); n != 1 {
		t.Errorf("%d events", n)
	}
	h.giveRole(owner, "")
	h.clock.advance(time.Hour)
	h.signIn(owner.id, owner.email).redeem(codes[0]).wantCode(400, "recovery_code_rejected")
}
