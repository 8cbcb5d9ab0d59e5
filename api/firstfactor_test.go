package api_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/webauthnsvc/webauthntest"
)

// keyHolder has a security key without a PIN, and the password.
func (h *harness) keyHolder(login string) (*person, *webauthntest.Authenticator) {
	h.t.Helper()
	owner, key := h.person(login), device(withoutUV, deviceBound)
	owner.register(key).want(201)
	h.clock.advance(time.Hour)
	return owner, key
}

// keyAndPhone is keyHolder with a phone besides, which was registered in the session of the password and the key.
func (h *harness) keyAndPhone(login string) (owner *person, key, phone *webauthntest.Authenticator) {
	h.t.Helper()
	owner, key = h.keyHolder(login)
	phone = device()
	owner.stepUp(key).want(200)
	owner.register(phone).want(201)
	return owner, key, phone
}

// setsPassword does what Kratos allows in any session that has just begun, also by the key alone.
func (h *harness) setsPassword(p *person, password string) {
	h.kratos.change(p.id, func(i *kratosIdentity) { i.password, i.passwordAt = password, h.clock.Now() })
	h.clock.advance(time.Minute)
}

func (p *person) ways() []string {
	p.t.Helper()
	var list []string
	for _, way := range p.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required").object()["ways"].([]any) {
		list = append(list, way.(object)["way"].(string))
	}
	return list
}

// levelBy steps up with an authenticator and returns the level of the session.
func (p *person) levelBy(d *webauthntest.Authenticator) string {
	level, _ := p.stepUp(d).want(200).object()["assurance"].(object)["level"].(string)
	return level
}

// An attacker with a stolen key without a PIN sets a password at Kratos, and gains nothing.
func TestFoundKeySetsPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t, policy("aal2", 0))
	owner, key := h.keyHolder("ada@example.com")
	h.setsPassword(owner, "the attacker's")
	attacker := h.signIn(owner.id, owner.email)
	if done := attacker.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" || done["fresh_until"] != nil {
		t.Errorf("by the key and a password that it set: %v", done)
	}
	key.UserVerified = true // a PIN of their own
	for range 2 {
		if done := attacker.stepUp(key).want(200).object()["assurance"].(object); done["level"] != "aal1" || done["user_verified"] != false {
			t.Errorf("with a PIN: %v", done)
		}
	}
	if ways := attacker.ways(); !slices.Equal(ways, []string{"support"}) {
		t.Errorf("the ways: %v", ways)
	}
	attacker.post("/v1/recovery-codes", object{}).wantCode(403, "step_up_required")
	got := attacker.wantStanding("aal1", "aal2", "enrol", "enrolment_required")
	if !slices.Contains(got.Assurance.Reasons, "unvouched_first_factor") {
		t.Errorf("the reasons: %v", got.Assurance.Reasons)
	}
	password := got.atKratos(t)
	if password.Kind != "password" || *password.Vouched {
		t.Errorf("the person is asked about %+v", password)
	}
	attacker.post("/v1/factors/"+password.ID.String()+"/confirm", object{}).wantCode(403, "step_up_required")
	if n := h.events("factor.appeared"); n != 1 {
		t.Errorf("%d events that the password appeared", n)
	}
	if n := h.query("SELECT count(*) FROM passkeys WHERE uv_initialized")[0][0].(int64); n != 0 {
		t.Errorf("%d passkeys verify their user now", n)
	}
}

// The same with an address of the attacker's, at which the account is recovered.
func TestFoundKeyRecoversAtAnotherAddress(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.keyHolder("ada@example.com")
	recovers := func() *person {
		p := h.signIn(owner.id, owner.email)
		h.kratos.editSession(p.token, func(s *account.Session) { s.Methods[0].Name = "code_recovery" })
		return p
	}
	honest := recovers()
	if level := honest.levelBy(key); level != "aal2" {
		t.Errorf("by the key, and a recovery at the address of before: %s", level)
	}
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.address, i.addressAt = "the attacker's", h.clock.Now() })
	h.clock.advance(time.Minute)
	if level := recovers().levelBy(key); level != "aal1" {
		t.Errorf("by the key, and a recovery at an address that it set: %s", level)
	}
}

