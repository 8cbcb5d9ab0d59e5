package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
)

// adminCalls are all routes of the admin listener, each with the scope that it requires.
func adminCalls(identity, passkey, key string) []struct{ method, path, scope string } {
	return []struct{ method, path, scope string }{
		{"GET", "/admin/v1/identities?identifier=ada@example.com", "read"},
		{"GET", "/admin/v1/identities/" + identity, "read"},
		{"GET", "/admin/v1/logins?ids=" + identity, "read"},
		{"GET", "/admin/v1/passkeys", "read"},
		{"GET", "/admin/v1/passkeys/" + passkey, "read"},
		{"GET", "/admin/v1/audit-events", "read"},
		{"GET", "/admin/v1/mfa-resets", "read"},
		{"GET", "/admin/v1/stats", "read"},
		{"GET", "/admin/v1/compromised-models", "read"},
		{"GET", "/admin/v1/deliveries", "read"},
		{"GET", "/admin/v1/approvals", "read"},
		{"GET", "/admin/v1/revocations", "read"},
		{"POST", "/admin/v1/revocation-preview", "revoke"},
		{"POST", "/admin/v1/revocations", "revoke"},
		{"POST", "/admin/v1/identities/" + identity + "/recovery-code", "reset"},
		{"POST", "/admin/v1/identities/" + identity + "/enrolment-code", "reset"},
		{"POST", "/admin/v1/identities/" + identity + "/end-sessions", "revoke"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/confirm", "reset"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/suspend", "revoke"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/resume", "revoke"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/revoke", "revoke"},
		{"POST", "/admin/v1/identities/" + identity + "/mfa-reset", "reset"},
		{"GET", "/admin/v1/keys", "keys"},
		{"POST", "/admin/v1/keys", "keys"},
		{"DELETE", "/admin/v1/keys/" + key, "keys"},
	}
}

func adminBody(method, path, scope string) []byte {
	if strings.HasSuffix(path, "/keys") {
		return []byte(`{"name":"` + uuid.NewString() + `","scopes":["` + scope + `"]}`)
	}
	if method == "DELETE" {
		return nil
	}
	if strings.HasSuffix(path, "/revocation-preview") {
		return []byte(`{"filter":{"synced":true}}`)
	}
	if strings.HasSuffix(path, "/revocations") {
		return []byte(`{"filter":{"suspended":false},"reason":"x"}`)
	}
	return []byte(`{"reason":"x"}`)
}

// Every route requires exactly its scope; without it, nothing is written.
func TestAdminScopes(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	passkey := ada.register(device()).want(201).id().String()
	_, doomed := h.adminKey(nil, "read")
	callers := map[string]*caller{}
	for _, scope := range admin.Scopes {
		callers[scope] = h.adminWith(scope)
	}
	for _, call := range adminCalls(ada.id.String(), passkey, doomed.String()) {
		body := adminBody(call.method, call.path, "keys")
		before := h.dump()
		for _, scope := range admin.Scopes {
			if scope == call.scope {
				continue
			}
			got := callers[scope].send(call.method, call.path, "application/json", body)
			if got.status != 403 || got.object()["code"] != "forbidden" {
				t.Errorf("%s %s with %s: %d %s", call.method, call.path, scope, got.status, got.body)
			}
		}
		if h.dump() != before {
			t.Errorf("%s %s: something was written", call.method, call.path)
		}
		caller := callers[call.scope]
		if strings.HasSuffix(call.path, "/enrolment-code") || strings.HasSuffix(call.path, "/confirm") {
			caller = h.adminWith(call.scope, "keys") // these calls decide who is an admin
		}
		if got := caller.send(call.method, call.path, "application/json", body); got.status >= 300 {
			t.Errorf("%s %s with %s: %d %s", call.method, call.path, call.scope, got.status, got.body)
		}
	}
}

// Without a valid key, nothing reveals which paths exist: 401 on every path, known or not.
func TestAdminWithoutAKey(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	soon := h.clock.Now().Add(time.Hour)
	expired, _ := h.adminKey(&soon, "read", "revoke", "keys")
	revoked, id := h.adminKey(nil, "read", "revoke", "keys")
	h.adminWith("keys").delete("/admin/v1/keys/" + id.String()).want(204)
	h.adminBy(expired).get("/admin/v1/keys").want(200)
	h.clock.advance(time.Hour)
	valid, _ := h.adminKey(nil, "read")
	ada := h.person("ada@example.com")
	headers := map[string][]string{
		"none":            nil,
		"empty":           {""},
		"expired":         {"Bearer " + expired},
		"revoked":         {"Bearer " + revoked},
		"unknown":         {"Bearer latchkey_admin_" + strings.Repeat("A", 43)},
		"cut":             {"Bearer " + valid[:len(valid)-1]},
		"longer":          {"Bearer " + valid + "A"},
		"other case":      {"Bearer " + strings.ToUpper(valid)},
		"Basic":           {"Basic " + valid},
		"bare":            {valid},
		"two headers":     {"Bearer " + valid, "Bearer " + valid},
		"two in one":      {"Bearer " + valid + ", Bearer " + valid},
		"a Kratos token":  {"Bearer " + ada.token},
		"very long":       {"Bearer latchkey_admin_" + strings.Repeat("A", 9000)},
		"NUL and friends": {"Bearer latchkey_admin_\x00\xff"},
	}
	paths := []struct{ method, path string }{{"GET", "/"}, {"GET", "/admin"}, {"GET", "/admin/v1"}, {"GET", "/admin/v1/unknown"}, {"PUT", "/admin/v1/keys"},
		{"GET", "/v1/passkeys"}, {"GET", "/health/alive"}, {"POST", "/admin/v1/passkeys/x/explode"}, {"DELETE", "/admin/v1/keys"}}
	for _, call := range adminCalls(uuid.NewString(), uuid.NewString(), uuid.NewString()) {
		paths = append(paths, struct{ method, path string }{call.method, call.path})
	}
	before := h.dump()
	for name, values := range headers {
		for _, call := range paths {
			c := h.caller(h.admin)
			c.header["Authorization"] = values
			c.unchecked = true // on this listener, the paths of the other have other responses
			got := c.send(call.method, call.path, "application/json", []byte(`{}`))
			if got.status != 401 || got.object()["code"] != "unauthenticated" || got.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: %s %s: %d %s", name, call.method, call.path, got.status, got.body)
			}
		}
	}
	cookie := h.caller(h.admin)
	cookie.cookies[sessionCookie] = ada.token
	cookie.get("/admin/v1/passkeys").wantCode(403, "forbidden") // signed in, without a role
	if h.dump() != before {
		t.Error("something was written")
	}
	h.adminBy(valid).with("Authorization", "bearer "+valid).get("/admin/v1/passkeys").want(200)
	h.adminBy(valid).get("/admin/v1/unknown").wantCode(404, "not_found")
}

