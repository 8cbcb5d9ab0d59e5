package api_test

import (
	"fmt"
	"testing"
	"time"
)

// passkeyIDs lists the person's passkeys, oldest first.
func (p *person) passkeyIDs() (ids []string) {
	p.t.Helper()
	for _, raw := range p.get("/v1/passkeys").want(200).object()["passkeys"].([]any) {
		ids = append(ids, raw.(object)["id"].(string))
	}
	return ids
}

// madeKeys lists the IDs of the admin keys in a response.
func madeKeys(answer object) (ids []string) {
	for _, raw := range answer["admin_keys"].([]any) {
		ids = append(ids, raw.(object)["id"].(string))
	}
	return ids
}

// A session of an admin was stolen, and the attacker made a key. The reset of the admin revokes it, with all keys that it made,
// and leaves the keys of others and of the operator.
func TestResetRevokesAdminKeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	_, other := h.staff("eve@example.com", "admin")
	bob := h.person("bob@example.com")
	stolen := keyOf(h, console, "read", "reset", "keys")
	child := keyOf(h, stolen, "read", "reset")
	apart, operator := keyOf(h, other, "read", "reset"), h.adminWith("reset", "read")
	reset := operator.post(ada.resetPath(), object{"reason": "stolen"}).want(200).object()
	if got := steps(reset); got[2] != "admin_keys removed 2" {
		t.Errorf("steps %v", got)
	}
	h.clock.advance(48 * time.Hour)
	path := "/admin/v1/identities/" + bob.id.String() + "/recovery-code"
	for _, key := range []*caller{stolen, child} {
		key.post(path, object{"reason": "x"}).wantCode(401, "unauthenticated")
	}
	for _, key := range []*caller{apart, operator} {
		key.post(path, object{"reason": "x"}).want(201)
		h.clock.advance(10 * time.Second) // until the code may be replaced
	}
	rows := h.query("SELECT reason, actor_kind FROM security_audit WHERE event_type = 'admin_key.revoked'")
	if got := fmt.Sprint(rows); got != "[[owner_reset admin_key] [owner_reset admin_key]]" {
		t.Errorf("on record %s", got)
	}
}

// A key of automation outlives the device of its maker, and the response says so. A passkey that is not the admin's takes the
// keys along that were made with it.
func TestAdminKeysMadeWithPasskey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	support := h.adminWith("revoke", "read")
	works := func(key *caller) { t.Helper(); key.get("/admin/v1/me").want(200) }
	automation := keyOf(h, console, "read", "keys")
	child := keyOf(h, automation, "read")
	laptop := ada.passkeyIDs()[0]
	phone, theirs := device(), device()
	ada.register(phone).want(201)
	strange := ada.register(theirs).want(201).id().String()
	for _, id := range []string{laptop, strange} {
		got := madeKeys(support.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200).object())
		if want := map[string]int{laptop: 2, strange: 0}[id]; len(got) != want {
			t.Errorf("%d keys, want %d: %v", len(got), want, got)
		}
		support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "x"}).want(200)
	}

	// The attacker makes a key with the strange passkey.
	attacker := h.signIn(ada.id, ada.email)
	h.giveRole(attacker, "admin")
	h.clock.advance(72 * time.Hour) // admin.passkey_age
	attacker = h.signIn(ada.id, ada.email)
	h.giveRole(attacker, "admin")
	attacker.stepUp(theirs).want(200)
	stolen := keyOf(h, h.consoleOf(attacker), "read", "keys")
	grandchild := keyOf(h, stolen, "read")
	works(stolen)

	owner := h.signIn(ada.id, ada.email)
	h.giveRole(owner, "admin")
	owner.stepUp(phone).want(200)
	answer := owner.post("/v1/passkeys/"+strange+"/disown", object{}).want(200).object()
	if got, _ := answer["admin_keys"].([]any); len(got) != 2 {
		t.Errorf("revoked %v", got)
	}
	for _, key := range []*caller{stolen, grandchild} {
		key.get("/admin/v1/me").wantCode(401, "unauthenticated")
	}
	works(automation)

	// The laptop is replaced: its keys remain, and are listed.
	if got := madeKeys(owner.delete("/v1/passkeys/" + laptop).want(200).object()); len(got) != 2 {
		t.Errorf("listed %v", got)
	}
	works(automation)
	works(child)
	got := madeKeys(support.post("/admin/v1/passkeys/"+owner.passkeyIDs()[0]+"/revoke", object{"reason": "x"}).want(200).object())
	if len(got) != 0 {
		t.Errorf("of the phone: %v", got)
	}
}
