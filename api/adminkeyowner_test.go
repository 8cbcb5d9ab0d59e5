package api_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
)

// keyOf returns a key that an admin created, by session or by another key.
func keyOf(h *harness, maker *caller, scopes ...string) *caller {
	h.t.Helper()
	return h.adminBy(maker.post("/admin/v1/keys", object{"name": uuid.NewString(), "scopes": scopes}).want(201).object()["key"].(string))
}

// An admin's key ends with the role, and has at most the scopes of the current role.
func TestAdminKeyFollowsItsOwner(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	first := keyOf(h, console, admin.Scopes...)
	second := keyOf(h, first, admin.Scopes...) // created by the first
	operator := h.adminWith("read")
	scopes := func(c *caller) string { return fmt.Sprint(c.get("/admin/v1/me").want(200).object()["scopes"]) }
	for _, key := range []*caller{first, second} {
		if got := scopes(key); got != "[export keys read reset revoke]" {
			t.Errorf("scopes %s", got)
		}
	}
	h.giveRole(ada, "support")
	first.post("/admin/v1/keys", object{"name": "x", "scopes": []string{"read"}}).wantCode(403, "forbidden") // at once
	h.clock.advance(4 * time.Second)
	for _, key := range []*caller{first, second} {
		if got := scopes(key); got != "[read reset revoke]" {
			t.Errorf("scopes %s", got)
		}
	}
	if got := h.keyEvents("admin_key.cut"); len(got) != 2 || fmt.Sprint(got[0]["scopes"]) != "[read reset revoke]" || got[0]["role"] != "support" {
		t.Errorf("on record: %v", got)
	}
	// A scope that was cut does not come back with the role.
	h.giveRole(ada, "admin")
	h.clock.advance(4 * time.Second)
	if got := scopes(first); got != "[read reset revoke]" {
		t.Errorf("scopes of a role that has come back: %s", got)
	}
	h.giveRole(ada, "")
	first.post("/admin/v1/identities/"+uuid.NewString()+"/recovery-code", object{"reason": "x"}).wantCode(401, "unauthenticated")
	h.giveRole(ada, "admin")
	h.clock.advance(4 * time.Second)
	for _, key := range []*caller{first, second} {
		key.get("/admin/v1/me").wantCode(401, "unauthenticated")
	}
	if got := h.keyEvents("admin_key.revoked"); len(got) != 2 || got[0]["key_id"] == got[1]["key_id"] {
		t.Errorf("on record: %v", got)
	}
	operator.get("/admin/v1/me").want(200)
}

// keyEvents returns the details of the events of that type, newest first, each with its reason.
func (h *harness) keyEvents(kind string) (details []object) {
	h.t.Helper()
	for _, e := range h.adminWith("read").get("/admin/v1/audit-events?event_type=" + kind).want(200).object()["events"].([]any) {
		event := e.(object)
		if event["reason"] != "owners_role" || event["actor"].(object)["kind"] != "system" {
			h.t.Errorf("%s: %v by %v", kind, event["reason"], event["actor"])
		}
		details = append(details, event["metadata"].(object))
	}
	return details
}

// Unclear or temporary answers of Kratos refuse a key without revoking it.
func TestAdminKeySurvivesUnclearAnswers(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	key := keyOf(h, console, admin.Scopes...)
	refused := func(status int, code string) {
		t.Helper()
		h.clock.advance(4 * time.Second)
		key.get("/admin/v1/me").wantCode(status, code)
		key.post("/admin/v1/keys", object{"name": "x", "scopes": []string{"read"}}).wantCode(status, code)
		if err := h.service.Keys.Review(t.Context()); (err != nil) != (status == 503) {
			t.Error(err)
		}
	}
	back := func() {
		t.Helper()
		h.clock.advance(4 * time.Second)
		if got := fmt.Sprint(key.get("/admin/v1/me").want(200).object()["scopes"]); got != "[export keys read reset revoke]" {
			t.Errorf("scopes %s", got)
		}
	}
	h.kratos.goDown(true)
	refused(503, "kratos_unavailable")
	h.kratos.goDown(false)
	back()
	h.kratos.change(ada.id, func(k *kratosIdentity) { k.Active = false })
	refused(401, "unauthenticated")
	h.kratos.change(ada.id, func(k *kratosIdentity) { k.Active = true })
	back()
	h.giveRole(ada, "of a later version")
	refused(401, "unauthenticated")
	h.giveRole(ada, "admin")
	back()
	// Another Kratos, with its own database, answers at the address.
	h.kratos.mu.Lock()
	identities := h.kratos.identities
	h.kratos.identities = map[uuid.UUID]*kratosIdentity{}
	h.kratos.mu.Unlock()
	refused(401, "unauthenticated")
	h.kratos.mu.Lock()
	h.kratos.identities = identities
	h.kratos.mu.Unlock()
	back()
	// A cached answer is requested again before it revokes a key.
	h.giveRole(ada, "support")
	console.get("/admin/v1/keys") // caches it
	h.giveRole(ada, "admin")
	key.get("/admin/v1/me").want(200)
	back()
}

