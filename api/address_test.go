package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// Unknown addresses and methods answer with a problem document, whatever they look like.
func TestUnknownAddresses(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/", "/v1", "/v1/", "/v1/passkeys/", "/v2/passkeys", "/admin", "/v1/login", "/v1/../admin/v1/x",
		"/v1/passkeys/%2e%2e", "/v1/%00", "/v1/passkeys/" + uuid.NewString() + "/x", "/.well-known/webauthn-nothing"} {
		got := h.app().get(path)
		if got.status != 404 || got.object()["code"] != "not_found" {
			t.Errorf("GET %s: %d %s", path, got.status, got.body)
		}
	}
	admin := h.app() // the public listener knows nothing of the other one, with a key neither
	admin.unchecked = true
	key, _ := h.adminKey(nil, "read")
	for _, path := range []string{"/admin/v1/passkeys", "/admin/v1/keys", "/admin/v1/identities?identifier=x"} {
		admin.with("Authorization", "Bearer "+key).get(path).wantCode(404, "not_found")
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "GET"} {
		got := h.app().send(method, "/v1/login/begin", "application/json", []byte(`{}`))
		if got.status != 404 && got.status != 405 {
			t.Errorf("%s: %d %s", method, got.status, got.body)
		}
	}
	if got := h.app().send(http.MethodHead, "/v1/passkeys", "", nil); len(got.body) != 0 {
		t.Errorf("HEAD has a body: %s", got.body)
	}
}

// A request ID of the caller's is kept where it looks like one, and never echoed otherwise.
func TestRequestIDs(t *testing.T) {
	h := newHouse(t)
	for id, kept := range map[string]bool{
		"0123abcd": true, strings.Repeat("x", 64): true, "a-b_c-d_e": true,
		"short": false, strings.Repeat("x", 65): false, "<script>alert</script>": false, "12345678\"": false, "1234 5678": false,
	} {
		got := h.app().with("X-Request-Id", id).get("/v1/passkeys").wantCode(401, "unauthenticated")
		if echoed := got.header.Get("X-Request-Id"); (echoed == id) != kept || got.object()["request_id"] != echoed {
			t.Errorf("%q: %q %s", id, echoed, got.body)
		}
	}
}
