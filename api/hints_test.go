package api_test

import (
	"encoding/json"
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// A step-up says which kinds of passkeys the user has, the last used first. A login never does: it would tell who exists.
func TestHintsComeFromTheSessionOnly(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	with := func(transports ...string) *webauthntest.Authenticator {
		return device(func(a *webauthntest.Authenticator) { a.Transports = transports })
	}
	ada := h.person("ada@example.com")
	hints := func(b begun) string {
		t.Helper()
		var options struct{ Hints json.RawMessage }
		if err := json.Unmarshal(b.PublicKey, &options); err != nil {
			t.Fatal(err)
		}
		return string(options.Hints)
	}
	expect := func(want string) {
		t.Helper()
		if got := hints(ada.begin("step-up", object{})); got != want {
			t.Errorf("a step-up has the hints %s, want %s", got, want)
		}
	}
	key, phone := with("usb", "nfc"), with("hybrid", "internal")
	ada.register(key).want(201)
	expect(`["security-key"]`)
	ada.stepUp(key).want(200)
	ada.register(phone).want(201)
	h.clock.advance(time.Second)
	ada.stepUp(phone).want(200)
	expect(`["client-device","hybrid","security-key"]`)
	h.clock.advance(time.Second)
	ada.stepUp(key).want(200)
	expect(`["security-key","client-device","hybrid"]`)
	for _, wish := range []object{{}, {"identifier": "ada@example.com"}} {
		if got := hints(h.app().begin("login", wish)); got != "" {
			t.Errorf("a login with %v has the hints %s", wish, got)
		}
	}
	ada.register(with("telepathy")).want(201) // it could be anywhere
	expect("")
}
