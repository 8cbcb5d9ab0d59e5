package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/account"
)

func secondFactor(mode string, grace time.Duration) func(*harness) {
	return func(h *harness) { h.rules.SecondFactor, h.rules.Grace = mode, grace }
}

// wantSecond checks what /v1/session says about the second way in, and that forward-auth agrees.
func (p *person) wantSecond(h *harness, next string, ways ...string) sessionState {
	p.t.Helper()
	got := p.standing()
	reason := ""
	if next == "enrol" {
		reason = "second_factor"
	}
	if got.Next != next || got.NextReason != reason || !slices.Equal(got.SecondWays, ways) || got.SecondFactor != h.rules.SecondFactor {
		p.t.Errorf("next %s (%s), second factor %s by %v; want %s by %v", got.Next, got.NextReason, got.SecondFactor, got.SecondWays, next, ways)
	}
	for _, path := range []string{"/v1/authz", "/v1/authz?level=omit"} {
		asked := p.get(path)
		if next != "enrol" || got.GraceUntil != nil {
			asked.want(200)
			continue
		}
		if reason := asked.wantCode(403, "enrolment_required").object()["reason"]; reason != "second_factor" {
			p.t.Errorf("%s: reason %v", path, reason)
		}
		if page := asked.header.Get("X-Latchkey-Page"); !strings.HasPrefix(page, baseURL+"/setup?") {
			p.t.Errorf("%s: leads to %q", path, page)
		}
	}
	return got
}

// A user who has one passkey must get a second way in after the grace period, and can at any time.
func TestSecondFactorRequired(t *testing.T) {
	t.Parallel()
	h := newHarness(t, secondFactor("required", 24*time.Hour))
	ada := h.person("ada@example.com")
	ada.wantSecond(h, "none", "recovery_codes", "passkey") // the first passkey is not its concern
	phone := device()
	ada.register(phone).want(201)
	began := h.clock.Now()
	if got := ada.wantSecond(h, "enrol", "recovery_codes", "passkey"); got.GraceUntil == nil || !got.GraceUntil.Equal(began.Add(24*time.Hour)) {
		t.Errorf("grace until %v", got.GraceUntil)
	}
	h.clock.advance(24 * time.Hour)
	again := h.signIn(ada.id, ada.email)
	again.wantSecond(h, "enrol", "recovery_codes", "passkey")

	again.stepUp(phone).want(200)
	again.wantSecond(h, "enrol", "recovery_codes", "passkey")
	codes := again.newCodes()
	again.wantSecond(h, "none")

	// The last code is used up: its grant is for another passkey, which is the second way.
	for i, code := range codes {
		lost := h.signIn(ada.id, ada.email)
		lost.redeem(code).want(200)
		if i < len(codes)-1 {
			continue
		}
		lost.wantSecond(h, "enrol", "passkey")
		lost.register(device()).want(201)
		lost.wantSecond(h, "none")
	}
}

// confirmsFactor vouches for the factor at Kratos.
func (p *person) confirmsFactor() {
	p.t.Helper()
	p.post("/v1/factors/"+p.standing().atKratos(p.t).ID.String()+"/confirm", object{}).want(200)
}

// Support's codes expire, so that they are no second way in.
func TestSecondFactorByOthers(t *testing.T) {
	t.Parallel()
	h := newHarness(t, secondFactor("required", 0))
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	h.adminWith("reset").post("/admin/v1/identities/"+ada.id.String()+"/recovery-code", object{"reason": "lost"}).want(201)
	ada.wantSecond(h, "enrol", "recovery_codes", "passkey")
	// A factor at Kratos is one once it is vouched for.
	ada.enrolsTOTP(h)
	ada.wantSecond(h, "enrol", "recovery_codes", "passkey")
	ada.stepUp(phone).want(200)
	ada.confirmsFactor()
	ada.wantSecond(h, "none")
}

func TestSecondFactorOfStaff(t *testing.T) {
	t.Parallel()
	h := newHarness(t, secondFactor("required", 0))
	ada := h.person("ada@example.com")
	phone := device()
	ada.register(phone).want(201)
	h.giveRole(ada, "support")
	ada.wantSecond(h, "enrol", "passkey")
	ada.stepUp(phone).want(200)
	ada.register(device()).want(201)
	ada.wantSecond(h, "none")
}

// Encouragement asks for nothing, and writes nothing.
func TestSecondFactorEncouraged(t *testing.T) {
	t.Parallel()
	h := newHarness(t, secondFactor("encouraged", 24*time.Hour))
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	ada.wantSecond(h, "none", "recovery_codes", "passkey")
	if n := h.count("second_grace"); n != 0 {
		t.Errorf("%d grace periods", n)
	}
}

// What is required otherwise comes first.
func TestSecondFactorAfterOthers(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("aal2", 0), func(h *harness) { h.rules.SecondFactor = "required" })
	ada := h.person("ada@example.com")
	ada.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
	phone := device()
	ada.register(phone).want(201)
	ada.wantStanding("aal1", "aal2", "step_up", "step_up_required")
	ada.stepUp(phone).want(200)
	ada.wantSecond(h, "enrol", "recovery_codes", "passkey")
	ada.newCodes()
	ada.wantSecond(h, "none")
}

// With kratos.session_cache, forward-auth knows the second way at Kratos for as long as the session, and asks for nothing more
// than it would otherwise. What ends it here ends it at once.
func TestSecondFactorHeldLately(t *testing.T) {
	t.Parallel()
	h := newHarness(t, withMetrics, secondFactor("required", 0), func(h *harness) { h.rules.HeldFor = 3 * time.Second })
	ada := h.person("ada@example.com")
	laptop, phone := device(), device()
	first := ada.register(laptop).want(201).id()
	ada.enrolsTOTP(h)
	ada.stepUp(laptop).want(200)
	ada.confirmsFactor()
	h.clock.advance(10 * time.Second) // what the session used in the seconds before Kratos was asked is asked about again
	ada.wantSecond(h, "none")
	paths := []string{"/v1/authz", "/v1/authz?level=omit"}
	ask := func(status int) (calls int) {
		t.Helper()
		before := h.kratos.asked
		for _, path := range paths {
			stored := h.storeCalls()
			ada.get(path).want(status)
			if stored = h.storeCalls() - stored; status == 200 && h.kratos.asked == before && stored != 1 {
				t.Errorf("%s: %d calls of the store, want 1", path, stored)
			}
		}
		return h.kratos.asked - before
	}
	if n := ask(200); n != 0 {
		t.Errorf("asked %d times for what is known", n)
	}
	h.clock.advance(3 * time.Second)
	if n := ask(200); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	h.kratos.stale = map[string]account.Session{ada.token: h.kratos.sessions[ada.token]}
	h.kratos.goDown(true)
	ask(200)
	h.kratos.goDown(false)
	h.kratos.stale = nil

	// Removed at Kratos: for so long.
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	ask(200)
	h.clock.advance(3 * time.Second)
	ask(403)
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	ask(200)

	// The vouch rests on the laptop, and ends with it.
	ada.stepUp(laptop).want(200)
	ada.register(phone).want(201)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+first.String()+"/suspend", object{"reason": "lost"}).want(200)
	ada = h.signIn(ada.id, ada.email)
	ask(403)
}
