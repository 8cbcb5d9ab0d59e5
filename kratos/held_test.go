package kratos_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/kratos"
)

// holding is the recorded identity with these credentials, as the admin API returns them.
func holding(t *testing.T, credentials string) string {
	return edit(t, identity, `{"id":`, `{"credentials":{`+credentials+`},"id":`)
}

func heldBy(t *testing.T, credentials string) assurance.Held {
	t.Helper()
	_, held, err := saying(t, 200, asJSON, holding(t, credentials)).Holdings(t.Context(), uuid.MustParse(identityID), nil)
	must(t, err)
	return held
}

// TestHeldKinds: a visibly empty credential is absent; a withheld or unreadable one is present.
func TestHeldKinds(t *testing.T) {
	for _, test := range []struct{ credentials, want string }{
		{``, ""},
		{`"password":{"type":"password","identifiers":["a"]},"oidc":{"config":["of other shape"]}`, ""},
		{`"totp":{"config":{"totp_url":""}}`, ""},
		{`"totp":{"config":{}}`, ""},
		{`"totp":{"config":{"totp_url":"otpauth://x"}}`, "totp"},
		{`"totp":{"type":"totp","identifiers":["a"]}`, "totp"},
		{`"totp":{"config":["odd"]}`, "totp"},
		{`"lookup_secret":{"config":null}`, "lookup_secret"},
		{`"lookup_secret":{"config":{"recovery_codes":[]}}`, ""},
		{`"lookup_secret":{"config":{"recovery_codes":[{"code":"a"},{"code":"b"}]}}`, "lookup_secret"},
		{`"lookup_secret":{"config":{"recovery_codes":"odd"}}`, "lookup_secret"},
		{`"webauthn":{"config":{}}`, ""},
		{`"webauthn":{"config":{"user_handle":"AAAA"}}`, ""},
		{`"webauthn":{"config":{"credentials":null}}`, ""},
		{`"webauthn":{"config":{"credentials":[{"id":"AQ==","is_passwordless":true},{"id":"Ag=="}]}}`, "webauthn webauthn"},
		{`"webauthn":{"config":{"credentials":[{"id":7},{}]}}`, "webauthn webauthn"},
		{`"webauthn":{"config":{"credentials":{}}}`, "webauthn"},
		{`"passkey":{"config":{"credentials":[{"id":"AQ==","is_passwordless":true}]}}`, "passkey"},
		{`"passkey":{}`, "passkey"},
		{`"code":{"config":{"addresses":[{"channel":"email","address":"a"},{"channel":"sms","address":"b"}]}}`, "code code"},
		{`"code":{"config":{"addresses":[]}}`, ""},
		{`"code":{}`, "code"},
		{`"deviceauthn":{"identifiers":["d"]},"saml":{"config":{}}`, "deviceauthn saml"},
	} {
		kinds := []string{}
		for _, f := range heldBy(t, test.credentials) {
			kinds = append(kinds, f.Kind)
		}
		if got := strings.Join(kinds, " "); got != test.want {
			t.Errorf("%s: holds %q, want %q", test.credentials, got, test.want)
		}
	}
}

