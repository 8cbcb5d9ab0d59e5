package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// adminCalls are all routes of the admin listener, with the scope that each wants.
func adminCalls(identity, passkey, key string) []struct{ method, path, scope string } {
	return []struct{ method, path, scope string }{
		{"GET", "/admin/v1/identities?identifier=ada@example.com", "read"},
		{"GET", "/admin/v1/identities/" + identity, "read"},
		{"GET", "/admin/v1/passkeys", "read"},
		{"GET", "/admin/v1/passkeys/" + passkey, "read"},
		{"GET", "/admin/v1/audit-events", "read"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/suspend", "revoke"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/resume", "revoke"},
		{"POST", "/admin/v1/passkeys/" + passkey + "/revoke", "revoke"},
		{"GET", "/admin/v1/keys", "keys"},
		{"POST", "/admin/v1/keys", "keys"},
		{"DELETE", "/admin/v1/keys/" + key, "keys"},
	}
}

func adminBody(method, path, scope string) []byte {
	if strings.HasSuffix(path, "/keys") {
		return []byte(`{"name":"` + uuid.NewString() + `","scopes":["` + scope + `"]}`)
	}
	return []byte(`{"reason":"x"}`)
}

// Every route wants its one scope and no other; nothing is written without it.
func TestAdminScopes(t *testing.T) {
	h := newHouse(t)
	ada := h.person("ada@example.com")
	passkey := ada.register(device()).want(201).id().String()
	_, doomed := h.adminKey(nil, "read")
	callers := map[string]*caller{}
	for _, scope := range webauthnsvc.Scopes {
		callers[scope] = h.adminWith(scope)
	}
	for _, call := range adminCalls(ada.id.String(), passkey, doomed.String()) {
		body := adminBody(call.method, call.path, "keys")
		before := h.dump()
		for _, scope := range webauthnsvc.Scopes {
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
		if got := callers[call.scope].send(call.method, call.path, "application/json", body); got.status >= 300 {
			t.Errorf("%s %s with %s: %d %s", call.method, call.path, call.scope, got.status, got.body)
		}
	}
}

// Without a valid key nobody learns what there is: 401 on every path, known or not.
func TestAdminWithoutAKey(t *testing.T) {
	h := newHouse(t)
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
			c.unchecked = true // the paths of the other listener answer otherwise here
			got := c.send(call.method, call.path, "application/json", []byte(`{}`))
			if got.status != 401 || got.object()["code"] != "unauthenticated" || got.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: %s %s: %d %s", name, call.method, call.path, got.status, got.body)
			}
		}
	}
	cookie := h.caller(h.admin)
	cookie.cookies[sessionCookie] = ada.token
	cookie.get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
	if h.dump() != before {
		t.Error("something was written")
	}
	h.adminBy(valid).with("Authorization", "bearer "+valid).get("/admin/v1/passkeys").want(200)
	h.adminBy(valid).get("/admin/v1/unknown").wantCode(404, "not_found")
}

// A key makes only keys within its own scopes, is shown once, and its name is free again when it is gone.
func TestAdminKeys(t *testing.T) {
	h := newHouse(t)
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
		t.Errorf("got %v", made)
	}
	keeper.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read"}}).wantCode(409, "conflict")
	listed := keeper.get("/admin/v1/keys").want(200)
	if contains(string(listed.body), key) || contains(h.dump(), fmt.Sprintf("%x", key)) {
		t.Error("the key is shown or stored")
	}
	first := listed.object()["keys"].([]any)[0].(object)
	if first["id"] != made["id"] || first["expires_at"] != made["expires_at"] {
		t.Errorf("got %v, and it was made as %v", first, made)
	}
	desk := h.adminBy(key)
	desk.get("/admin/v1/passkeys").want(200)
	desk.get("/admin/v1/keys").wantCode(403, "forbidden")
	path := "/admin/v1/keys/" + made["id"].(string)
	keeper.delete(path).want(204)
	events := h.count("security_audit")
	keeper.delete(path).want(204)
	if h.count("security_audit") != events {
		t.Error("revoking again is on record")
	}
	desk.get("/admin/v1/passkeys").wantCode(401, "unauthenticated")
	keeper.delete("/admin/v1/keys/"+uuid.NewString()).wantCode(404, "not_found")
	keeper.post("/admin/v1/keys", object{"name": "desk", "scopes": []string{"read"}}).want(201)

	// A key may end itself, even the last one: the command line makes another.
	own := keeper.get("/admin/v1/keys").want(200).object()["keys"].([]any)
	mine := own[len(own)-1].(object)["id"].(string)
	keeper.delete("/admin/v1/keys/" + mine).want(204)
	keeper.get("/admin/v1/keys").wantCode(401, "unauthenticated")
}

