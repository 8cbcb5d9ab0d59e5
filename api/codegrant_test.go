package api_test

import (
	"reflect"
	"testing"
	"time"
)

// attackersCodes returns an owner whose session is fresh by their own passkey, and an attacker whose passkey has just
// made codes.
func attackersCodes(h *harness) (owner, attacker *person, passkey string, codes []string) {
	h.t.Helper()
	phone, theirs := device(), device()
	owner = h.person("ada@example.com")
	owner.register(phone).want(201)
	owner.stepUp(phone).want(200)
	passkey = owner.register(theirs).want(201).id().String()
	h.clock.advance(time.Hour)
	attacker = h.signIn(owner.id, owner.email)
	attacker.stepUp(theirs).want(200)
	codes = attacker.newCodes()
	h.clock.advance(time.Hour)
	owner = h.signIn(owner.id, owner.email)
	owner.stepUp(phone).want(200)
	return owner, h.signIn(owner.id, owner.email), passkey, codes
}

// Codes that a passkey made end when its owner removes it, and when staff ask for it. By default staff keep them, and the
// response says so: a person who has lost the device needs them.
func TestCodesEndWithTheirPasskey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(h *harness, owner *person, id string) object
		want string
	}{
		"removed": {func(_ *harness, owner *person, id string) object {
			return owner.delete("/v1/passkeys/" + id).want(200).object()
		}, "ended"},
		"revoked": {func(h *harness, _ *person, id string) object {
			return h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen", "end_codes": true}).want(200).object()
		}, "ended"},
		"suspended": {func(h *harness, _ *person, id string) object {
			return h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "stolen", "end_codes": true}).want(200).object()
		}, "ended"},
		"revoked after a loss": {func(h *harness, _ *person, id string) object {
			return h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "lost"}).want(200).object()
		}, "kept"},
		"suspended after a loss": {func(h *harness, _ *person, id string) object {
			return h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "lost"}).want(200).object()
		}, "kept"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			owner, _, id, codes := attackersCodes(h)
			if got := c.end(h, owner, id)["recovery_codes"]; got != c.want {
				t.Errorf("recovery_codes %v, want %s", got, c.want)
			}
			status := map[string]int{"ended": 400, "kept": 200}[c.want]
			attacker := h.signIn(owner.id, owner.email)
			if got := attacker.redeem(codes[0]); got.status != status {
				t.Errorf("redeem: %d %s, want %d", got.status, got.body, status)
			}
			ended := len(h.query("SELECT 1 FROM security_audit WHERE event_type = 'recovery_codes.ended'"))
			if (ended == 1) != (c.want == "ended") {
				t.Errorf("%d events", ended)
			}
		})
	}
}

// madeCodes are the counts of recovery codes in the person's list of passkeys, oldest first.
func (p *person) madeCodes() (counts []any) {
	p.t.Helper()
	for _, raw := range p.get("/v1/passkeys").want(200).object()["passkeys"].([]any) {
		counts = append(counts, raw.(object)["recovery_codes"])
	}
	return counts
}

// The list says which passkey's removal ends codes: that with which the unused codes were made.
func TestListNamesTheCodesOfPasskeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, attacker, id, codes := attackersCodes(h)
	wants := func(want ...any) {
		t.Helper()
		if got := owner.madeCodes(); !reflect.DeepEqual(got, want) {
			t.Errorf("listed are %v, want %v", got, want)
		}
	}
	wants(0.0, 10.0)
	attacker.redeem(codes[0]).want(200)
	wants(0.0, 9.0)
	owner.newCodes()
	wants(10.0, 0.0)
	owner.delete("/v1/passkeys/" + id).want(200)
	wants(10.0)
}

// Codes that another passkey made stay.
func TestCodesOfAnotherPasskeyStay(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner, _, id, _ := attackersCodes(h)
	codes := owner.newCodes()
	if got := owner.delete("/v1/passkeys/" + id).want(200).object()["recovery_codes"]; got != "unaffected" {
		t.Errorf("recovery_codes %v", got)
	}
	h.signIn(owner.id, owner.email).redeem(codes[0]).want(200)
}

// With two admins, the approved change does what was requested.
func TestApprovedRevocationEndsCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.ResetApprovals = 2 })
	owner := h.person("ada@example.com")
	phone := device()
	id := owner.register(phone).want(201).id().String()
	owner.stepUp(phone).want(200)
	codes := owner.newCodes()
	waits := h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen", "end_codes": true}).want(202).object()
	if waits["end_codes"] != true || waits["end_sessions"] != true {
		t.Errorf("the request does not say what it asks for: %v", waits)
	}
	done := h.adminWith("revoke").post("/admin/v1/approvals/"+waits["id"].(string)+"/approve", object{}).want(200).object()
	if done["recovery_codes"] != "ended" {
		t.Errorf("got %v, want recovery_codes ended", done)
	}
	h.signIn(owner.id, owner.email).redeem(codes[0]).want(400)
}
