package api_test

import (
	"testing"
	"time"

	"latchkey/account"
)

// Codes created with a password alone, before there is a passkey, would outlive the first passkey: they are refused.
func TestCodesPlantedBeforeTheFirstPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	attacker := h.person("ada@example.com")
	attacker.enrolsTOTP(h)
	attacker.post("/v1/recovery-codes", object{}).wantCode(403, "enrolment_required")
	attacker.register(device()).want(201) // Kratos' level counts alone
}

// A pre-hijacker's recovery codes must not outlive the owner's recovery.
func TestPreHijackersCodes(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	phone := device()
	attacker.register(phone).want(201)
	attacker.stepUp(phone).want(200)
	codes := attacker.newCodes()
	verify()
	owner := h.recovers(attacker)
	owner.register(device()).want(201)
	if got := attacker.get("/v1/session"); got.status == 200 {
		t.Log("the attacker's password session from before the recovery still stands")
	}
	got := attacker.redeem(codes[0])
	if got.status == 200 {
		t.Errorf("the attacker's code works: %s", got.body)
		t.Errorf("and the attacker may add a passkey: %d", attacker.post("/v1/registration/begin", object{}).status)
	}
}

// Nor does a factor at Kratos that only the attacker's passkey vouched for.
func TestPreHijackersTOTP(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	phone := device()
	attacker.register(phone).want(201)
	attacker.stepUp(phone).want(200)
	h.clock.advance(time.Minute)
	attacker.enrolsTOTP(h)
	attacker.standing()
	verify()
	owner := h.recovers(attacker)
	key := device()
	ways := owner.post("/v1/registration/begin", object{})
	t.Logf("the owner after recovery: %d %s", ways.status, ways.body)
	// Support issues a code for the owner.
	var code struct{ Code string }
	made := h.adminWith("reset").post("/admin/v1/identities/"+owner.id.String()+"/recovery-code", object{"reason": "lost"})
	code = decode[struct{ Code string }](t, made.body)
	owner.redeem(code.Code).want(200)
	first := owner.register(key).want(201).id().String()
	attacker.get("/v1/session").wantCode(401, "unauthenticated")
	again := h.signIn(attacker.id, attacker.email)
	again.enrolsTOTP(h) // uses it once more
	if got := again.standing(); got.FreshUntil != nil {
		t.Errorf("the attacker is fresh by %v", got.Assurance.Reasons)
	}
	again.delete("/v1/passkeys/"+first).wantCode(403, "step_up_required")
}

// A pre-hijacker fills the list: the owner cannot add one.
func TestPreHijackerFillsTheList(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t, func(h *harness) { h.rules.MaxPasskeys = 2 })
	phone := device()
	attacker.register(phone).want(201)
	attacker.stepUp(phone).want(200)
	two := attacker.register(device()).want(201).id().String()
	verify()
	owner := h.recovers(attacker)
	if got := owner.post("/v1/registration/begin", object{}); got.status != 200 {
		removal := owner.delete("/v1/passkeys/" + two)
		t.Errorf("the owner: %d %s; removing one: %d", got.status, got.body, removal.status)
	}
}

// Two tabs after a recovery: "no passkey yet" must hold in the transaction, too.
func TestRaceBesideADisregardedPasskey(t *testing.T) {
	t.Parallel()
	h, attacker, verify := preHijacked(t)
	attacker.register(device()).want(201)
	verify()
	owner := h.recovers(attacker)
	one, two := owner.begin("registration", object{}), owner.begin("registration", object{})
	first, second := owner.create(device(), one), owner.create(device(), two)
	h.kratos.meanwhile = func() { owner.finish("registration", one, first).want(201) }
	if got := owner.finish("registration", two, second); got.status == 201 {
		t.Error("a second first passkey stands beside the owner's")
	}
}

