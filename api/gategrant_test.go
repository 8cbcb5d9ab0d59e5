package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// redeemsAtGate is a password login that gets a pass for a code, before Kratos calls the hook again.
func (h *harness) redeemsAtGate(p *person, code string) (login object) {
	h.t.Helper()
	login = attempt(p)
	b := h.browser()
	gate := gateOf(h.t, h.kratosHook().post("/hooks/kratos/login", login))
	b.post("/v1/recovery-codes/redeem", object{"code": code, "gate": gate}).want(200)
	login["pass"] = b.cookies["latchkey_pass"]
	h.clock.advance(5 * time.Second)
	return login
}

// admits makes Kratos call the hook of that login now, and create its session a moment later.
func (h *harness) admits(p *person, login object) *person {
	h.t.Helper()
	begun := h.clock.Now()
	login["methods"] = []object{{"method": "password", "aal": "aal1", "completed_at": begun}}
	h.kratosHook().post("/hooks/kratos/login", login).want(204)
	h.clock.advance(time.Second)
	in := h.signIn(p.id, p.email)
	h.kratos.editSession(in.token, func(s *account.Session) { s.Methods[0].CompletedAt = begun })
	return in
}

func (p *person) mayNotEnrol() {
	p.t.Helper()
	p.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
}

// The code that let a login pass the gate also lets its session, and no other, set up one passkey.
func TestGrantFromTheGate(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated)
	ada, codes, _ := h.enrolled("ada@example.com")
	eve, _, _ := h.enrolled("eve@example.com")
	older := h.signIn(ada.id, ada.email)
	h.clock.advance(time.Second)
	login := h.redeemsAtGate(ada, codes[0])

	// An earlier session did not redeem the code, and signing in again in it does not make it younger. Neither did a
	// later one without the pass.
	early := h.signIn(ada.id, ada.email)
	early.mayNotEnrol()
	older.mayNotEnrol()
	h.kratos.editSession(older.token, func(s *account.Session) {
		s.AuthenticatedAt = h.clock.Now()
		s.Methods = append(s.Methods, account.Method{Name: "password", AAL: "aal1", CompletedAt: h.clock.Now()})
	})
	older.mayNotEnrol()
	h.clock.advance(3 * time.Second)
	first := h.admits(ada, login)
	h.clock.advance(3 * time.Second)
	later := h.signIn(ada.id, ada.email)
	for _, other := range []*person{older, early, later, h.signIn(eve.id, eve.email)} {
		other.mayNotEnrol()
	}

	if got := first.get("/v1/session").want(200).object()["assurance"].(object); got["enrol_until"] == nil || got["level"] != "aal2" {
		t.Errorf("no grant: %v", got)
	}
	first.register(device()).want(201)
	first.mayNotEnrol()
	later.mayNotEnrol()
	first.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required") // it never was fresh

	// It expires after 15 minutes, bound or not.
	bound := h.admits(ada, h.redeemsAtGate(ada, codes[1]))
	bound.post("/v1/registration/begin", object{}).want(200)
	h.clock.advance(15 * time.Minute)
	bound.mayNotEnrol()
	unbound := h.admits(ada, h.redeemsAtGate(ada, codes[2]))
	h.clock.advance(15 * time.Minute)
	unbound.mayNotEnrol()

	// A lock prevents the use of codes; what a code granted stays.
	login = h.redeemsAtGate(ada, codes[3])
	for range 5 {
		older.redeem("0000-0000-0000").wantCode(400, "recovery_code_rejected")
	}
	h.admits(ada, login).post("/v1/registration/begin", object{}).want(200)
}

// A passkey login needs no pass: the attacker with the stolen key, who signs in repeatedly while its owner uses a code, gets
// no grant, neither from a recovery code nor from the enrolment code of a user with a role.
func TestGrantIsNotForTheStolenKey(t *testing.T) {
	t.Parallel()
	for _, staff := range []bool{false, true} {
		h := newHarness(t, gated, minting)
		ada := h.person("ada@example.com")
		key := device()
		key.UserVerified, key.BackupEligible, key.BackedUp = false, false, false
		ada.register(key).want(201)
		ada.stepUp(key).want(200)
		codes, level := ada.newCodes(), "aal2"
		if staff {
			h.giveRole(ada, "support")
			_, boss := h.staff("boss@example.com", "admin")
			codes[0] = boss.post("/admin/v1/identities/"+ada.id.String()+"/enrolment-code", object{"reason": "seen"}).want(201).object()["code"].(string)
			level = "aal1"
		}
		gains := func(attacker *person) {
			t.Helper()
			if got := attacker.get("/v1/session").want(200).object()["assurance"].(object); got["level"] != "aal1" || got["enrol_until"] != nil {
				t.Errorf("staff %t: the attacker has %v", staff, got)
			}
			attacker.mayNotEnrol()
		}
		login := h.redeemsAtGate(ada, codes[0])
		before := h.minted(key)
		gains(before)
		in := h.admits(ada, login)
		gains(before)
		gains(h.minted(key)) // within the same seconds
		if got := in.get("/v1/session").want(200).object()["assurance"].(object); got["level"] != level || got["enrol_until"] == nil {
			t.Errorf("staff %t: the owner has %v", staff, got)
		}
		in.register(device()).want(201)
		gains(h.minted(key))
	}
}

// If support suspends the lost passkey in between, the gate requires nothing any more, and the code still counts.
func TestGrantWithoutAPasskeyThatWorks(t *testing.T) {
	t.Parallel()
	h := newHarness(t, gated)
	ada, codes, passkey := h.enrolled("ada@example.com")
	login := h.redeemsAtGate(ada, codes[0])
	h.adminWith("revoke").post("/admin/v1/passkeys/"+passkey.String()+"/suspend", object{"reason": "lost"}).want(200)
	h.admits(ada, login).post("/v1/registration/begin", object{}).want(200)
}

// What codes granted ends with a new set, and when the owner disowns a passkey.
func TestGrantsEndWithTheirCodes(t *testing.T) {
	t.Parallel()
	for _, with := range []string{"a new set", "disown"} {
		h := newHarness(t, gated)
		ada, _ := h.fresh("ada@example.com")
		codes := ada.newCodes()
		strange := ada.register(device()).want(201).id().String()

		attacker := h.signIn(ada.id, ada.email)
		attacker.redeem(codes[0]).want(200)
		standing := h.redeemsAtGate(ada, codes[1])
		in := h.admits(ada, h.redeemsAtGate(ada, codes[2]))
		waiting := h.redeemsAtGate(ada, codes[3])
		if with == "disown" {
			ada.post("/v1/passkeys/"+strange+"/disown", object{}).want(200)
			in, attacker = h.signIn(ada.id, ada.email), nil // its sessions have ended
		} else {
			ada.post("/v1/recovery-codes", object{}).want(201)
		}
		for _, login := range []object{standing, waiting} {
			h.kratosHook().post("/hooks/kratos/login", login).want(403)
		}
		in.mayNotEnrol()
		if attacker != nil {
			attacker.mayNotEnrol()
			if got := attacker.get("/v1/session").want(200).object()["assurance"].(object); got["level"] != "aal1" || got["enrol_until"] != nil {
				t.Errorf("the attacker has %v", got)
			}
		}
	}
}