// An attacker with a stolen key without a PIN recovers at an own address, and then puts the owner's back.
func TestFoundKeyPutsTheAddressBack(t *testing.T) {
	t.Parallel()
	for _, seen := range []bool{false, true} {
		h := newHarness(t)
		owner, key := h.keyHolder("ada@example.com")
		move := func(address string) {
			h.kratos.change(owner.id, func(i *kratosIdentity) { i.address, i.addressAt = address, h.clock.Now() })
			h.clock.advance(time.Minute)
		}
		move("the attacker's")
		attacker := h.beginsBy(owner, "code_recovery")
		if seen {
			attacker.standing()
		}
		h.clock.advance(time.Minute)
		move("")
		if level := attacker.levelBy(key); level != "aal1" {
			t.Errorf("seen meanwhile %t: by the key, and a recovery at an address that is gone: %s", seen, level)
		}
		attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")
		h.clock.advance(time.Minute)
		if level := h.beginsBy(owner, "code_recovery").levelBy(key); level != "aal2" {
			t.Errorf("seen meanwhile %t: by the key, and a recovery at the owner's address: %s", seen, level)
		}
	}
}

// A user who has recovered by mail, set a new password, and has recovery codes, is offered them.
func TestRecoveredOwnerIsOfferedCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.keyHolder("ada@example.com")
	owner.stepUp(key).want(200)
	codes := owner.post("/v1/recovery-codes", object{}).want(201).object()["codes"].([]any)
	h.clock.advance(time.Hour)
	h.setsPassword(owner, "new")
	again := h.signIn(owner.id, owner.email)
	again.stepUp(key).want(200)
	if ways := again.ways(); !slices.Equal(ways, []string{"recovery_code", "support"}) {
		t.Errorf("the ways: %v", ways)
	}
	again.post("/v1/recovery-codes/redeem", object{"code": codes[0]}).want(200)
	phone := device()
	again.register(phone).want(201)
	again.stepUp(phone).want(200)
	password := again.standing().atKratos(t)
	again.post("/v1/factors/"+password.ID.String()+"/confirm", object{}).want(200)
	later := h.signIn(owner.id, owner.email)
	if level := later.levelBy(key); level != "aal2" {
		t.Errorf("by the key and the confirmed password: %s", level)
	}
}

// A session that an earlier password began proves nothing by the one that its owner has put in its place.
func TestAttackersSessionAfterTheOwnersPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key, phone := h.keyAndPhone("ada@example.com")
	h.clock.advance(time.Hour)
	h.setsPassword(owner, "the attacker's")
	attacker := h.signIn(owner.id, owner.email)
	attacker.stepUp(key).want(200)
	h.clock.advance(time.Minute)
	h.setsPassword(owner, "the owner's")
	owner.stepUp(phone).want(200)
	password := owner.standing().atKratos(t)
	owner.post("/v1/factors/"+password.ID.String()+"/confirm", object{}).want(200)
	if level := attacker.levelBy(key); level != "aal1" {
		t.Errorf("the attacker's old session: %s", level)
	}
	h.clock.advance(time.Second)
	if level := h.signIn(owner.id, owner.email).levelBy(key); level != "aal2" {
		t.Errorf("the owner's new one: %s", level)
	}
}

// The owner disowns the password: it stays at Kratos, counts for nothing, and support is notified.
func TestPasswordDisowned(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key, phone := h.keyAndPhone("ada@example.com")
	h.setsPassword(owner, "the attacker's")
	attacker := h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	password := owner.standing().atKratos(t)
	if got := owner.post("/v1/factors/"+password.ID.String()+"/disown", object{}).want(200).object(); got["kept"] != true {
		t.Errorf("got %v, want kept true", got)
	}
	if h.events("factor.kept") != 1 {
		t.Error("support is not notified")
	}
	attacker.get("/v1/session").wantCode(401, "unauthenticated")
	if level := h.signIn(owner.id, owner.email).levelBy(key); level != "aal1" {
		t.Errorf("by a password that is disowned: %s", level)
	}
}

// Kratos is asked once in a session by password and key, and never because of it if the passkey verifies the user.
func TestFirstFactorsCostOneQuestion(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.keyHolder("ada@example.com")
	asked := func(act func()) int {
		before := h.kratos.asked
		act()
		return h.kratos.asked - before
	}
	if n := asked(func() { owner.stepUp(key).want(200) }); n != 1 {
		t.Errorf("a step-up without UV asks Kratos %d times, want 1", n)
	}
	if n := asked(func() { owner.get("/v1/authz").want(200) }); n != 0 {
		t.Errorf("afterwards, authz asks %d times", n)
	}
	bob, phone := h.person("bob@example.com"), device()
	bob.register(phone).want(201)
	if n := asked(func() { bob.stepUp(phone).want(200); bob.get("/v1/authz").want(200); bob.login(phone).want(200) }); n != 1 { // the login reads the state
		t.Errorf("with UV, a step-up, authz and a login ask %d times", n)
	}
}
