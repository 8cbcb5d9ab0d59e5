package e2e_test

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// testOwnPasskey: a passkey of Kratos' own method is a factor like any other. A session by password enrols another
// one, which Kratos then records in that session, and gains nothing.
func testOwnPasskey(t *testing.T, s *stack) {
	victim, _ := s.app(t)
	must(t, s.kratos.PatchIdentity(t.Context(), victim.IdentityID, "add", "/credentials/passkey", map[string]any{
		"type": "passkey", "identifiers": []string{uuid.NewString()},
		"config": map[string]any{"user_handle": "AAAA", "credentials": []any{map[string]any{"id": "AQ==", "public_key": "AQ==", "is_passwordless": true}}},
	}))
	s.withPassword(t, victim, "api").wantsNoFirstPasskey()
	a := s.withPassword(t, victim, "browser")
	a.enrolOwnPasskey(webauthntest.New(kratosOrigin))
	if !slices.Contains(a.methods(), "passkey") {
		t.Fatalf("Kratos records %v, and the attack needs passkey", a.methods())
	}
	a.wantsNoFirstPasskey()
	if level := a.latchkey.level(t); level != "aal1" {
		t.Errorf("authz says %s, want aal1", level)
	}
}

// testOwnPasskeyWithRole: an admin has a passkey of Kratos' own, which Latchkey has known for days, and none here. An attacker
// with the password adds another one at Kratos, signs in with it, enters the password, and removes it before Latchkey sees
// it. Neither the console nor a first passkey is to be had, although the session counts as aal2 by the admin's passkey.
func testOwnPasskeyWithRole(t *testing.T, s *stack) {
	admin, page := s.browser(t)
	owner := s.attacker(t, "browser")
	owner.hold("Cookie", admin.Cookie().Name+"="+admin.Cookie().Value)
	owner.enrolOwnPasskey(webauthntest.New(kratosOrigin))
	page.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	_, err := s.database(t).Exec(t.Context(), `
		UPDATE factors
		SET first_seen_at = first_seen_at - $1::interval, set_up_at = set_up_at - $1::interval
		WHERE identity_id = $2`, 48*time.Hour, admin.IdentityID)
	must(t, err)
	s.giveRole(t, admin, "admin")

	device := webauthntest.New(kratosOrigin)
	s.withPassword(t, admin, "browser").enrolOwnPasskey(device)
	a := s.withOwnPasskey(t, device)
	a.entersPassword(admin)
	a.removesOwnPasskey(device)
	if methods := a.methods(); !slices.Equal(methods, []string{"passkey", "password"}) {
		t.Fatalf("Kratos records %v, and the attack needs passkey and password", methods)
	}
	a.wantsNoConsole()
	a.wantsNoKey()
	if got := a.register(); got.status != http.StatusForbidden || got.gist() != "forbidden" {
		t.Errorf("a first passkey: %d %s, want 403 forbidden", got.status, got.gist())
	}
	if level := a.latchkey.level(t); level != "aal2" {
		t.Errorf("authz says %s: without aal2, the level alone refuses, and the attack proves nothing", level)
	}
}

// enrolOwnPasskey adds a passkey of Kratos' own.
func (a *attacker) enrolOwnPasskey(device *webauthntest.Authenticator) {
	a.t.Helper()
	a.mustFlow("settings", "", func(f kratosFlow) map[string]any {
		credential, err := device.Create(a.publicKey(f.value("passkey_create_data")))
		must(a.t, err)
		return map[string]any{"method": "passkey", "passkey_settings_register": string(credential)}
	})
}

// withOwnPasskey signs in with a passkey of Kratos' own.
func (s *stack) withOwnPasskey(t *testing.T, device *webauthntest.Authenticator) *attacker {
	t.Helper()
	a := s.attacker(t, "browser")
	a.mustFlow("login", "", func(f kratosFlow) map[string]any {
		credential, err := device.Get(a.publicKey(f.value("passkey_challenge")))
		must(t, err)
		return map[string]any{"method": "passkey", "passkey_login": string(credential)}
	})
	return a
}

// entersPassword refreshes the session.
func (a *attacker) entersPassword(victim *demo.KratosUser) {
	a.t.Helper()
	a.mustFlow("login", "?refresh=true", func(kratosFlow) map[string]any {
		return map[string]any{"method": "password", "identifier": victim.Email, "password": password}
	})
}

// removesOwnPasskey removes the device's passkey at Kratos.
func (a *attacker) removesOwnPasskey(device *webauthntest.Authenticator) {
	a.t.Helper()
	a.mustFlow("settings", "", func(kratosFlow) map[string]any {
		return map[string]any{"method": "passkey", "passkey_remove": hex.EncodeToString(device.Passkeys()[0].ID)}
	})
}

// mustFlow is flow with a form that Kratos must accept, since the attack proves nothing without.
func (a *attacker) mustFlow(name, query string, form func(kratosFlow) map[string]any) {
	a.t.Helper()
	if got := a.flow(name, query, form); got.status != http.StatusOK {
		a.t.Fatalf("Kratos answers %d, and the attack needs 200: %s", got.status, got.body)
	}
}

// methods are the session's methods, as Kratos records them.
func (a *attacker) methods() (list []string) {
	a.t.Helper()
	var session struct {
		Methods []struct{ Method string } `json:"authentication_methods"`
	}
	a.try(a.kratos, http.MethodGet, "/sessions/whoami", nil).want(a.t, http.StatusOK, &session)
	for _, one := range session.Methods {
		list = append(list, one.Method)
	}
	return list
}

// publicKey is the part of Kratos' options that goes to the authenticator.
func (a *attacker) publicKey(options string) []byte {
	a.t.Helper()
	var wrapped struct {
		PublicKey json.RawMessage `json:"publicKey"`
		Options   struct {
			PublicKey json.RawMessage `json:"publicKey"`
		} `json:"credentialOptions"`
	}
	if err := json.NewDecoder(strings.NewReader(options)).Decode(&wrapped); err != nil {
		a.t.Fatalf("Kratos offers %q: %v", options, err)
	}
	if wrapped.PublicKey != nil {
		return wrapped.PublicKey
	}
	return wrapped.Options.PublicKey
}
