package api_test

import (
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// bodyRules are the routes that do not take JSON as all others do, with the reason. They refuse everything here, too.
var bodyRules = map[string]string{
	"POST /oauth2/token":        "a form, and errors of OAuth (RFC 6749 §5.2)",
	"POST /hooks/kratos/:event": "Kratos' template: other members are ignored, and the limit is 1 MiB",
}

// Every call that changes something treats its body by one rule: it is declared as JSON, and has the members of
// openapi.yaml and no others. A call without members takes an empty object, or, where openapi.yaml does not require a body, none.
func TestBodiesOfEveryRoute(t *testing.T) {
	t.Parallel()
	h := newHarness(t, everything)
	ada, phone := h.fresh("ada@example.com")
	ada.stepUp(phone).want(200)
	hostile := []struct {
		name, contentType string
		body              string
		undeclared        bool // its length
		status            int
		code              string
	}{
		{"text", "text/plain", `{}`, false, 415, "unsupported_media_type"},
		{"undeclared JSON", "", `{}`, false, 415, "unsupported_media_type"},
		{"a form", "application/x-www-form-urlencoded", `reason=x`, false, 415, "unsupported_media_type"},
		{"garbage", "application/json", "\xff garbage", false, 400, "invalid_request"},
		{"unknown member", "application/json", `{"zzz": 1}`, false, 400, "invalid_request"},
		{"null", "application/json", `null`, false, 400, "invalid_request"},
		{"two values", "application/json", `{}{}`, false, 400, "invalid_request"},
		{"brackets", "application/json", strings.Repeat("[", 30_000), false, 400, "invalid_request"},
		{"undeclared length", "application/json", `{"zzz": 1}`, true, 400, "invalid_request"},
		{"too long", "application/json", strings.Repeat(" ", 1<<20+1), false, 413, "payload_too_large"},
		{"too long, undeclared length", "application/json", strings.Repeat(" ", 1<<20+1), true, 413, "payload_too_large"},
	}
	tested := 0
	for listener, c := range h.listeners() {
		if listener == "public" {
			c.cookies, c.header = ada.cookies, ada.header.Clone()
		}
		for _, route := range changing(c, "/") {
			if listener == "public" && strings.Contains(route, "/admin/v1/") { // those of the other listener
				continue
			}
			method, pattern, _ := strings.Cut(route, " ")
			path := routeParameter.ReplaceAllString(pattern, uuid.NewString())
			if bodyRules[route] == "" && !documented(method, path) {
				t.Errorf("%s is not in openapi.yaml", route)
			}
			before := h.dump()
			for _, test := range hostile {
				body := io.Reader(strings.NewReader(test.body))
				if test.undeclared {
					body = io.MultiReader(body) // httptest does not know its length
				}
				status, code := test.status, any(test.code)
				got := c.sends(method, path, test.contentType, body)
				if bodyRules[route] != "" {
					status, code = got.status, got.object()["code"]
					if got.status < 400 || got.status >= 500 {
						status = 400
					}
				}
				if got.status != status || got.object()["code"] != code {
					t.Errorf("%s, %s: %d %s, want %d %v", route, test.name, got.status, got.body, status, code)
				}
			}
			if h.dump() != before {
				t.Errorf("%s: something was written", route)
			}
			tested++
		}
	}
	if tested < 30 {
		t.Errorf("%d routes", tested)
	}
}

// Calls without members, where openapi.yaml requires no body: an empty one is as good as none.
func TestBodyMayBeAbsent(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada, phone := h.fresh("ada@example.com")
	for _, contentType := range []string{"", "application/json", "text/plain"} {
		ada.register(device()).want(201)
		ids := ada.passkeyIDs()
		ada.send("DELETE", "/v1/passkeys/"+ids[len(ids)-1], contentType, nil).want(200)
	}
	id := ada.register(device()).want(201).id().String()
	ada.send("DELETE", "/v1/passkeys/"+id, "application/json", []byte(`{}`)).want(200)
	ada.enrolsTOTP(h)
	ada.stepUp(phone).want(200)
	app := "/v1/factors/" + ada.standing().atKratos(t).ID.String()
	ada.send("POST", app+"/confirm", "", nil).want(200)
	ada.post(app+"/confirm", object{}).want(200)
	ada.send("POST", app+"/disown", "", nil).want(200)
	_, key := h.adminKey(nil, "read")
	h.adminWith("keys").send("DELETE", "/admin/v1/keys/"+key.String(), "", nil).want(204)
}
