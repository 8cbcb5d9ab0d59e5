package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// A known factor is replaced between two reads.
func TestReplacedBetweenTwoReads(t *testing.T) {
	t.Parallel()
	for _, seen := range []bool{false, true} {
		h := newHarness(t)
		owner := h.person("ada@example.com")
		h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors.TOTP = true })
		owner.standing()
		h.clock.advance(time.Hour)
		attacker := h.signIn(owner.id, owner.email)
		h.kratos.change(owner.id, func(i *kratosIdentity) { i.factors = kratosFactors{LookupSecret: true} })
		h.kratos.editSession(attacker.token, func(s *account.Session) {
			s.AAL = account.AAL2
			s.Methods = append(s.Methods, account.Method{Name: "lookup_secret", AAL: account.AAL2, CompletedAt: h.clock.Now()})
		})
		if seen {
			attacker.standing()
		}
		if got := attacker.post("/v1/registration/begin", object{}); got.status == 200 {
			attacker.register(device()).want(201)
			t.Errorf("seen before %t: what took the place of a factor just gone lets a first passkey be added", seen)
		}
	}
}

// A user with a role: a password enrols an app and waits a day without being recorded.
func TestStaffFactorAgesUnseen(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	attacker, _ := h.console("root@example.com", "admin")
	attacker.enrolsTOTP(h)
	attacker.standing()
	h.clock.advance(24*time.Hour + time.Minute)
	again := h.signIn(attacker.id, attacker.email)
	h.giveRole(again, "admin")
	again.enrolsTOTP(h)
	me := h.consoleOf(again).get("/admin/v1/me").status
	begun := again.post("/v1/registration/begin", object{}).status
	t.Logf("console %d, registration %d, events that a factor appeared: %d", me, begun, h.events("factor.appeared"))
	if (me == 200 || begun == 200) && h.events("factor.appeared") == 0 {
		t.Error("the day of notice gives no notice")
	}
}