// Disowned and kept at Kratos, it must not count after the passkey is gone either.
func TestDisownedFactorWithoutAPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.person("ada@example.com"), device()
	id := owner.register(phone).want(201).id().String()
	h.kratos.change(owner.id, func(i *kratosIdentity) { i.passkey = true })
	owner.stepUp(phone).want(200)
	owner.post("/v1/factors/"+owner.standing().atKratos(t).ID.String()+"/disown", object{}).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost"}).want(200)
	h.clock.advance(48 * time.Hour)
	attacker := h.signIn(owner.id, owner.email)
	h.kratos.editSession(attacker.token, func(s *account.Session) {
		s.Methods = []account.Method{{Name: "passkey", AAL: "aal1", CompletedAt: h.clock.Now()}, {Name: "password", AAL: "aal1", CompletedAt: h.clock.Now()}}
	})
	got := attacker.standing()
	if got.Assurance.Level == "aal2" {
		t.Errorf("aal2 by a disowned factor: %v, registration %d", got.Assurance.Reasons, attacker.post("/v1/registration/begin", object{}).status)
	}
	honest := h.signIn(owner.id, owner.email)
	t.Logf("the honest person, by password: registration %d", honest.post("/v1/registration/begin", object{}).status)
}

// A passkey of Kratos' own, and none here: it counts where it began the session. After a password Kratos notes the same of a
// passkey that the password has just enrolled, so then it counts for nothing, and its owner signs out and in with it.
func TestHonestOnlyANativePasskey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		methods []string
		level   string
		status  int
	}{
		"passkey":                      {[]string{"passkey"}, "aal1", 200},
		"passkey, again":               {[]string{"passkey", "passkey"}, "aal1", 200},
		"the passkey, then a password": {[]string{"passkey", "password"}, "aal2", 200},
		"a password":                   {[]string{"password"}, "aal1", 403},
		"password, then a passkey":     {[]string{"password", "passkey"}, "aal1", 403},
		"password, then two passkeys":  {[]string{"password", "passkey", "passkey"}, "aal1", 403},
	} {
		h := newHarness(t, policy("highest_available", 0))
		ada := h.person("ada@example.com")
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.passkey = true })
		h.kratos.editSession(ada.token, func(s *account.Session) {
			s.Methods = nil
			for _, m := range c.methods {
				s.Methods = append(s.Methods, account.Method{Name: m, AAL: "aal1", CompletedAt: h.clock.Now()})
			}
		})
		got := ada.post("/v1/registration/begin", object{})
		if got.status != c.status || wayNamesOr(got) != map[int]string{403: "kratos"}[c.status] {
			t.Errorf("%s: registration %d %s", name, got.status, got.body)
		}
		if stands := ada.standing(); stands.Assurance.Level != c.level {
			t.Errorf("%s: %s %v", name, stands.Assurance.Level, stands.Assurance.Reasons)
		}
	}
}

func wayNamesOr(a *answer) string {
	if a.status == 403 {
		return wayNames(a)
	}
	return ""
}

// After an admin's reset the user can start again at once.
func TestHonestAfterReset(t *testing.T) {
	t.Parallel()
	for _, native := range []bool{false, true} {
		h := newHarness(t)
		ada := h.person("ada@example.com")
		h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true; i.passkey = native })
		ada.standing()
		h.adminWith("reset").post(ada.resetPath(), object{"reason": "lost all"}).want(200)
		begin := func() int { return h.signIn(ada.id, ada.email).post("/v1/registration/begin", object{}).status }
		if first := begin(); first != 200 {
			h.clock.advance(25 * time.Hour)
			unrecorded := begin()
			h.signIn(ada.id, ada.email).standing()
			h.clock.advance(25 * time.Hour)
			t.Errorf("native passkey kept %t: registration %d; a day later, unless GET /v1/session was called: %d; a day after that call: %d",
				native, first, unrecorded, begin())
		}
	}
}

// A factor was removed legitimately; a client of the API that never calls GET /v1/session.
func TestHonestGoneIsNeverRecorded(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = true })
	ada.standing()
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.factors.TOTP = false })
	for range 5 {
		h.clock.advance(25 * time.Hour)
		if got := h.signIn(ada.id, ada.email).post("/v1/registration/begin", object{}); got.status == 200 {
			return
		}
	}
	t.Error("the 24 hours begin anew with each refusal")
}
