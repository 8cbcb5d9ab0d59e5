package api_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Names are Kratos', and remembered for a minute.
func TestLogins(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob, support := h.person("ada@example.com"), h.person("bob@example.com"), h.adminWith("read")
	path := "/admin/v1/logins?ids=" + ada.id.String() + "," + bob.id.String() + "," + uuid.NewString()
	check := func(want string) {
		t.Helper()
		got := support.get(path).want(200).object()["logins"].([]any)
		if len(got) != 2 || got[0].(object)["login"] != "ada@example.com" || got[1].(object)["login"] != want || got[1].(object)["identity_id"] != bob.id.String() {
			t.Errorf("%v, want %s", got, want)
		}
	}
	check("bob@example.com")
	h.kratos.change(bob.id, func(i *kratosIdentity) { i.Login = "robert@example.com" })
	h.kratos.goDown(true)
	check("bob@example.com")
	h.clock.advance(time.Minute)
	support.get(path).wantCode(503, "kratos_unavailable")
	h.kratos.goDown(false)
	check("robert@example.com")
	for _, ids := range []string{"", "?ids=", "?key_ids=ada", "?ids=ada", "?ids=" + strings.Repeat(","+ada.id.String(), 101)[1:], "?identity=" + ada.id.String()} {
		support.get("/admin/v1/logins"+ids).wantCode(400, "invalid_request")
	}
}

// Who may read sees the names of keys that have acted, revoked ones too and without Kratos, but not what these keys may do.
func TestKeyNames(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, support, owner := h.person("ada@example.com"), h.adminWith("read"), h.adminWith("keys", "read")
	made := owner.post("/admin/v1/keys", object{"name": "ticket desk", "scopes": []string{"read"}}).want(201).object()
	id := made["id"].(string)
	check := func(path string, logins int) {
		t.Helper()
		got := support.get("/admin/v1/logins?" + path).want(200).object()
		keys := got["keys"].([]any)
		if len(keys) != 1 || !reflect.DeepEqual(keys[0], object{"id": id, "name": "ticket desk"}) || len(got["logins"].([]any)) != logins {
			t.Errorf("%v", got)
		}
	}
	check("key_ids="+id+","+uuid.NewString()+"&ids="+ada.id.String(), 1)
	owner.delete("/admin/v1/keys/" + id).want(204)
	h.kratos.goDown(true)
	check("key_ids="+id, 0)
}

// Each list of users can be narrowed down to one by what they sign in with.
func TestFilterByIdentifier(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	ada.register(device()).want(201)
	bob.register(device()).want(201)
	h.deliveries(ada.id, "webhook:one")
	h.deliveries(bob.id, "webhook:two")
	two := h.replica(func(h *harness) { h.rules.ResetApprovals = 2 })
	asker := two.adminWith("reset")
	asker.post(ada.resetPath(), object{"reason": "x"}).want(202)
	asker.post(bob.resetPath(), object{"reason": "x"}).want(202)
	support := h.adminWith("read", "export")
	for path, list := range map[string]string{"passkeys": "passkeys", "audit-events": "events", "deliveries": "deliveries", "mfa-resets": "resets", "approvals": "approvals"} {
		rows := support.get("/admin/v1/" + path + "?identity=ADA@example.com").want(200).object()[list].([]any)
		if len(rows) == 0 {
			t.Errorf("%s: nothing of Ada's", path)
		}
		for _, row := range rows {
			if of := row.(object)["identity_id"]; of != ada.id.String() {
				t.Errorf("%s has a row of %v", path, of)
			}
		}
		support.get("/admin/v1/"+path+"?identity=nobody@example.com").wantCode(400, "invalid_request").wantField("identity")
		support.get("/admin/v1/" + path + "?identity=ada@example.com&identity_id=" + ada.id.String()).wantField("identity")
	}
	acts := support.get("/admin/v1/audit-events?actor=ADA@example.com").want(200).object()["events"].([]any)
	for _, e := range acts {
		if by := e.(object)["actor"].(object)["id"]; by != ada.id.String() {
			t.Errorf("an act of %v", by)
		}
	}
	if len(acts) == 0 {
		t.Error("nothing that Ada did")
	}
	support.get("/admin/v1/audit-events?actor=nobody@example.com").wantCode(400, "invalid_request").wantField("actor")
	support.get("/admin/v1/audit-events?actor=ada@example.com&actor_id=system").wantField("actor")
	for _, proved := range []bool{false, true} {
		if proved {
			h.addresses(ada, h.verified(ada.email))
		} else {
			h.addresses(ada, unverified(ada.email))
		}
		found := support.get("/admin/v1/identities?identifier=ada@example.com").want(200).object()["identities"].([]any)[0].(object)
		shown := support.get("/admin/v1/identities/" + ada.id.String()).want(200).object()
		if found["unverified"] != !proved || shown["unverified"] != !proved {
			t.Errorf("verified %t: found %v, shown %v", proved, found["unverified"], shown["unverified"])
		}
		for _, name := range []string{"identity", "actor"} {
			if got := support.get("/admin/v1/audit-events?" + name + "=ada@example.com"); proved {
				got.want(200)
			} else { // it may be another person's
				got.wantCode(400, "invalid_request").wantField(name)
			}
		}
	}
	h.kratos.goDown(true)
	support.get("/admin/v1/passkeys?identity=ada@example.com").wantCode(503, "kratos_unavailable")
}