// TestHeldMaterial: a factor that replaces another is a different one; usage that Kratos records does not make it
// different.
func TestHeldMaterial(t *testing.T) {
	prints := func(credentials string) (list []string) {
		for _, f := range heldBy(t, credentials) {
			list = append(list, fmt.Sprintf("%x", f.Fingerprint([]byte("key"))))
		}
		slices.Sort(list)
		return list
	}
	key := func(id, public, more string) string {
		return `"webauthn":{"config":{"credentials":[{"id":"` + id + `","public_key":"` + public + `"` + more + `}]}}`
	}
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"a renamed account", `"totp":{"config":{"totp_url":"otpauth://totp/A:a?secret=ABC&issuer=A"}}`, `"totp":{"config":{"totp_url":"otpauth://totp/B:b?secret=ABC&issuer=B"}}`, true},
		{"another TOTP secret", `"totp":{"config":{"totp_url":"otpauth://totp/A:a?secret=ABC"}}`, `"totp":{"config":{"totp_url":"otpauth://totp/A:a?secret=ABD"}}`, false},
		{"a used code", `"lookup_secret":{"config":{"recovery_codes":[{"code":"a"},{"code":"b"}]}}`, `"lookup_secret":{"config":{"recovery_codes":[{"code":"b","used_at":"2026-11-22T17:38:13Z"},{"code":"a"}]}}`, true},
		{"other codes", `"lookup_secret":{"config":{"recovery_codes":[{"code":"a"},{"code":"b"}]}}`, `"lookup_secret":{"config":{"recovery_codes":[{"code":"ab"}]}}`, false},
		{"a counter", key("AQ==", "AQ==", ""), key("AQ==", "AQ==", `,"authenticator":{"sign_count":7},"display_name":"x"`), true},
		{"another key", key("AQ==", "AQ==", ""), key("Ag==", "AQ==", ""), false},
		{"another key with the same credential ID", key("AQ==", "AQ==", ""), key("AQ==", "Ag==", ""), false},
		{"another address", `"code":{"config":{"addresses":[{"channel":"email","address":"a"}]}}`, `"code":{"config":{"addresses":[{"channel":"email","address":"b"}]}}`, false},
		{"an unknown kind, again", `"deviceauthn":{"identifiers":["b","a"]}`, `"deviceauthn":{"identifiers":["a","b"],"version":1}`, true},
		{"an unknown kind, another", `"deviceauthn":{"identifiers":["a"]}`, `"deviceauthn":{"identifiers":["b"]}`, false},
	} {
		if a, b := prints(test.a), prints(test.b); slices.Equal(a, b) != test.same || len(a) == 0 {
			t.Errorf("%s: %q and %q, want them the same: %t", test.name, a, b, test.same)
		}
	}
	held := heldBy(t, `"webauthn":{"config":{"credentials":[{"id":"+/8=","public_key":"AQ=="},{"id":"%","public_key":"AQ=="}]}}`)
	if held[0].Ref != "-_8" || held[1].Ref != "" {
		t.Errorf("refs %q and %q", held[0].Ref, held[1].Ref)
	}
	if printed := fmt.Sprintf("%v %+v %s", held, held, held[0].Material); strings.Contains(printed, "AQ==") {
		t.Errorf("it prints %s", printed)
	}
}

// TestCodeIsSecondFactor: the setting decides; auto asks, and takes an unclear answer as yes, marked as unsure.
func TestCodeIsSecondFactor(t *testing.T) {
	yes := func(context.Context) (bool, error) { return true, nil }
	no := func(context.Context) (bool, error) { return false, nil }
	unclear := func(context.Context) (bool, error) { return false, errors.New("unclear") }
	never := func(context.Context) (bool, error) { t.Error("asked"); return false, nil }
	const credential = `"code":{"config":{"addresses":[{"channel":"email","address":"a"}]}}`
	address := `"verifiable_addresses":[{"value":"ada@example.com","via":"email"}],"organization_id":null`
	for _, test := range []struct {
		name, setting, credentials string
		edit                       string
		ask                        func(context.Context) (bool, error)
		held, unsure               bool
	}{
		{"offered", "", credential, "", yes, true, false},
		{"not offered", "auto", credential, "", no, false, false},
		{"unclear", "auto", credential, "", unclear, true, true},
		{"no session to ask with", "auto", credential, "", nil, true, true},
		{"no address", "auto", `"code":{"config":{}}`, "", never, false, false},
		{"an address without a credential, offered", "auto", ``, address, yes, true, false},
		{"an address without a credential, not offered", "auto", ``, address, no, false, false},
		{"an address without a credential, unclear", "auto", ``, address, unclear, true, true},
		{"an address without a credential, no session", "auto", ``, address, nil, false, false},
		{"set to yes", "yes", credential, "", never, true, false},
		{"set to yes, address only", "yes", ``, address, never, true, false},
		{"set to no", "no", credential, "", never, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := holding(t, test.credentials)
			if test.edit != "" {
				body = edit(t, body, `"organization_id":null`, test.edit)
			}
			address := serving(t, body)
			c, err := kratos.New(kratos.Config{PublicURL: address, AdminURL: address, Timeout: 30 * time.Second, CodeSecondFactor: test.setting})
			must(t, err)
			_, held, err := c.Holdings(t.Context(), uuid.MustParse(identityID), test.ask)
			must(t, err)
			if held.Has(assurance.KindCode) != test.held || (test.held && held[0].Unsure != test.unsure) {
				t.Errorf("held %+v, want %t, unsure %t", held, test.held, test.unsure)
			}
		})
	}
	if _, err := kratos.New(kratos.Config{PublicURL: "http://a", AdminURL: "http://a", CodeSecondFactor: "maybe"}); err == nil {
		t.Error("maybe is a setting")
	}
}