func TestAdminReasons(t *testing.T) {
	h := newHouse(t)
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

// Pages: every row once, newest first, whatever the page size; the header leads on.
func TestAdminPages(t *testing.T) {
	h := newHouse(t)
	var want []string
	for i := range 7 {
		want = append(want, h.person(fmt.Sprintf("p%d@example.com", i)).register(device()).want(201).id().String())
	}
	slices.Reverse(want)
	reader := h.adminWith("read")
	for _, size := range []int{1, 2, 3, 6, 7, 8, 200} {
		var got []string
		path := fmt.Sprintf("/admin/v1/passkeys?page_size=%d", size)
		for pages := 0; path != "" && pages < 10; pages++ {
			page := reader.get(path).want(200)
			rows := page.object()["passkeys"].([]any)
			if len(rows) > size {
				t.Fatalf("%d rows on a page of %d", len(rows), size)
			}
			for _, row := range rows {
				got = append(got, row.(object)["id"].(string))
			}
			token, more := page.object()["next_page_token"].(string)
			link := page.header.Get("Link")
			if more != (link != "") {
				t.Errorf("token %q but link %q", token, link)
			}
			path = ""
			if more {
				path = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
				if parsed, err := url.Parse(path); err != nil || parsed.Query().Get("page_token") != token || parsed.Query().Get("page_size") != fmt.Sprint(size) {
					t.Errorf("link %s, token %s", link, token)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages of %d: %v, want %v", size, got, want)
		}
	}
	for field, values := range map[string][]string{
		"page_size":  {"0", "-1", "201", "x", "1.5", "", "99999999999999999999"},
		"page_token": {"", "x", "AAAA", strings.Repeat("A", 21), strings.Repeat("A", 23), strings.Repeat("!", 22), strings.Repeat("A", 22) + "\n", strings.Repeat("A", 21) + "B"},
	} {
		for _, value := range values {
			for _, list := range []string{"passkeys", "audit-events"} {
				reader.get("/admin/v1/" + list + "?" + url.Values{field: {value}}.Encode()).wantField(field)
			}
		}
	}
	// A token that is well-formed but made up is a place in the list like any other.
	reader.get("/admin/v1/passkeys?page_token=" + strings.Repeat("A", 22)).want(200)
}

func TestAdminFilters(t *testing.T) {
	h := newHouse(t)
	ada, bob := h.person("ada@example.com"), h.person("bob@example.com")
	phone, key := device(), device()
	key.AAGUID, key.BackedUp, key.BackupEligible, key.CounterStep = [16]byte{1}, false, false, 1
	one := ada.register(phone).want(201).id().String()
	h.clock.advance(time.Hour)
	two := bob.register(key).want(201).id().String()
	bob.login(key).want(200)
	key.Passkeys()[0].Counter = 0
	bob.login(key).wantReason("clone")
	reader := h.adminWith("read")
	ids := func(query string) string {
		t.Helper()
		var got []string
		for _, row := range reader.get("/admin/v1/passkeys?" + query).want(200).object()["passkeys"].([]any) {
			got = append(got, row.(object)["id"].(string))
		}
		return strings.Join(got, " ")
	}
	both := two + " " + one
	hourAgo := h.clock.Now().Add(-time.Minute).Format(time.RFC3339)
	for query, want := range map[string]string{
		"":                                two + " " + one,
		"identity_id=" + ada.id.String():  one,
		"identity_id=" + uuid.NewString(): "",
		"aaguid=01000000-0000-0000-0000-000000000000": two,
		"rp_id=example.com":                           both,
		"rp_id=example.org":                           "",
		"synced=true":                                 one,
		"synced=false":                                two,
		"clone_warning=true":                          two,
		"clone_warning=false":                         one,
		"unused_since=" + hourAgo:                     one,
		"synced=true&rp_id=" + rpID:                   one,
		"synced=true&rp_id=other.org":                 "",
	} {
		if got := ids(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	events := func(query string) (types []string) {
		t.Helper()
		for _, e := range reader.get("/admin/v1/audit-events?" + query).want(200).object()["events"].([]any) {
			types = append(types, e.(object)["type"].(string))
		}
		return types
	}
	for query, want := range map[string][]string{
		"identity_id=" + ada.id.String():                {"passkey.registered"},
		"passkey_id=" + one:                             {"passkey.registered"},
		"type=login.succeeded":                          {"login.succeeded"},
		"type=no.such":                                  nil,
		"actor_id=" + ada.id.String():                   {"passkey.registered"},
		"until=" + hourAgo + "&type=passkey.registered": {"passkey.registered"},
		"since=2999-01-01T00:00:00Z":                    nil,
	} {
		if got := events(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	// A filter that silently did not filter would be worse than an error.
	for query, field := range map[string]string{
		"evil=1":                            "query",
		"Synced=true":                       "query",
		"synced=true&synced=false":          "synced",
		"synced=maybe":                      "synced",
		"synced=":                           "synced",
		"identity_id=ada":                   "identity_id",
		"aaguid=":                           "aaguid",
		"unused_since=yesterday":            "unused_since",
		"unused_since=2026-01-01":           "unused_since",
		"rp_id=":                            "rp_id",
		"rp_id=%00":                         "rp_id",
		"rp_id=%ff":                         "rp_id",
		"rp_id=" + strings.Repeat("x", 321): "rp_id",
		"%zz":                               "query",
		"a;b":                               "query",
	} {
		reader.get("/admin/v1/passkeys?" + query).wantField(field)
	}
	for _, identifier := range []string{"", "%00", strings.Repeat("x", 321)} {
		reader.get("/admin/v1/identities?identifier=" + identifier).wantField("identifier")
	}
	reader.get("/admin/v1/identities").wantField("identifier")
	h.kratos.goDown(true)
	reader.get("/admin/v1/identities?identifier=x").wantCode(503, "kratos_unavailable")
	reader.get("/admin/v1/identities/"+ada.id.String()).wantCode(503, "kratos_unavailable")
	reader.get("/admin/v1/passkeys").want(200)
}