// Support ends one session or all. What must end is stored, so an outage of Kratos only delays it.
func TestEndSessions(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, bob, support := h.person("ada@example.com"), h.person("bob@example.com"), h.adminWith("read", "revoke")
	h.kratos.signIn(ada.id, h.clock.Now())
	path := "/admin/v1/identities/" + ada.id.String()
	sessions := func() []any { return support.get(path).want(200).object()["kratos_sessions"].([]any) }
	session := sessions()[0].(object)["id"].(string)
	used := sessions()[0].(object)["devices"].([]any)
	if !reflect.DeepEqual(used[0].(object)["device"], object{"browser": "Firefox", "system": "Linux"}) || used[1].(object)["device"] != nil {
		t.Errorf("used on %v", used)
	}
	theirs := support.get("/admin/v1/identities/" + bob.id.String()).want(200).object()["kratos_sessions"].([]any)[0].(object)["id"]
	before := h.dump()
	for _, none := range []any{theirs, uuid.NewString(), uuid.Nil.String()} {
		support.post(path+"/end-sessions", object{"reason": "x", "session_id": none}).wantCode(404, "not_found")
	}
	support.post("/admin/v1/identities/"+uuid.NewString()+"/end-sessions", object{"reason": "x"}).wantCode(404, "not_found")
	support.post(path+"/end-sessions", object{"reason": " "}).wantCode(400, "invalid_request").wantField("reason")
	if h.dump() != before {
		t.Error("a refusal changed something")
	}
	if got := support.post(path+"/end-sessions", object{"reason": "shared computer", "session_id": session}).want(200).object()["sessions"]; got != "ended" {
		t.Errorf("one session: %v", got)
	}
	if left := sessions(); len(left) != 1 || left[0].(object)["id"] == session {
		t.Errorf("left: %v", left)
	}
	h.kratos.failEnding(true)
	if got := support.post(path+"/end-sessions", object{"reason": "stolen laptop"}).want(200).object()["sessions"]; got != "pending" {
		t.Errorf("during an outage: %v", got)
	}
	h.kratos.failEnding(false)
	h.clock.advance(time.Minute)
	if err := h.service.Endings.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := sessions(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	events := support.get("/admin/v1/audit-events?event_type=sessions.ended&identity_id=" + ada.id.String()).want(200).object()["events"].([]any)
	if len(events) != 2 || events[1].(object)["reason"] != "shared computer" || events[1].(object)["metadata"].(object)["session_id"] != session {
		t.Errorf("recorded: %v", events)
	}
}

// Staff sign out of the console without a step-up; keys have no session.
func TestSignOut(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, console := h.console("ada@example.com", "auditor")
	phone := device()
	h.registerBefore(ada, phone)
	ada.stepUp(phone).want(200)
	h.clock.advance(time.Hour)
	console.get("/admin/v1/audit-events?since=2020-01-01T00:00:00Z").wantCode(403, "step_up_required")
	console.post("/admin/v1/sign-out", object{"all": true}).wantCode(400, "invalid_request")
	console.get("/admin/v1/me").want(200)
	console.post("/admin/v1/sign-out", object{}).want(204)
	console.get("/admin/v1/me").wantCode(401, "unauthenticated")
	h.adminWith("read").post("/admin/v1/sign-out", object{}).wantCode(404, "not_found")
}
