package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestSDK calls the SDK as a page of a front-end developer does: an origin of its own, whose scripts import the modules
// from Latchkey and talk to it by CORS.
func TestSDK(t *testing.T) {
	t.Parallel()
	page, _ := foreignPage(t)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{
		AppURL: page, Env: []string{"LATCHKEY_WEBAUTHN_CONDITIONAL_CREATE=true"},
	})
	s.appURL = page
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stack)
	}{
		{"Verbs", testSDKVerbs},
		{"Confirm", testSDKConfirm},
		{"Autofill", testSDKAutofill},
		{"AutofillGivesWay", testSDKAutofillGivesWay},
		{"CancelBeforeThePrompt", testSDKCancelBeforeThePrompt},
		{"AutofillIsRenewed", testSDKAutofillIsRenewed},
		{"Upgrade", testSDKUpgrade},
		{"UpgradeNeverDisturbs", testSDKUpgradeNeverDisturbs},
		{"StandIns", testSDKStandIns},
		{"Signals", testSDKSignals},
		{"StepUpAndResume", testSDKStepUpAndResume},
		{"StepUpThatFails", testSDKStepUpThatFails},
		{"OtherWays", testSDKOtherWays},
		{"GestureBetweenPrompts", testSDKGestureBetweenPrompts},
		{"BrowserFailures", testSDKBrowserFailures},
		{"FailuresOfEveryName", testSDKFailuresOfEveryName},
		{"Unreached", testSDKUnreached},
		{"RecoveryCodes", testSDKRecoveryCodes},
		{"LockedCodes", testSDKLockedCodes},
		{"Activity", testSDKActivity},
		{"Capabilities", testSDKCapabilities},
		{"Diagnosis", testSDKDiagnosis},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

func testSDKVerbs(t *testing.T, s *stack) {
	tb, latchkey := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, `return latchkey.register({ name: 'Laptop', attachment: 'platform', hints: ['client-device'], rpId: 'localhost' })`))
	if kept := latchkey.passkeys(t); len(kept) != 1 || kept[0] != made || made.Name != "Laptop" || !made.Synced {
		t.Fatalf("made %+v, kept %+v", made, kept)
	}
	list := value[struct {
		Passkeys []passkey        `json:"passkeys"`
		Limit    int              `json:"limit"`
		Signal   *json.RawMessage `json:"signal"`
	}](tb, s.run(tb, `return latchkey.list()`))
	if !slices.Equal(list.Passkeys, []passkey{made}) || list.Limit != 20 || list.Signal != nil {
		t.Errorf("lists %+v", list)
	}
	if renamed := value[passkey](tb, s.run(tb, fmt.Sprintf(`return latchkey.rename(%q, 'Blue laptop')`, made.ID))); renamed.Name != "Blue laptop" {
		t.Errorf("renamed to %+v", renamed)
	}
	standing := value[struct {
		Identity struct{ ID, Login string } `json:"identity"`
		Factors  []factor                   `json:"factors"`
		Next     string                     `json:"next"`
		Fresh    *string                    `json:"fresh_until"`
	}](tb, s.run(tb, `return latchkey.session()`))
	if standing.Identity.Login != tb.user.Email || len(standing.Factors) != 1 || standing.Next != "none" || standing.Fresh != nil {
		t.Errorf("the session stands at %+v", standing)
	}
	stepped := value[struct {
		Assurance struct {
			Level string  `json:"level"`
			Fresh *string `json:"fresh_until"`
		} `json:"assurance"`
		Proof string `json:"proof"`
	}](tb, s.run(tb, `return latchkey.stepUp({ audience: '`+proofAudience+`', nonce: 'of the service' })`))
	if stepped.Assurance.Level != "aal2" || stepped.Assurance.Fresh == nil || strings.Count(stepped.Proof, ".") != 2 {
		t.Errorf("stepped up to %+v", stepped)
	}
	for _, identifier := range []string{"undefined", "'" + tb.user.Email + "'"} {
		signedIn := value[struct {
			minted
			ReturnTo string `json:"return_to"`
		}](tb, s.run(tb, fmt.Sprintf(`return latchkey.login({ identifier: %s, session: 'cookie', returnTo: '%s/x', rpId: 'localhost' })`, identifier, s.appURL)))
		if signedIn.IdentityID != tb.user.IdentityID || signedIn.Session == nil || signedIn.Session.Kind != "cookie" || signedIn.ReturnTo != s.appURL+"/x" {
			t.Errorf("signed in as %+v", signedIn)
		}
	}
	// The login created a session, and the browser has its cookie: the next calls are in that session.
	if gone := s.run(tb, fmt.Sprintf(`return latchkey.remove(%q)`, made.ID)); string(gone.Value) != `{"sessions":"ended","recovery_codes":"unaffected"}` {
		t.Errorf("removing gave %+v", gone)
	}
	if left := latchkey.passkeys(t); len(left) != 0 {
		t.Errorf("left is %+v", left)
	}
	said := s.run(tb, fmt.Sprintf(`return latchkey.rename(%q, 'x')`, made.ID)).refusedWith(tb, "not_found")
	if said.Status != http.StatusNotFound || !strings.Contains(s.latchkey.Log(), said.RequestID) || said.RequestID == "" {
		t.Errorf("refused with %+v", said)
	}
}