// A key creates keys only within its own scopes, is displayed once, and its name is free again after it is revoked.
func TestAdminKeys(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	keeper := h.adminWith("keys", "read")
	for _, scopes := range [][]string{{"revoke"}, {"read", "revoke"}, {"reset"}, {"export"}} {
		keeper.post("/admin/v1/keys", object{"name": "more", "scopes": scopes}).wantCode(403, "forbidden")
	}
	for field, body := range map[string]object{
		"scopes":     {"name": "x", "scopes": []string{}},
		"name":       {"name": " ", "scopes": []string{"read"}},
		"expires_at": {"name": "x", "scopes": []string{"read"}, "expires_at": "2001-01-01T00:00:00Z"},
	} {
		keeper.post("/admin/v1/keys", body).wantField(field)
	}
	keeper.post("/admin/v1/keys", object{"name": "x", "scopes": []string{"root"}}).wantField("scopes")
	keeper.post("/admin/v1/keys", object{"name": "x", "scopes": []string{"read"}, "expires_at": "tomorrow"}).wantField("expires_at")

	expires := h.clock.Now().Add(time.Hour).In(time.FixedZone("east", 2*3600)).Format(time.RFC3339Nano)
	made := keeper.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read", "read"}, "expires_at": expires}).want(201).object()
	key := made["key"].(string)
	if fmt.Sprint(made["scopes"]) != "[read]" || !strings.HasSuffix(made["expires_at"].(string), "Z") {
		t.Errorf("got %v, want scopes [read], expires_at in UTC", made)
	}
	keeper.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read"}}).wantCode(409, "conflict")
	listed := keeper.get("/admin/v1/keys").want(200)
	if contains(string(listed.body), key) || contains(h.dump(), fmt.Sprintf("%x", key)) {
		t.Error("the key is shown or stored")
	}
	first := listed.object()["keys"].([]any)[0].(object)
	if first["id"] != made["id"] || first["expires_at"] != made["expires_at"] {
		t.Errorf("got %v, want id and expires_at of %v", first, made)
	}
	support := h.adminBy(key)
	support.get("/admin/v1/passkeys").want(200)
	support.get("/admin/v1/keys").wantCode(403, "forbidden")
	path := "/admin/v1/keys/" + made["id"].(string)
	keeper.delete(path).want(204)
	events := h.count("security_audit")
	keeper.delete(path).want(204)
	if h.count("security_audit") != events {
		t.Error("revoking again is on record")
	}
	support.get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
	keeper.delete("/admin/v1/keys/"+uuid.NewString()).wantCode(404, "not_found")
	keeper.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read"}}).want(201)

	// A key may revoke itself, even the last one: the command line can create another.
	own := keeper.get("/admin/v1/keys").want(200).object()["keys"].([]any)
	mine := own[len(own)-1].(object)["id"].(string)
	keeper.delete("/admin/v1/keys/" + mine).want(204)
	keeper.get("/admin/v1/keys").wantCode(401, "unauthenticated")
}

func TestAdminReasons(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	id := ada.register(device()).want(201).id().String()
	support := h.adminWith("revoke")
	before := h.dump()
	for _, act := range []string{"revoke", "suspend", "resume"} {
		for _, reason := range []string{"", "  ", "a\x00b", "a\x1bb", strings.Repeat("ü", 501)} {
			support.post("/admin/v1/passkeys/"+id+"/"+act, object{"reason": reason}).wantField("reason")
		}
		support.post("/admin/v1/passkeys/"+uuid.NewString()+"/"+act, object{"reason": "x"}).wantCode(404, "not_found")
		support.post("/admin/v1/passkeys/nonsense/"+act, object{"reason": "x"}).wantCode(404, "not_found")
	}
	if h.dump() != before {
		t.Error("something was written")
	}
	support.post("/admin/v1/passkeys/"+id+"/suspend", object{"reason": strings.Repeat("ü", 500)}).want(200)
	support.post("/admin/v1/passkeys/"+id+"/resume", object{"reason": "two\nlines"}).want(200)
}