// A key ends with its owner's role even if it is not used before the role is restored.
func TestAdminKeysReviewed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	bob, other := h.staff("bob@example.com", "admin")
	gone, third := h.staff("gone@example.com", "admin")
	ended, cut := keyOf(h, console, "read"), keyOf(h, other, "read", "keys")
	keyOf(h, third, "read")
	h.giveRole(ada, "")
	h.giveRole(bob, "support")
	h.kratos.remove(gone.id)
	for range 2 {
		if err := h.service.Keys.Review(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	h.giveRole(ada, "admin")
	h.giveRole(bob, "admin")
	ended.get("/admin/v1/me").wantCode(401, "unauthenticated")
	if got := fmt.Sprint(cut.get("/admin/v1/me").want(200).object()["scopes"]); got != "[read]" {
		t.Errorf("scopes %s", got)
	}
	if revoked, cuts := len(h.keyEvents("admin_key.revoked")), len(h.keyEvents("admin_key.cut")); revoked != 1 || cuts != 1 {
		t.Errorf("%d revoked, %d cut", revoked, cuts)
	}
}

// A key creates no key that outlives it.
func TestAdminKeyEndsWithItsCreator(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	end := h.clock.Now().Add(time.Hour)
	key, _ := h.adminKey(&end, "read", "keys")
	keeper := h.adminBy(key)
	keeper.post("/admin/v1/keys", object{"name": "late", "scopes": []string{"read"}, "expires_at": end.Add(time.Second)}).wantField("expires_at")
	for name, body := range map[string]object{
		"silent": {"name": "silent", "scopes": []string{"read"}},
		"same":   {"name": "same", "scopes": []string{"read"}, "expires_at": end},
	} {
		if made := keeper.post("/admin/v1/keys", body).want(201).object(); made["expires_at"] != end.Format(time.RFC3339Nano) {
			t.Errorf("%s: %v", name, made)
		}
	}
	early := end.Add(-time.Minute)
	if made := keeper.post("/admin/v1/keys", object{"name": "early", "scopes": []string{"read"}, "expires_at": early}).want(201).object(); made["expires_at"] != early.Format(time.RFC3339Nano) {
		t.Errorf("early: %v", made)
	}
}

// An admin, or a key of theirs, can revoke keys of users of their rank or below, and none of the operator's.
func TestAdminKeyIsNotRevokedFromBelow(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, root := h.adminKey(nil, admin.Scopes...)
	smallKey, small := h.adminKey(nil, "keys")
	smallOperator := h.adminBy(smallKey)
	made := func(by *caller, scopes ...string) string {
		return by.post("/admin/v1/keys", object{"name": uuid.NewString(), "scopes": scopes}).want(201).object()["id"].(string)
	}
	operators := made(smallOperator, "keys")
	_, ada := h.staff("ada@example.com", "admin")
	_, bob := h.staff("bob@example.com", "admin")
	adasKey := keyOf(h, ada, "keys")

	before := h.dump()
	for _, by := range []*caller{ada, adasKey} {
		for _, id := range []string{root.String(), small.String(), operators} {
			if got := by.delete("/admin/v1/keys/"+id).wantCode(403, "forbidden").object(); got["reason"] != "operators_key" {
				t.Errorf("got %v, want reason operators_key", got)
			}
		}
		by.delete("/admin/v1/keys/"+uuid.NewString()).wantCode(404, "not_found")
	}
	if h.dump() != before {
		t.Error("a refused revocation has written something")
	}
	ada.delete("/admin/v1/keys/" + made(bob, "read")).want(204)
	adasKey.delete("/admin/v1/keys/" + made(ada, "read")).want(204)
	adasKey.delete("/admin/v1/keys/" + made(bob, "read")).want(204)
	smallOperator.delete("/admin/v1/keys/" + operators).want(204)
	smallOperator.delete("/admin/v1/keys/" + made(bob, "read")).want(204)
	smallOperator.delete("/admin/v1/keys/" + root.String()).want(204)
	smallOperator.delete("/admin/v1/keys/" + small.String()).want(204)
	smallOperator.get("/admin/v1/keys").wantCode(401, "unauthenticated")
}
