package api_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// phones is the one maker that this harness knows.
func phones(h *harness) {
	made := uuid.UUID(device().AAGUID)
	h.rules.Authenticators = func(aaguid uuid.UUID) *webauthnsvc.Provider {
		if aaguid != made {
			return nil
		}
		return &webauthnsvc.Provider{Name: "Example Phone", Kind: "phone"}
	}
}

// A passkey is named after its authenticator's model unless the user chooses a name, and has its provider wherever it
// is returned.
func TestProvider(t *testing.T) {
	t.Parallel()
	h := newHarness(t, phones)
	ada, phone := h.person("ada@example.com"), device()
	const maker = "map[kind:phone name:Example Phone]"
	shows := func(where string, passkey any, name, provider string) {
		t.Helper()
		if got := passkey.(object); got["name"] != name || fmt.Sprint(got["provider"]) != provider {
			t.Errorf("%s: %v by %v, want %s by %s", where, got["name"], got["provider"], name, provider)
		}
	}
	first := ada.register(phone).want(201)
	shows("registration", first.object(), "Example Phone", maker)
	login := ada.login(phone).want(200).object()
	shows("login", login["passkey"], "Example Phone", maker)
	ada.stepUp(phone).want(200)
	shows("second of its make", ada.register(device()).want(201).object(), "Example Phone (2)", maker)
	unknown, silent := device(), device()
	unknown.AAGUID, silent.AAGUID = [16]byte{1}, [16]byte{}
	shows("unknown make", ada.register(unknown).want(201).object(), "Passkey", "<nil>")
	shows("zero AAGUID", ada.register(silent).want(201).object(), "Passkey (2)", "<nil>")
	b := ada.begin("registration", object{"name": "Old phone"})
	another := device()
	shows("named", ada.finish("registration", b, ada.create(another, b)).want(201).object(), "Old phone", maker)
	shows("own list", ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0], "Example Phone", maker)

	admin := h.adminWith("read", "revoke")
	path := "/admin/v1/passkeys/" + first.id().String()
	shows("admin's view", admin.get(path).want(200).object(), "Example Phone", maker)
	shows("admin's list", admin.get("/admin/v1/passkeys").want(200).object()["passkeys"].([]any)[4], "Example Phone", maker)
	person := admin.get("/admin/v1/identities/" + ada.id.String()).want(200).object()
	shows("a person's factors", person["passkeys"].([]any)[0], "Example Phone", maker)
	shows("suspended", admin.post(path+"/suspend", object{"reason": "x"}).want(200).object(), "Example Phone", maker)
	shows("revoked", admin.post(path+"/revoke", object{"reason": "x"}).want(200).object()["passkey"], "Example Phone", maker)
}
