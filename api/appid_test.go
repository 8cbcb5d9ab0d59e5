package api_test

import (
	"fmt"
	"testing"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

const appID = "https://u2f.example.com/app-id.json"

// u2fKey is an imported second factor of a user with a password, registered with the U2F API.
func u2fKey(h *harness, ada *person) *webauthntest.Authenticator {
	key := device(func(a *webauthntest.Authenticator) {
		a.UserVerified, a.BackupEligible, a.BackedUp, a.Discoverable, a.CounterStep = false, false, false, false, 1
	})
	ada.register(key).want(201)
	h.query("UPDATE passkeys SET step_up_only = 1, source = 'kratos' WHERE identity_id = ?", ada.id[:])
	key.Passkeys()[0].RPID = appID
	return key
}

func naming(h *harness) { h.rules.RPs[0].AppID = appID }

// requested returns the AppID in the options of a begin, or nil.
func requested(t *testing.T, b begun) any {
	t.Helper()
	extensions, _ := decode[object](t, b.PublicKey)["extensions"].(object)
	return extensions["appid"]
}

// A security key of the U2F API signs for its AppID: it steps sessions up, and nothing else.
func TestAppID(t *testing.T) {
	t.Parallel()
	h := newHarness(t, minting, naming)
	ada := h.person("ada@example.com")
	key := u2fKey(h, ada)
	page := ada.with("Origin", origin)
	if got := page.stepUp(key).want(200).object()["assurance"].(object); got["level"] != "aal2" || got["user_verified"] != false {
		t.Errorf("got %v, want level aal2 without user verification", got)
	}
	app := ada.native(h)
	if got := requested(t, app.begin("step-up", object{})); got != nil {
		t.Errorf("without an origin, %v is requested: the response may come from example.net, where browsers refuse it", got)
	}
	key.Origin = "https://www.example.com"
	ada.with("Origin", key.Origin).stepUp(key).want(200)

	// It is no first factor, and signs no texts.
	if got := requested(t, page.begin("login", object{})); got != nil {
		t.Errorf("a login requests the AppID: %v", got)
	}
	page.post("/v1/confirmations/begin", object{"payload": "Pay 5 €."}).wantReason("user_verification_missing")
	// At an origin on another site the browser would refuse the whole prompt.
	if got := requested(t, ada.with("Origin", "https://example.net").begin("step-up", object{})); got != nil {
		t.Errorf("requested at another site: %v", got)
	}
	// A copied key is noticed as any other.
	key.Origin = origin
	key.Passkeys()[0].Counter = 0
	page.stepUp(key).wantReason("clone")
}

// A registration beside such a key tells the browser for which AppID it may have been made, so that it is not registered twice.
func TestAppIDIsExcluded(t *testing.T) {
	t.Parallel()
	h := newHarness(t, naming)
	ada := h.person("ada@example.com")
	key := u2fKey(h, ada)
	page := ada.with("Origin", origin)
	page.stepUp(key).want(200)
	excluded := func(from *caller) any {
		extensions, _ := decode[object](t, from.begin("registration", object{}).PublicKey)["extensions"].(object)
		return extensions["appidExclude"]
	}
	if got := excluded(page); got != appID {
		t.Errorf("excluded: %v", got)
	}
	if got := excluded(ada.with("Origin", "https://example.net")); got != nil {
		t.Errorf("excluded at another site: %v", got)
	}
	bob, _ := h.fresh("bob@example.com")
	if got := excluded(bob.with("Origin", origin)); got != nil {
		t.Errorf("excluded of a user without such a key: %v", got)
	}
}

// Only users with such a key are asked for it: for others the options stay as they were.
func TestAppIDIsForImportedSecondFactors(t *testing.T) {
	t.Parallel()
	h := newHarness(t, naming)
	ada, phone := h.fresh("ada@example.com")
	page := ada.with("Origin", origin)
	if got := requested(t, page.begin("step-up", object{})); got != nil {
		t.Errorf("requested of a user without an imported key: %v", got)
	}
	b := page.begin("registration", object{})
	key := device()
	page.finish("registration", b, page.create(key, b)).want(201)
	h.query("UPDATE passkeys SET step_up_only = 1 WHERE credential_id = ?", key.Passkeys()[0].ID)
	// A passkey that was made here never counts by the AppID, even if it is listed beside one that may.
	b = page.begin("step-up", object{})
	if requested(t, b) != appID {
		t.Fatalf("the AppID is not requested: %s", b.PublicKey)
	}
	phone.Passkeys()[0].RPID = appID
	page.finish("step-up", b, page.getWith(phone, b)).wantReason("not_accepted")
	phone.Passkeys()[0].RPID = rpID
	b = page.begin("step-up", object{})
	page.finish("step-up", b, page.getWith(phone, b)).want(200)
	h.query("UPDATE passkeys SET suspended_at = created_at WHERE step_up_only")
	if got := requested(t, page.begin("step-up", object{})); got != nil {
		t.Errorf("requested for a suspended key: %v", got)
	}
}

// The browser's word is not signed: the hash that the key has signed must agree with it.
func TestAppIDOutput(t *testing.T) {
	t.Parallel()
	h := newHarness(t, naming)
	ada := h.person("ada@example.com")
	key := u2fKey(h, ada)
	page := ada.with("Origin", origin)
	for _, c := range []struct {
		output any
		signed string
		reason string // "": accepted
	}{
		{true, appID, ""}, {false, rpID, ""},
		{true, rpID, "rp_id_mismatch"}, {false, appID, "rp_id_mismatch"},
		{nil, appID, "rp_id_mismatch"}, {"true", appID, "rp_id_mismatch"}, {1, appID, "rp_id_mismatch"}, {object{}, appID, "rp_id_mismatch"},
		{"true", rpID, ""}, {1, rpID, ""}, {nil, rpID, ""}, {[]any{true}, rpID, ""},
		{true, "https://u2f.example.com/other.json", "rp_id_mismatch"}, {true, appID + "/", "rp_id_mismatch"},
	} {
		t.Run(fmt.Sprint(c.output, c.signed), func(t *testing.T) {
			key.Tamper.RPID = c.signed
			key.Tamper.Credential = func(m map[string]any) { m["clientExtensionResults"] = object{"appid": c.output} }
			got := page.stepUp(key)
			if c.reason == "" {
				got.want(200)
			} else {
				got.wantReason(c.reason)
			}
		})
	}
	// A broken signature is refused as everywhere.
	key.Tamper = webauthntest.Tamper{Signature: func(s []byte) []byte { s[len(s)-1] ^= 1; return s }}
	page.stepUp(key).wantReason("not_accepted")
}

// An AppID that is no longer configured is not accepted, and never where it was not requested.
func TestAppIDEndsWithItsSetting(t *testing.T) {
	t.Parallel()
	h := newHarness(t, naming)
	ada := h.person("ada@example.com")
	key := u2fKey(h, ada)
	page := ada.with("Origin", origin)
	b := page.begin("step-up", object{})
	credential := page.getWith(key, b)
	h.rules.RPs = []webauthnsvc.RP{h.rules.RPs[0]}
	h.rules.RPs[0].AppID = ""
	h.build()
	page.handler = h.public
	page.finish("step-up", b, credential).wantReason("rp_id_mismatch")
	b = page.begin("step-up", object{})
	if got := requested(t, b); got != nil {
		t.Fatalf("requested without the setting: %v", got)
	}
	key.Tamper.Credential = func(m map[string]any) { m["clientExtensionResults"] = object{"appid": true} }
	credential, err := key.Answer(key.Passkeys()[0], b.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	page.finish("step-up", b, credential).wantReason("rp_id_mismatch")
}