func testSDKConfirm(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	const payload = "Pay 12.00 EUR to “Grace”\n\tfor tea"
	receipt := value[struct{ Receipt string }](tb, s.run(tb, fmt.Sprintf(`return latchkey.confirm({ payload: %q })`, payload))).Receipt
	var claims struct {
		Payload string `json:"payload"`
		Sub     string `json:"sub"`
	}
	must(t, json.Unmarshal(jwtPart(t, receipt, 1), &claims))
	if claims.Payload != payload || claims.Sub != tb.user.IdentityID.String() || !strings.Contains(string(jwtPart(t, receipt, 0)), "latchkey-receipt+jwt") {
		t.Errorf("the receipt says %+v", claims)
	}
	if said := s.run(tb, `return latchkey.confirm({ payload: '' })`).refusedWith(tb, "invalid_request"); said.Status != http.StatusBadRequest {
		t.Errorf("an empty text is refused with %+v", said)
	}
}

func testSDKSignals(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	made := value[passkey](tb, s.run(tb, `return latchkey.register()`))
	held := tb.device.passkeys()[0]
	tb.t.Log("the password manager has an old name of the person; a list of passkeys puts it right")
	s.run(tb, fmt.Sprintf(`return PublicKeyCredential.signalCurrentUserDetails({ rpId: 'localhost', userId: %q, name: 'old', displayName: 'Old' })`, base64.RawURLEncoding.EncodeToString(held.UserHandle)))
	if now := tb.device.passkeys()[0]; now.UserName != "old" {
		t.Fatalf("the device calls the person %q: the test proves nothing", now.UserName)
	}
	s.run(tb, `return latchkey.list()`)
	if now := tb.device.passkeys()[0]; now.UserName != tb.user.Email || now.UserDisplayName != "Grace Hopper" {
		t.Errorf("the device calls the person %q, %q", now.UserName, now.UserDisplayName)
	}
	tb.t.Log("support revokes the passkey; the refused login makes the device forget it")
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+made.ID.String()+"/revoke", map[string]any{"reason": "test", "end_sessions": false}).want(t, http.StatusOK, nil)
	said := s.run(tb, `return latchkey.login()`).refusedWith(tb, "passkey_rejected")
	if said.Reason != "not_accepted" || said.RPID != "localhost" || said.RequestID == "" || said.Status != http.StatusBadRequest {
		t.Errorf("refused with %+v", said)
	}
	if left := tb.device.passkeys(); len(left) != 0 {
		t.Errorf("the device still holds %d", len(left))
	}
}