// TestCodeAnswerIsKept: an answer that depends on Kratos' configuration is used for all identities, except in
// organisations.
func TestCodeAnswerIsKept(t *testing.T) {
	plain := holding(t, `"code":{"config":{"addresses":[{"channel":"email","address":"a"}]}}`)
	body := plain
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Timeout: 30 * time.Second})
	must(t, err)
	asked := 0
	holds := func(offered bool) bool {
		_, held, err := c.Holdings(t.Context(), uuid.MustParse(identityID), func(context.Context) (bool, error) { asked++; return offered, nil })
		must(t, err)
		return held.Has(assurance.KindCode)
	}
	body = edit(t, plain, `"organization_id":null`, `"organization_id":"`+sessionID+`"`)
	if first, second := holds(false), holds(false); first || second || asked != 2 {
		t.Errorf("an organisation: asked %d times", asked)
	}
	body, asked = plain, 0
	if first, second := holds(true), holds(false); !first || !second || asked != 1 {
		t.Errorf("any user: asked %d times, want the organisation's answer not to count, and the first to", asked)
	}
	_, held, err := c.Holdings(t.Context(), uuid.MustParse(identityID), nil)
	if err != nil || !held.Has(assurance.KindCode) || held[0].Unsure {
		t.Errorf("without a session: %+v, %v", held, err)
	}
}

// TestOffersCodeUnclear: only a complete login flow to aal2 can mean no.
func TestOffersCodeUnclear(t *testing.T) {
	flow := `{"requested_aal":"aal2","ui":{"nodes":[{"group":"default"},{"group":"totp"}]}}`
	for body, want := range map[string]string{
		flow:                                   "no",
		edit(t, flow, "totp", "code"):          "yes",
		edit(t, flow, "aal2", "aal1"):          "unclear",
		`{"requested_aal":"aal2"}`:             "unclear",
		`{"requested_aal":"aal2","ui":{}}`:     "unclear",
		`{"redirect_browser_to":"https://id"}`: "unclear",
		`{}`:                                   "unclear",
		`[]`:                                   "unclear",
	} {
		var query, proof string
		c := answering(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			if r.URL.Path == "/sessions/whoami" {
				_, _ = io.WriteString(w, session)
				return
			}
			query, proof = r.URL.String(), r.Header.Get("Cookie")
			_, _ = io.WriteString(w, body)
		})
		s, err := c.Session(t.Context(), credential(t, c, "Cookie", "other=1; ory_kratos_session=abc"))
		must(t, err)
		offered, err := s.OffersCode(t.Context())
		got := map[bool]string{true: "yes", false: "no"}[offered]
		if err != nil {
			got = "unclear"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
		if query != "/self-service/login/browser?aal=aal2" || proof != "ory_kratos_session=abc" {
			t.Errorf("asked %s with %s", query, proof)
		}
	}
}
