package api_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
)

// A user's complete journey: set up, sign in, step up, rename, remove.
func TestJourneyOfAUser(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()

	made := ada.register(phone).want(201)
	passkey := made.object()
	if passkey["name"] != "Password manager" || passkey["rp_id"] != rpID || passkey["synced"] != true || passkey["discoverable"] != true {
		t.Errorf("got %s, want name Passkey, rp_id %s, synced and discoverable", made.body, rpID)
	}
	if _, signals := passkey["signal"].([]any); !signals {
		t.Errorf("got %s, want signals", made.body)
	}

	login := h.browser().login(phone).want(200).object()
	if login["identity_id"] != ada.id.String() || login["return_to"] != origin+"/home" || login["session"] != nil {
		t.Errorf("got %v, want identity_id %s, return_to %s/home, no session", login, ada.id, origin)
	}
	if assurance := login["assurance"].(object); assurance["level"] != "aal2" || assurance["user_verified"] != true {
		t.Errorf("got %v, want level aal2, user_verified true", assurance)
	}
	h.app().login(phone).want(200)

	// A second one requires a fresh session, and the refusal names the way.
	refused := ada.post("/v1/registration/begin", object{}).wantCode(403, "step_up_required").object()
	if way := refused["ways"].([]any)[0].(object); way["way"] != "passkey" {
		t.Errorf("got ways %v", refused["ways"])
	}
	stepped := ada.stepUp(phone).want(200).object()
	if stepped["passkey_id"] != made.id().String() {
		t.Errorf("got passkey_id %v, want %s", stepped["passkey_id"], made.id())
	}
	fresh := stepped["assurance"].(object)
	if fresh["level"] != "aal2" || fresh["fresh_until"] == nil {
		t.Errorf("got %v, want level aal2, fresh_until set", fresh)
	}
	laptop := device()
	second := ada.register(laptop).want(201)
	if second.object()["name"] != "Password manager (2)" {
		t.Errorf("got %s, want name 'Passkey (2)'", second.body)
	}

	path := "/v1/passkeys/" + second.id().String()
	renamed := ada.patch(path, object{"name": "  Laptop 💻 "}).want(200).object()
	if renamed["name"] != "Laptop 💻" {
		t.Errorf("got %v, want 'Laptop 💻'", renamed["name"])
	}
	list := ada.get("/v1/passkeys").want(200).object()
	if all := list["passkeys"].([]any); len(all) != 2 || all[0].(object)["id"] != made.id().String() || all[0].(object)["last_used_at"] == nil {
		t.Errorf("got %v, want 2 passkeys, %s first, with last_used_at", list, made.id())
	}

	gone := ada.delete(path).want(200).object()
	if len(gone["signal"].([]any)) == 0 {
		t.Error("the removal returns no signals for the browser")
	}
	ada.delete(path).wantCode(404, "not_found")
	h.browser().login(laptop).wantReason("not_accepted")
	h.browser().login(phone).want(200)
}

// Support finds a user, suspends a passkey, resumes it, and revokes it; all of it is recorded.
func TestJourneyOfSupport(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone := device()
	id := ada.register(phone).want(201).id().String()
	support := h.adminWith("read", "revoke")

	found := support.get("/admin/v1/identities?identifier=ADA@example.com").want(200).object()["identities"].([]any)
	if len(found) != 1 || found[0].(object)["id"] != ada.id.String() || len(found[0].(object)["passkeys"].([]any)) != 1 {
		t.Fatalf("got %v, want identity %s with one passkey", found, ada.id)
	}
	if none := support.get("/admin/v1/identities?identifier=nobody").want(200).object()["identities"].([]any); len(none) != 0 {
		t.Errorf("got %v, want 0 entries", none)
	}
	shown := support.get("/admin/v1/identities/" + ada.id.String()).want(200).object()
	if len(shown["kratos_sessions"].([]any)) != 1 || shown["more_kratos_sessions"] != false || shown["active"] != true {
		t.Errorf("got %v, want 1 kratos_sessions, more_kratos_sessions false, active true", shown)
	}
	for range 100 {
		h.kratos.signIn(ada.id, h.clock.Now().Add(time.Minute))
	}
	shown = support.get("/admin/v1/identities/" + ada.id.String()).want(200).object()
	if len(shown["kratos_sessions"].([]any)) != 100 || shown["more_kratos_sessions"] != true {
		t.Errorf("got %d of 101 sessions, more %v; want 100, more true", len(shown["kratos_sessions"].([]any)), shown["more_kratos_sessions"])
	}
	support.get("/admin/v1/identities/"+uuid.NewString()).wantCode(404, "not_found")

	suspended := support.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "phone mislaid"}).want(200).object()
	if suspended["suspended"] != true {
		t.Errorf("got %v, want suspended true", suspended)
	}
	support.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": "again"}).want(200)
	h.browser().login(phone).wantReason("not_accepted")
	// Browsers keep it, and receive the user's current name.
	list := ada.get("/v1/passkeys").want(200)
	if !contains(string(list.body), `"suspended":true`, `"signalCurrentUserDetails"`) || list.forgets() != nil {
		t.Errorf("got %s, want a suspended passkey, and signalCurrentUserDetails as the only signal", list.body)
	}
	resumed := support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "found it"}).want(200).object()
	if resumed["suspended"] != false {
		t.Errorf("got %v, want suspended false", resumed)
	}
	h.browser().login(phone).want(200)

	revoked := support.post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "stolen"}).want(200).object()
	if revoked["sessions"] != "ended" {
		t.Errorf("got %v, want sessions ended", revoked)
	}
	h.browser().login(phone).wantReason("not_accepted")
	ada.get("/v1/passkeys").wantCode(401, "unauthenticated")
	support.get("/admin/v1/passkeys/"+id).wantCode(404, "not_found")
	support.post("/admin/v1/passkeys/"+id+"/revoke", object{"reason": "again"}).wantCode(404, "not_found")

	events := support.get("/admin/v1/audit-events?passkey_id=" + id).want(200).object()["events"].([]any)
	var types []string
	for _, e := range events {
		types = append(types, e.(object)["type"].(string))
	}
	want := []string{"passkey.revoked", "login.succeeded", "passkey.resumed", "login.refused", "passkey.suspended", "passkey.registered"}
	if !slices.Equal(types, want) {
		t.Fatalf("got %v, want %v", types, want)
	}
	if e := events[0].(object); e["reason"] != "stolen" || e["actor"].(object)["kind"] != "admin_key" || e["ip"] != "192.0.2.7" {
		t.Errorf("got %v, want reason stolen, kind admin_key, ip 192.0.2.7", e)
	}
}

// A passkey is revoked while Kratos is down. The response says that the sessions have yet to end.
func TestRevocationOutlivesKratos(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	phone, laptop := device(), device()
	first := ada.register(phone).want(201).id().String()
	ada.stepUp(phone).want(200)
	second := ada.register(laptop).want(201).id().String()
	support := h.adminWith("revoke")
	kept := support.post("/admin/v1/passkeys/"+first+"/revoke", object{"reason": "x", "end_sessions": false}).want(200).object()
	if kept["sessions"] != "kept" || len(h.kratos.ended) != 0 {
		t.Errorf("got %v, want sessions kept, no session ended", kept)
	}
	h.kratos.goDown(true)
	failed := support.post("/admin/v1/passkeys/"+second+"/revoke", object{"reason": "x"}).want(200).object()
	if failed["sessions"] != "pending" || h.count("passkeys") != 0 {
		t.Errorf("got %v, want sessions pending, passkeys 0", failed)
	}
}