func testSDKCapabilities(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	all := map[string]*bool{}
	for name, yes := range value[map[string]*bool](tb, s.run(tb, `return latchkey.capabilities()`)) {
		all[name] = yes
	}
	for _, name := range []string{"passkeys", "secureContext", "conditionalGet", "conditionalCreate", "userVerifyingPlatformAuthenticator",
		"relatedOrigins", "signalAllAcceptedCredentials", "signalCurrentUserDetails", "signalUnknownCredential"} {
		if yes := all[name]; yes == nil || !*yes {
			t.Errorf("%s is not there: %v", name, all)
		}
	}
	older := value[map[string]*bool](tb, s.run(tb, `delete PublicKeyCredential.getClientCapabilities; delete PublicKeyCredential.signalUnknownCredential; return latchkey.capabilities()`))
	for name, want := range map[string]bool{"passkeys": true, "conditionalGet": true, "userVerifyingPlatformAuthenticator": true, "signalUnknownCredential": false} {
		if yes := older[name]; yes == nil || *yes != want {
			t.Errorf("in an older browser %s is not %v", name, want)
		}
	}
	if said, asked := older["conditionalCreate"]; said != nil || !asked {
		t.Error("an older browser knows of conditional create")
	}
	none := value[map[string]*bool](tb, s.run(tb, `delete window.PublicKeyCredential; return latchkey.capabilities()`))
	if *none["passkeys"] || *none["conditionalGet"] || !*none["secureContext"] {
		t.Errorf("without WebAuthn: %v", none)
	}
}

// A receipt to copy for support: in order, with the request's ID, and nothing that must stay secret.
func testSDKDiagnosis(t *testing.T, s *stack) {
	tb, _ := s.sdkTab(t)
	tb.device.knowsPerson(false)
	said := s.run(tb, `return latchkey.register()`).refusedWith(tb, "cancelled")
	if want := []string{"code", "request_id", "rp_id", "origin", "cause", "time", "browser", "capabilities"}; !slices.Equal(said.Order, want) {
		t.Errorf("the order is %q, want %q", said.Order, want)
	}
	d := said.Diagnosis
	if d["code"] != "cancelled" || d["rp_id"] != "localhost" || d["origin"] != s.appURL || d["cause"] != "NotAllowedError" ||
		!strings.Contains(d["browser"], "Chrome") || !strings.Contains(d["capabilities"], "conditionalGet, conditionalCreate") {
		t.Errorf("the diagnosis is %v", d)
	}
	if d["request_id"] == "" || !strings.Contains(s.latchkey.Log(), d["request_id"]) {
		t.Errorf("the log has no request %q", d["request_id"])
	}
	tb.device.knowsPerson(true)
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	origin := s.run(tb, `
		const toJSON = PublicKeyCredential.prototype.toJSON;
		PublicKeyCredential.prototype.toJSON = function () {
			const json = toJSON.call(this), data = JSON.parse(atob(json.response.clientDataJSON));
			json.response.clientDataJSON = btoa(JSON.stringify({ ...data, origin: 'https://elsewhere.example' })).replace(/=+$/, '');
			return json;
		};
		return latchkey.login()`).refusedWith(tb, "passkey_rejected")
	if d := origin.Diagnosis; d["reason"] != "origin_mismatch" || d["received"] != "https://elsewhere.example" || !strings.Contains(d["expected"], s.appURL) {
		t.Errorf("the diagnosis is %v", d)
	}
	foreign := value[map[string]string](tb, s.run(tb, `return sdk.diagnose(new RangeError('secret'))`))
	if text := fmt.Sprint(foreign); foreign["code"] != "unknown" || foreign["cause"] != "RangeError" || strings.Contains(text, "secret") {
		t.Errorf("the diagnosis of a foreign error is %s", text)
	}
}
