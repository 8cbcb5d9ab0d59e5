package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestSettingsGate: a stolen password changes nothing in the settings of a user with a passkey, by browser or app.
// The owner uses the passkey once and can change everything.
func TestSettingsGate(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	port, key := freePort(t), demo.RandomSecret()
	remember("hook key", key)
	settings := localhost(freePort(t)) + "/settings"
	s := startStack(t, demo.KratosOptions{
		SettingsURL:   settings,
		SettingsHooks: []map[string]any{demo.SettingsHook(localhost(port), key)},
	}, demo.LatchkeyOptions{PublicPort: port, Env: []string{
		"LATCHKEY_KRATOS_HOOKS_KEY=" + key, "LATCHKEY_KRATOS_HOOKS_SETTINGS_UI_URL=" + settings,
	}})
	owner, page := s.browser(t)
	password2 := map[string]any{"method": "password", "password": "another " + password}
	must(t, owner.ChangeSettings(ctx, password2)) // no passkey yet: nothing to ask for
	a := webauthntest.New(s.latchkey.PublicURL)
	page.register(t, a)

	attackers := map[string]*demo.KratosUser{"browser": s.kratos.Browser(), "app": s.kratos.App()}
	for kind, attacker := range attackers {
		must(t, attacker.Login(ctx, owner.Email, "another "+password))
		for name, change := range map[string]func() error{
			"password": func() error {
				return attacker.ChangeSettings(ctx, map[string]any{"method": "password", "password": "the attacker's " + password})
			},
			"address": func() error {
				return attacker.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]string{"email": kind + "-attacker@example.com"}})
			},
			"lookup secrets": func() error { return attacker.EnrolLookupSecrets(ctx) },
			"totp":           func() error { _, err := attacker.EnrolTOTP(ctx); return err },
			"totp again":     func() error { _, err := attacker.EnrolTOTP(ctx); return err }, // the session is at aal2 by now
		} {
			if err := change(); err == nil || !strings.Contains(err.Error(), "protected by a passkey") {
				t.Errorf("%s by %s: %v", name, kind, err)
			}
		}
	}
	if got := s.support().events(t, "event_type=settings_gate.refused&identity_id="+owner.IdentityID.String()); len(got) == 0 {
		t.Error("it is not on record")
	}

	page.stepUp(t, a)
	if _, err := owner.EnrolTOTP(ctx); err != nil {
		t.Errorf("the owner, after the passkey: %v", err)
	}
	must(t, owner.EnrolLookupSecrets(ctx))
	page.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	// Kratos has raised the attackers' sessions for what the gate refused, and does so again.
	for kind, attacker := range attackers {
		if err := attacker.EnrolLookupSecrets(ctx); err == nil || !strings.Contains(err.Error(), "protected by a passkey") {
			t.Errorf("lookup secrets by %s: %v", kind, err)
		}
	}
	for kind, attacker := range map[string]caller{"browser": s.withCookie(attackers["browser"]), "app": s.withToken(attackers["app"])} {
		if level := attacker.level(t); level != "aal1" {
			t.Errorf("authz says %s of the attacker's session by %s, want aal1", level, kind)
		}
		attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	must(t, owner.ChangeSettings(ctx, map[string]any{"method": "password", "password": "a third " + password}))
	must(t, s.kratos.Browser().Login(ctx, owner.Email, "a third "+password))
	if log := s.latchkey.Log(); strings.Contains(log, owner.Cookie().Value) {
		t.Error("the log of Latchkey has a session cookie")
	}
	t.Run("AppOfARemovedPasskey", func(t *testing.T) { appOfARemovedPasskey(t, s) })
	t.Run("ChangedByItsOwner", func(t *testing.T) { changesPasswordAtGate(t, s) })
}

// appOfARemovedPasskey sets up an app through the gate with an attacker's passkey, which the attacker then removes: the
// app is not vouched for.
func appOfARemovedPasskey(t *testing.T, s *stack) {
	ctx := t.Context()
	owner, page := s.browser(t)
	phone, theirs := webauthntest.New(s.latchkey.PublicURL), webauthntest.New(s.latchkey.PublicURL)
	page.register(t, phone)
	page.stepUp(t, phone)
	bad := page.register(t, theirs) // with a stolen cookie
	user := s.kratos.Browser()
	must(t, user.Login(ctx, owner.Email, password))
	attacker := s.withCookie(user)
	attacker.stepUp(t, theirs)
	secret, err := user.EnrolTOTP(ctx)
	must(t, err)
	remember("totp secret", secret)
	attacker.do(t, http.MethodDelete, "/v1/passkeys/"+bad.ID.String(), nil).want(t, http.StatusOK, nil)

	again := s.steppedUp(t, owner, secret)
	if level := again.level(t); level != "aal1" {
		t.Errorf("authz says %s by the password and the attacker's app", level)
	}
	again.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
}
