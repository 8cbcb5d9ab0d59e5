package api_test

import (
	"testing"
	"time"
)

// An attacker who removes their own passkey keeps nothing: the owner of the account can still disown it. That ends the
// user verification of the key that it initialised, the vouch for the password, and what they created with these.
func TestAttackerRemovesTheirPasskey(t *testing.T) {
	t.Parallel()
	f := newFoundKey(t)
	attacker := f.signIn()
	attacker.stepUp(f.key).want(200)
	attacker.delete("/v1/passkeys/" + f.attackers).want(200)
	codes := attacker.newCodes() // made with the key, whose user verification rests on the removed passkey
	f.h.clock.advance(time.Second)
	attacker.enrolsTOTP(f.h)
	if app := attacker.standing().atKratos(t); app.Kind != "totp" || !*app.Vouched {
		t.Fatalf("the app: %+v", app)
	}
	f.h.clock.advance(time.Hour)
	if level := f.signIn().levelBy(f.key); level != "aal2" {
		t.Fatalf("the removal ended the user verification: %s", level)
	}

	f.owner = f.signIn()
	f.owner.stepUp(f.phone).want(200)
	path := "/v1/passkeys/" + f.attackers + "/disown"
	got := f.owner.post(path, object{}).want(200).object()
	if fresh, _ := got["codes"].([]any); got["sessions"] != "ended" || len(fresh) != 10 {
		t.Errorf("got %v, want sessions ended and 10 codes", got)
	}
	attacker.get("/v1/passkeys").wantCode(401, "unauthenticated")
	attacker = f.signIn()
	if level := attacker.levelBy(f.key); level != "aal1" {
		t.Errorf("by the key and its PIN: %s", level)
	}
	attacker.redeem(codes[0]).wantCode(400, "recovery_code_rejected")
	attacker.usesTOTP(f.h)
	attacker.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required")

	events := func() any {
		return f.h.query("SELECT count(*) FROM security_audit WHERE event_type = 'passkey.removed' AND reason = 'disowned'")[0][0]
	}
	f.h.clock.advance(10 * time.Second)
	f.owner.post(path, object{}).want(200)
	if n := events(); n != int64(1) {
		t.Errorf("%v events", n)
	}
}

// It takes evidence that does not rest on the removed passkey, and only its owner can do it.
func TestRemovedPasskeyDisownedBy(t *testing.T) {
	t.Parallel()
	f := newFoundKey(t)
	f.owner.delete("/v1/passkeys/" + f.attackers).want(200)
	path := "/v1/passkeys/" + f.attackers + "/disown"
	attacker := f.signIn()
	attacker.post(path, object{}).wantCode(403, "step_up_required")
	attacker.stepUp(f.key).want(200)
	attacker.post("/v1/registration/begin", object{}).want(200) // fresh
	refused := attacker.post(path, object{}).wantCode(403, "step_up_required")
	if ways := wayNames(refused); ways != "passkey" {
		t.Errorf("the ways are %q", ways)
	}
	bob, _ := f.h.fresh("bob@example.com")
	bob.post(path, object{}).wantCode(404, "not_found")
	f.owner.post(path, object{}).want(200)
}

// A passkey that support revoked as lost may turn out to be stolen.
func TestRevokedPasskeyDisowned(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, phone := h.fresh("ada@example.com")
	id := owner.register(device()).want(201).id().String()
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost"}).want(200)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	other := h.signIn(owner.id, owner.email)
	owner.post("/v1/passkeys/"+id+"/disown", object{}).want(200)
	other.get("/v1/passkeys").wantCode(401, "unauthenticated")
}

// Who replaces a phone by a key that it initialised answers about an app with the key, and the answer counts.
func TestConfirmedWithAKeptInitialisation(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, key := h.replacedPhone("ada@example.com")
	owner = h.signIn(owner.id, owner.email)
	owner.enrolsTOTP(h)
	h.clock.advance(time.Minute)
	owner.stepUp(key).want(200)
	app := owner.standing().atKratos(t)
	if app.Kind != "totp" || app.Vouched == nil || *app.Vouched {
		t.Fatalf("the app: %+v", app)
	}
	owner.post("/v1/factors/"+app.ID.String()+"/confirm", object{}).want(200)
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.usesTOTP(h)
	owner.post("/v1/registration/begin", object{}).want(200)
}

// What the removed passkey vouched for is no evidence either: neither a password that is asked about now, nor one that is
// recorded with the session.
func TestRemovedPasskeyDisownedByItsVouch(t *testing.T) {
	t.Parallel()
	for name, recorded := range map[string]bool{"asked about": false, "recorded": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t)
			owner, key, phone := h.keyAndPhone("ada@example.com")
			owner.stepUp(phone).want(200)
			theirs := device()
			removed := owner.register(theirs).want(201).id().String() // the cookie was stolen
			h.setsPassword(owner, "the attacker's")
			attacker := h.signIn(owner.id, owner.email)
			attacker.stepUp(key).want(200) // Latchkey sees the password
			h.clock.advance(time.Second)
			attacker.stepUp(theirs).want(200)
			attacker.post("/v1/factors/"+h.passwordID()+"/confirm", object{}).want(200)
			attacker.delete("/v1/passkeys/" + removed).want(200)
			h.clock.advance(time.Hour)
			attacker = h.signIn(owner.id, owner.email)
			attacker.stepUp(key).want(200)
			if recorded {
				attacker.post("/v1/registration/begin", object{}).want(200) // fresh, until the passkey is disowned
			}
			attacker.post("/v1/passkeys/"+removed+"/disown", object{}).wantCode(403, "step_up_required")

			owner = h.signIn(owner.id, owner.email)
			owner.stepUp(phone).want(200)
			owner.post("/v1/passkeys/"+removed+"/disown", object{}).want(200)
			if level := h.signIn(owner.id, owner.email).levelBy(key); level != "aal1" {
				t.Errorf("by the attacker's password and the key: %s", level)
			}
		})
	}
}
