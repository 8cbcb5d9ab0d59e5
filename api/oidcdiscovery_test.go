package api_test

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/webauthnsvc"
	"latchkey/webauthnsvc/webauthntest"
)

// authorizes asks for a login as Kratos does, with these parameters besides, and signs in. It returns what Kratos gets.
func (h *harness) authorizes(d *webauthntest.Authenticator, parameters url.Values) url.Values {
	h.t.Helper()
	query, browser := authorizeQuery(), h.browser()
	maps.Copy(query, parameters)
	to, err := url.Parse(browser.get("/oauth2/authorize?" + query.Encode()).want(http.StatusFound).header.Get("Location"))
	if err == nil && to.Path == "/login" {
		b := browser.begin("login", object{"interaction": to.Query().Get("interaction")})
		finished := browser.finish("login", b, browser.getWith(d, b)).want(200)
		to, err = url.Parse(finished.object()["redirect_to"].(string))
	}
	if err != nil || !strings.HasPrefix(to.String(), kratosAt+"?") {
		h.t.Fatalf("sent to %s, %v", to, err)
	}
	return to.Query()
}

// claims redeems the code that Kratos got.
func (h *harness) claims(answer url.Values) object {
	h.t.Helper()
	if answer.Get("code") == "" {
		h.t.Fatalf("no code: %v", answer)
	}
	token := h.kratosItself().form("/oauth2/token", tokenForm(answer.Get("code"))).want(200).object()["id_token"].(string)
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		h.t.Fatal(err)
	}
	return decode[object](h.t, raw)
}

func listed(document object, name string) (values []string) {
	for _, value := range document[name].([]any) {
		values = append(values, value.(string))
	}
	return values
}

// What discovery advertises is what is done: each value is tried.
func TestDiscoveryIsTrue(t *testing.T) {
	for _, uvCounts := range []bool{true, false} {
		h := newHarness(t, minting, func(h *harness) { h.rules.UVPasskeyIsAAL2 = uvCounts })
		document := h.app().get("/.well-known/openid-configuration").want(200).object()
		ada, phone := h.person("ada@example.com"), device()
		ada.register(phone).want(201)
		h.clock.advance(time.Minute)

		best := webauthnsvc.ACRPasskey
		if uvCounts {
			best = webauthnsvc.ACRPasskeyUV
		}
		for _, acr := range listed(document, "acr_values_supported") {
			got := h.claims(h.authorizes(phone, url.Values{"acr_values": {acr}}))
			if got["acr"] != best {
				t.Errorf("UV counts %t: acr_values=%s gives %v", uvCounts, acr, got["acr"])
			}
		}
		for _, prompt := range listed(document, "prompt_values_supported") {
			answer := h.authorizes(phone, url.Values{"prompt": {prompt}})
			if prompt == "none" {
				if answer.Get("error") != "login_required" || answer.Get("state") != "the state" {
					t.Errorf("prompt=none: %v", answer)
				}
				continue
			}
			h.claims(answer)
		}
		for _, age := range []string{"0", "300"} {
			got := h.claims(h.authorizes(phone, url.Values{"max_age": {age}}))
			if got["auth_time"] != float64(h.clock.Now().Unix()) {
				t.Errorf("max_age=%s: auth_time is %v, want %d", age, got["auth_time"], h.clock.Now().Unix())
			}
		}
		got := h.claims(h.authorizes(phone, url.Values{"nonce": {"n"}}))
		if have, want := slices.Sorted(maps.Keys(got)), slices.Sorted(slices.Values(listed(document, "claims_supported"))); !slices.Equal(have, want) {
			t.Errorf("the claims are %v, and advertised %v", have, want)
		}
		for _, mode := range listed(document, "response_modes_supported") {
			h.claims(h.authorizes(phone, url.Values{"response_mode": {mode}}))
		}
		for parameter, metadata := range map[string]string{"request": "request_parameter_supported", "request_uri": "request_uri_parameter_supported"} {
			answer := h.authorizes(phone, url.Values{parameter: {"https://evil.example/"}})
			if supported, said := document[metadata].(bool); !said || supported != (answer.Get("error") == "") {
				t.Errorf("%s: %v, and advertised %v", parameter, answer, document[metadata])
			}
		}
		if answer := h.authorizes(phone, url.Values{"claims": {`{"id_token":{"acr":{"essential":true,"value":"x"}}}`}}); document["claims_parameter_supported"] != false || answer.Get("code") == "" {
			t.Errorf("claims: %v", answer)
		}
	}
}

