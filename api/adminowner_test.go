package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// staff returns an admin in the console who may make changes.
func (h *harness) staff(login, role string) (*person, *caller) {
	h.t.Helper()
	p, console := h.console(login, role)
	phone := device()
	h.registerBefore(p, phone)
	p.stepUp(phone).want(200)
	return p, console
}

// acts returns all calls with which an admin acts on a user.
func acts(identity, passkey string) []string {
	return []string{
		"/admin/v1/passkeys/" + passkey + "/suspend", "/admin/v1/passkeys/" + passkey + "/resume", "/admin/v1/passkeys/" + passkey + "/revoke",
		"/admin/v1/identities/" + identity + "/recovery-code", "/admin/v1/identities/" + identity + "/mfa-reset",
	}
}

// No one acts on a user above them or on themselves, by session or with a key of their own.
func TestAdminCannotActOnHigherRoles(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	callers := map[string][]*caller{}
	people := map[string]*person{}
	for _, role := range []string{"admin", "support"} {
		p, console := h.staff(role+"@example.com", role)
		people[role], callers[role] = p, []*caller{console}
	}
	// Only admins create keys; a key whose owner is now support has the rights of support.
	callers["admin"] = append(callers["admin"], keyOf(h, callers["admin"][0], "revoke", "reset"))
	fallen, console := h.staff("fallen@example.com", "admin")
	maker := keyOf(h, console, "revoke", "reset", "keys")
	callers["support"] = append(callers["support"], keyOf(h, maker, "revoke", "reset"))
	h.giveRole(fallen, "support")

	ids := map[string]string{}
	for role, p := range people {
		ids[role] = p.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["id"].(string)
	}
	before := h.dump()
	for role, cs := range callers {
		for _, c := range cs {
			if role == "support" {
				for _, path := range acts(people["admin"].id.String(), ids["admin"]) {
					c.post(path, object{"reason": "x"}).wantCode(403, "forbidden")
				}
			}
		}
	}
	for role, c := range map[string]*caller{"admin": callers["admin"][0], "support": callers["support"][0]} {
		for _, path := range acts(people[role].id.String(), ids[role]) {
			c.post(path, object{"reason": "x"}).wantCode(403, "forbidden")
		}
	}
	for _, path := range acts(people["admin"].id.String(), ids["admin"]) {
		callers["admin"][1].post(path, object{"reason": "x"}).wantCode(403, "forbidden")
	}
	if h.dump() != before {
		t.Error("a refusal changed something")
	}

	// Equals may, users with a higher role may, and so may the operator's keys.
	other := people["support"]
	path := "/admin/v1/passkeys/" + ids["support"]
	callers["support"][1].post(path+"/suspend", object{"reason": "x"}).want(200)
	callers["admin"][1].post(path+"/resume", object{"reason": "x"}).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+ids["admin"]+"/suspend", object{"reason": "x"}).want(200)

	// A deleted identity counts as an admin; an identity with an unknown role cannot be acted on.
	h.kratos.goDown(true)
	callers["support"][1].post(path+"/suspend", object{"reason": "x"}).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	h.kratos.remove(other.id)
	callers["admin"][1].post(path+"/revoke", object{"reason": "x"}).want(200)
}

// The target of a reset can neither approve nor cancel it, by session or with a key of theirs.
func TestResetIsNotDecidedByItsTarget(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.ResetApprovals = 2 })
	target, console := h.staff("target@example.com", "admin")
	_, first := h.staff("first@example.com", "admin")
	_, second := h.staff("second@example.com", "admin")
	_, support := h.staff("support@example.com", "support")
	own := keyOf(h, console, "reset")
	reset := first.post(target.resetPath(), object{"reason": "x"}).want(202).object()
	path := "/admin/v1/mfa-resets/" + reset["id"].(string)
	for _, c := range []*caller{console, own, support} {
		c.post(path+"/approve", object{}).wantCode(403, "forbidden")
		c.post(path+"/cancel", object{"reason": "x"}).wantCode(403, "forbidden")
	}
	if h.count("passkeys") != 4 {
		t.Fatal("it was reset")
	}
	second.post(path+"/approve", object{}).want(200)
}

// An export of the whole log, also page by page, requires what a change requires; other pages require aal2.
func TestExportRequiresRecentEvidence(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "auditor")
	phone := device()
	h.registerBefore(ada, phone)
	ada.stepUp(phone).want(200)
	formats := []string{"application/x-ndjson", "text/csv"}
	const whole = "/admin/v1/audit-events?since=2020-01-01T00:00:00Z"
	refused := func(code string) {
		t.Helper()
		console.get("/admin/v1/audit-events").want(200)
		before := h.count("security_audit")
		for _, format := range formats {
			console.with("Accept", format).get("/admin/v1/audit-events").wantCode(403, code)
		}
		console.get(whole).wantCode(403, code)
		if h.count("security_audit") != before {
			t.Error("an export is on record")
		}
	}
	refused("forbidden") // the passkey is new
	h.clock.advance(24 * time.Hour)
	refused("step_up_required")
	ada.stepUp(phone).want(200)
	for _, format := range formats {
		console.with("Accept", format).get("/admin/v1/audit-events").want(200)
	}
	console.get(whole).want(200)
}

// A passkey counts for changes once it is old enough; the ways out of a refusal name an older one.
func TestPasskeyOfStaffMustAge(t *testing.T) {
	t.Parallel()
	h := newHarness(t, func(h *harness) { h.rules.PasskeyAge = 24 * time.Hour })
	ada, console := h.console("ada@example.com", "support")
	bob := h.person("bob@example.com")
	suspend := "/admin/v1/passkeys/" + bob.register(device()).want(201).id().String() + "/suspend"
	phone, laptop := device(), device()
	h.registerBefore(ada, phone)
	ada.stepUp(phone).want(200)
	console.get("/admin/v1/me").want(200)
	console.post(suspend, object{"reason": "x"}).wantCode(403, "forbidden")
	h.clock.advance(23 * time.Hour)
	ada.stepUp(phone).want(200)
	console.post(suspend, object{"reason": "x"}).wantCode(403, "forbidden")
	ada.register(laptop).want(201)
	h.clock.advance(time.Hour)
	ada.stepUp(laptop).want(200)
	if ways := console.post(suspend, object{"reason": "x"}).wantCode(403, "step_up_required").object()["ways"]; fmt.Sprint(ways) != "[map[way:passkey]]" {
		t.Errorf("ways %v", ways)
	}
	ada.stepUp(phone).want(200)
	console.post(suspend, object{"reason": "x"}).want(200)
}

// A Kratos that has lost identities also has lost their roles. Support cannot act on those who may have been admins; admins
// and the operator clean up.
func TestUnknownIdentityCountsAsAdmin(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, _ := h.staff("ada@example.com", "admin")
	_, admin := h.staff("eve@example.com", "admin")
	_, support := h.staff("sue@example.com", "support")
	key := keyOf(h, admin, "revoke", "reset")
	id := ada.passkeyIDs()[0]
	h.kratos.remove(ada.id)
	before := h.dump()
	for _, path := range acts(ada.id.String(), id) {
		if strings.Contains(path, "/passkeys/") { // its row says that the identity existed
			support.post(path, object{"reason": "x"}).wantCode(410, "identity_deleted")
			continue
		}
		support.post(path, object{"reason": "x"}).wantCode(404, "not_found")
	}
	if h.dump() != before {
		t.Error("a refusal changed something")
	}
	key.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
	admin.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "x"}).want(200)
	h.adminWith("revoke").post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "x"}).want(200)
	admin.post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "x"}).want(200)
}
