package api_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/admin"
	"latchkey/audit"
)

// TestErasedAdminsKeysEnd: erasing an admin revokes the keys that the admin created, directly or indirectly, even while
// Kratos still has the identity with its role. Afterwards only the list of keys names their owner.
func TestErasedAdminsKeysEnd(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.staff("ada@example.com", "admin")
	_, bobs := h.staff("bob@example.com", "admin")
	maker := keyOf(h, console, "read", "keys")
	child, others, operators := keyOf(h, maker, "read"), keyOf(h, bobs, "read"), h.adminWith("read", "keys")
	maker.get("/admin/v1/me").want(200)
	child.get("/admin/v1/me").want(200)

	var document strings.Builder
	if err := h.service.People.ExportIdentity(t.Context(), admin.System, audit.Request{}, ada.id, &document); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(document.String(), `"last_used_at"`); n != 3 || !strings.Contains(document.String(), `"admin_keys": [`) {
		t.Errorf("%d passkeys and keys in the export, want 1 and 2: %s", n, document.String())
	}
	erased, err := h.service.Audit.Erase(t.Context(), audit.System, audit.Request{}, ada.id, "asked for by letter")
	if err != nil || erased.AdminKeys != 2 {
		t.Fatalf("%+v, %v", erased, err)
	}
	maker.get("/admin/v1/me").wantCode(401, "unauthenticated")
	child.get("/admin/v1/me").wantCode(401, "unauthenticated")
	others.get("/admin/v1/me").want(200)
	listed := operators.get("/admin/v1/keys").want(200).object()["keys"].([]any)
	revoked := 0
	for _, key := range listed {
		if key.(object)["revoked_at"] != nil {
			revoked++
		}
	}
	if revoked != 2 {
		t.Errorf("%d of %d keys are revoked, want 2", revoked, len(listed))
	}
	events := h.query("SELECT coalesce(identity_id, ''), actor_kind, reason, metadata FROM security_audit WHERE event_type = 'admin_key.revoked'")
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	for _, e := range events {
		if e[1] != "system" || e[2] != "owner_erased" || !strings.Contains(e[3].(string), `"key_id"`) || strings.Contains(e[3].(string), ada.id.String()) {
			t.Errorf("on record: %v", e)
		}
	}
}

// The export names the removed passkeys that the user can disown, and everything that rests on them. Erasing the identity
// deletes their records.
func TestExportOfRemovedPasskey(t *testing.T) {
	t.Parallel()
	f := newFoundKey(t)
	attacker := f.signIn()
	attacker.stepUp(f.key).want(200)
	attacker.newCodes()
	attacker.delete("/v1/passkeys/" + f.attackers).want(200)

	export := func() object {
		t.Helper()
		var document strings.Builder
		if err := f.h.service.People.ExportIdentity(t.Context(), admin.System, audit.Request{}, f.owner.id, &document); err != nil {
			t.Fatal(err)
		}
		return decode[object](t, []byte(document.String()))
	}
	removals := func() object {
		t.Helper()
		list := export()["removals"].([]any)
		if len(list) != 1 {
			t.Fatalf("removals %v, want 1", list)
		}
		return list[0].(object)
	}
	if got := removals(); got["passkey_id"] != f.attackers || got["kept"] != true || got["disowned"] != false || got["removed_at"] == nil {
		t.Errorf("removal %v", got)
	}
	if got := export()["removed_credentials"].([]any); len(got) != 1 || got[0] == "" {
		t.Errorf("removed credentials %v", got)
	}
	named := 0
	for _, passkey := range export()["passkeys"].([]any) {
		if by, _ := passkey.(object)["uv_initialized_by"].([]any); slices.Contains(by, any(f.attackers)) {
			named++
		}
	}
	if named != 1 {
		t.Errorf("%d passkeys name the removed one, want 1", named)
	}
	owner := f.signIn()
	owner.stepUp(f.phone).want(200)
	owner.post("/v1/passkeys/"+f.attackers+"/disown", object{}).want(200)
	if got := removals(); got["kept"] != false || got["disowned"] != true {
		t.Errorf("disowned: %v", got)
	}
	codes := export()["recovery_codes"].([]any)
	if len(codes) != 10 || len(codes[0].(object)["made_with"].([]any)) == 0 {
		t.Errorf("codes %v", codes)
	}

	if erased, err := f.h.service.Audit.Erase(t.Context(), audit.System, audit.Request{}, f.owner.id, "asked for by letter"); err != nil || erased.Removed != 1 || erased.Struck != 1 {
		t.Errorf("erased %+v, %v", erased, err)
	}
	if n := f.h.count("removed_passkeys"); n != 0 {
		t.Errorf("%d removed passkeys are left", n)
	}
}