// A login that is not what Kratos demands is refused, recorded as such, and leaves nothing with which a session could begin. The
// page asks for user verification in advance. The user may pick another passkey; back at Kratos, it learns what was not met.
func TestAuthorizeUnmet(t *testing.T) {
	const unmet = "unmet_authentication_requirements"
	h := newHarness(t, minting)
	ada, key := h.person("ada@example.com"), withoutPIN()
	ada.register(key).want(201)
	admin := h.adminWith("read")
	refusals := func() []any {
		return admin.get("/admin/v1/audit-events?event_type=login.refused").want(200).object()["events"].([]any)
	}
	for _, acr := range []string{webauthnsvc.ACRPasskeyUV, "urn:other " + webauthnsvc.ACRPasskeyUV} {
		for _, verified := range []bool{false, true} { // the PIN of this key does not count yet
			before, browser, query := len(refusals()), h.browser(), authorizeQuery()
			query.Set("acr_values", acr)
			_, interaction, _ := strings.Cut(browser.get("/oauth2/authorize?"+query.Encode()).want(http.StatusFound).header.Get("Location"), "/login?interaction=")
			b := browser.begin("login", object{"interaction": interaction})
			if !strings.Contains(string(b.PublicKey), `"userVerification":"required"`) {
				t.Errorf("the options are %s", b.PublicKey)
			}
			key.UserVerified = verified
			browser.finish("login", b, browser.getWith(key, b)).wantReason("user_verification_missing")
			browser.finish("login", b, browser.getWith(key, b)).wantCode(409, "ceremony_spent")
			after := refusals()
			if len(after) != before+1 || after[0].(object)["reason"] != "user_verification_missing" {
				t.Fatalf("acr_values=%s: the refusals are %v", acr, after)
			}
			if whose := after[0].(object)["identity_id"]; verified && whose != ada.id.String() {
				t.Errorf("the refusal is of %v", whose)
			}
			back, err := url.Parse(browser.get("/oauth2/deny?interaction=" + interaction).want(http.StatusFound).header.Get("Location"))
			if err != nil {
				t.Fatal(err)
			}
			if answer := back.Query(); answer.Get("error") != unmet || answer.Get("state") != "the state" || answer.Get("iss") != baseURL {
				t.Errorf("acr_values=%s: %v", acr, answer)
			}
		}
	}
	for _, table := range []string{"authorization_codes", "passkey_sessions"} {
		if left := h.count(table); left != 0 {
			t.Errorf("%d rows in %s", left, table)
		}
	}
	if succeeded := admin.get("/admin/v1/audit-events?event_type=login.succeeded").want(200).object()["events"].([]any); len(succeeded) > 0 {
		t.Errorf("recorded as a login: %v", succeeded)
	}
	key.UserVerified = false
	for acr, want := range map[string]string{
		"urn:other": unmet, webauthnsvc.ACRPasskeyUV + " " + webauthnsvc.ACRPasskey: "", webauthnsvc.ACRPasskey: "",
	} {
		answer := h.authorizes(key, url.Values{"acr_values": {acr}})
		if answer.Get("error") != want || (answer.Get("code") == "") != (want != "") || answer.Get("state") != "the state" || answer.Get("iss") != baseURL {
			t.Errorf("acr_values=%s: %v", acr, answer)
		}
	}
	// What cannot be read may be a demand, too.
	for _, broken := range []string{"&acr_values=" + webauthnsvc.ACRPasskeyUV + ";x", "&acr_values=%zz"} {
		to := h.browser().get("/oauth2/authorize?" + authorizeQuery().Encode() + broken).want(http.StatusFound).header.Get("Location")
		if !strings.HasPrefix(to, kratosAt+"?") || !strings.Contains(to, "error=invalid_request") {
			t.Errorf("%s: sent to %s", broken, to)
		}
	}
	h = newHarness(t, minting, func(h *harness) { h.rules.UVPasskeyIsAAL2 = false })
	if answer := h.authorizes(device(), url.Values{"acr_values": {webauthnsvc.ACRPasskeyUV}}); answer.Get("error") != unmet {
		t.Errorf("where UV does not count: %v", answer)
	}
}
