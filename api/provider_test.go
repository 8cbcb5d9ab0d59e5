package api_test

import (
	"fmt"
	"testing"
	"time"

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

// firefox and safari are what browsers send.
const (
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	safari  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)

// Without a known provider, a passkey is called after what holds it, in the language of the request, and its owner sees
// the browser of its last use.
func TestNamesWithoutProvider(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.header.Set("User-Agent", firefox)
	ada.header.Set("Accept-Language", "de-CH, en;q=0.5")
	first := device()
	register := func(transports []string, attachment, want string) {
		t.Helper()
		d := device()
		d.Transports, d.Attachment = transports, attachment
		if len(first.Passkeys()) == 0 {
			d = first
		} else {
			ada.stepUp(first).want(200)
		}
		if got := ada.register(d).want(201).object()["name"]; got != want {
			t.Errorf("%v, %s: it is called %v, want %s", transports, attachment, got, want)
		}
	}
	register([]string{"hybrid", "internal"}, "platform", "Firefox unter Linux")
	register([]string{"internal"}, "platform", "Firefox unter Linux (2)")
	register([]string{"usb", "nfc"}, "cross-platform", "Sicherheitsschlüssel")
	register([]string{"hybrid", "internal"}, "cross-platform", "Smartphone") // not the computer with the browser
	ada.header.Set("Accept-Language", "tlh")
	register([]string{"ble"}, "cross-platform", "Security key")
	register([]string{}, "", "Firefox on Linux")
	ada.header.Set("User-Agent", "<b>Firefox</b>")
	register([]string{"internal"}, "platform", "Password manager")

	ada.header.Set("User-Agent", safari)
	ada.stepUp(first).want(200)
	list := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)
	if got := fmt.Sprint(list[0].(object)["last_used_with"]); got != "map[browser:Safari system:iPhone]" {
		t.Errorf("last used with %s, want Safari on iPhone", got)
	}
	if got := list[1].(object)["last_used_with"]; got != nil {
		t.Errorf("a passkey that was never used was used with %v", got)
	}
	ada.header.Set("User-Agent", "curl")
	h.clock.advance(time.Hour)
	ada.stepUp(first).want(200)
	if got := ada.get("/v1/passkeys").want(200).object()["passkeys"].([]any)[0].(object)["last_used_with"]; got != nil {
		t.Errorf("last used with %v, want null for an unknown browser", got)
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
	shows("unknown make", ada.register(unknown).want(201).object(), "Password manager", "<nil>")
	shows("zero AAGUID", ada.register(silent).want(201).object(), "Password manager (2)", "<nil>")
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
