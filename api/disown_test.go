package api_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// fresh returns a user with one passkey, which has made the session fresh.
func (h *harness) fresh(login string) (*person, *webauthntest.Authenticator) {
	p, d := h.person(login), device()
	p.register(d).want(201)
	p.stepUp(d).want(200)
	return p, d
}

// "This was not me": the passkey is removed, all other sessions end, and the old recovery codes stop working.
func TestDisownPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	strange := device()
	old := ada.newCodes()
	id := ada.register(strange).want(201).id()
	other := h.signIn(ada.id, ada.email) // another browser
	path := "/v1/passkeys/" + id.String() + "/disown"

	got := ada.post(path, object{}).want(200)
	if gone := got.forgets(); !slices.Equal(gone, []string{base64ID(strange.Passkeys()[0].ID)}) {
		t.Errorf("signals %v", gone)
	}
	codes, _ := got.object()["codes"].([]any)
	if got.object()["sessions"] != "ended" || len(codes) != 10 {
		t.Errorf("got %s, want sessions ended, 10 codes", got.body)
	}
	other.get("/v1/passkeys").wantCode(401, "unauthenticated")
	ada.get("/v1/passkeys").want(200)
	h.browser().pick(strange, strange.Passkeys()[0].ID).wantReason("not_accepted")
	if n := h.query("SELECT count(*) FROM security_audit WHERE event_type = 'passkey.removed' AND reason = 'disowned' AND passkey_id = ?", id[:])[0][0]; n != int64(1) {
		t.Errorf("%v events", n)
	}
	lost := h.signIn(ada.id, ada.email)
	lost.redeem(old[0]).wantCode(400, "recovery_code_rejected")
	lost.redeem(codes[0].(string)).want(200)
	ada.post(path, object{}).wantCode(409, "conflict") // at the same time
	h.clock.advance(10 * time.Second)
	ada.post(path, object{}).want(200) // it may be repeated
}

// A passkey that is to be removed is not evidence for its owner: another one must make the session fresh.
func TestDisownRequiresAnotherPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	strange := device()
	id := ada.register(strange).want(201).id().String()

	attacker := h.signIn(ada.id, ada.email)
	attacker.post("/v1/passkeys/"+id+"/disown", object{}).wantCode(403, "step_up_required")
	attacker.stepUp(strange).want(200)
	refused := attacker.post("/v1/passkeys/"+id+"/disown", object{}).wantCode(403, "step_up_required")
	if ways := wayNames(refused); ways != "passkey" {
		t.Errorf("the ways are %q", ways)
	}
	if h.count("passkeys") != 2 || h.count("recovery_codes") != 0 {
		t.Error("a refused one has changed something")
	}
	attacker.stepUp(phone).want(200)
	attacker.post("/v1/passkeys/"+id+"/disown", object{}).want(200)

	// The only passkey cannot make the session fresh for its own removal, and neither does another login by password.
	bob, lone := h.person("bob@example.com"), device()
	id = bob.register(lone).want(201).id().String()
	bob.stepUp(lone).want(200)
	for _, session := range []*person{bob, h.signIn(bob.id, bob.email)} {
		refused = session.post("/v1/passkeys/"+id+"/disown", object{}).wantCode(403, "step_up_required")
		if ways := wayNames(refused); ways != "support" {
			t.Errorf("the ways are %q", ways)
		}
	}
	bob.newCodes()
	refused = bob.post("/v1/passkeys/"+id+"/disown", object{}).wantCode(403, "step_up_required")
	if ways := wayNames(refused); ways != "recovery_code support" {
		t.Errorf("with codes, the ways are %q", ways)
	}
	// Nor may another user disown it.
	bob.post("/v1/passkeys/"+uuid.NewString()+"/disown", object{}).wantCode(404, "not_found")
	adas := attacker.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["id"].(string)
	bob.post("/v1/passkeys/"+adas+"/disown", object{}).wantCode(404, "not_found")
}

// Removing the passkey and creating the codes is one change: if codes cannot be written, or a reset has begun, neither
// happens.
func TestDisownIsAtomic(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	strange := device()
	ada.newCodes()
	path := "/v1/passkeys/" + ada.register(strange).want(201).id().String() + "/disown"
	for trigger, status := range map[string]int{
		"BEFORE INSERT ON recovery_codes":                                                503,
		"BEFORE INSERT ON tombstones":                                                    503,
		"BEFORE INSERT ON security_audit WHEN new.event_type = 'passkey.removed'":        503,
		"BEFORE INSERT ON security_audit WHEN new.event_type = 'recovery_codes.created'": 503,
	} {
		before := h.dump()
		h.query("CREATE TRIGGER broken " + trigger + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
		ada.post(path, object{}).want(status)
		h.query("DROP TRIGGER broken")
		if h.dump() != before {
			t.Errorf("%s: something was written", trigger)
		}
	}
	got := ada.post(path, object{}).want(200)
	if codes, _ := got.object()["codes"].([]any); len(codes) != 10 || h.count("passkeys") != 1 {
		t.Errorf("got %s, and %d passkeys; want 10 codes, 1 passkey", got.body, h.count("passkeys"))
	}
}

// Without recovery codes, everything else is done.
func TestDisownWithoutCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.RecoveryCodes = false })
	ada, _ := h.fresh("ada@example.com")
	strange := device()
	id := ada.register(strange).want(201).id().String()
	if got := ada.post("/v1/passkeys/"+id+"/disown", object{}).want(200); got.object()["codes"] != nil {
		t.Errorf("got %s, want no codes", got.body)
	}
}

// If Kratos does not end the other sessions, the response says so: the factor is disowned nevertheless.
func TestDisownedFactorReportsSessions(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	disown := func() object {
		t.Helper()
		ada.enrolsTOTP(h)
		for _, f := range ada.get("/v1/session").want(200).object()["factors"].([]any) {
			if f := f.(object); f["kind"] == "totp" {
				return ada.post("/v1/factors/"+f["id"].(string)+"/disown", object{}).want(200).object()
			}
		}
		t.Fatal("no factor to disown")
		return nil
	}
	other := h.signIn(ada.id, ada.email)
	h.kratos.failEnding(true)
	if got := disown(); got["sessions"] != "pending" {
		t.Errorf("got %v, want sessions pending", got)
	}
	other.get("/v1/session").want(200)
	h.kratos.failEnding(false)
	if got := disown(); got["sessions"] != "ended" {
		t.Errorf("got %v, want sessions ended", got)
	}
	other.get("/v1/session").wantCode(401, "unauthenticated")
}

// If Kratos does not remove the factor, the other sessions end all the same, and the factor counts for nothing. The call
// can be repeated.
func TestDisownedFactorEndsSessionsFirst(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.fresh("ada@example.com")
	ada.enrolsTOTP(h)
	id := ada.standing().atKratos(t).ID.String()
	other := h.signIn(ada.id, ada.email)
	h.kratos.failRemoval(true)
	ada.post("/v1/factors/"+id+"/disown", object{}).wantCode(503, "kratos_unavailable")
	other.get("/v1/session").wantCode(401, "unauthenticated")
	if left := h.endings(); left != 0 {
		t.Errorf("%d endings are left", left)
	}
	if f := ada.standing().atKratos(t); !f.Disowned || *f.Vouched {
		t.Errorf("the factor is still %+v", f)
	}
	h.kratos.failRemoval(false)
	ada.post("/v1/factors/"+id+"/disown", object{}).want(200)
	if h.kratos.identities[ada.id].factors.TOTP {
		t.Error("Kratos still holds the factor")
	}
}
