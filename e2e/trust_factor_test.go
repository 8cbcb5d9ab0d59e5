package e2e_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// unlinksApp removes the authenticator app of the session's identity in Kratos' settings.
func (a *attacker) unlinksApp() answer {
	a.t.Helper()
	return a.flow("settings", "", func(kratosFlow) map[string]any { return map[string]any{"method": "totp", "totp_unlink": true} })
}

// testUnlinkedFactor: the attacker removes the victim's authenticator app at Kratos, with the password alone, so that a first
// passkey is to be had for it. With the settings that we ship, Kratos itself refuses.
func testUnlinkedFactor(t *testing.T, s *stack) {
	victim, _ := s.app(t)
	_, err := victim.EnrolTOTP(t.Context())
	must(t, err)
	a := s.withPassword(t, victim, "browser")
	if got := a.unlinksApp(); got.status != http.StatusForbidden || got.gist() != "session_aal2_required" {
		t.Errorf("Kratos answers %d %s, want 403 session_aal2_required", got.status, got.gist())
	}
	a.wantsNoFirstPasskey()
}

// TestUnlinkedFactor: a Kratos whose settings ask for aal1 lets the attacker do it. Latchkey has seen the app, and knows that
// it is gone.
func TestUnlinkedFactor(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{SettingsAAL: "aal1"}, demo.LatchkeyOptions{})
	victim, person := s.app(t)
	_, err := victim.EnrolTOTP(t.Context())
	must(t, err)
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	a := s.withPassword(t, victim, "browser")
	if got := a.unlinksApp(); got.status != http.StatusOK {
		t.Fatalf("Kratos answers %d %s, and the attack needs 200", got.status, got.gist())
	}
	a.wantsNoFirstPasskey()
}

// testUseOfAnEarlierFactor: an app that the attacker set up and unlinked has raised the session at Kratos. It must not count
// as a use of the app that the owner sets up later.
func testUseOfAnEarlierFactor(t *testing.T, s *stack) {
	for _, looked := range []bool{true, false} {
		victim, person := s.browser(t)
		device := webauthntest.New(s.latchkey.PublicURL)
		passkey := person.register(t, device).ID
		a := s.withPassword(t, victim, "browser")
		a.enrolTOTP()
		if looked {
			a.gainsNothing(passkey)
		}
		if got := a.unlinksApp(); got.status != http.StatusOK {
			t.Fatalf("Kratos answers %d %s, and the attack needs 200", got.status, got.gist())
		}
		if level := a.whoami(); level != "aal2" {
			t.Fatalf("Kratos says %q of the session, and the attack needs aal2", level)
		}
		person.stepUp(t, device)
		_, err := victim.EnrolTOTP(t.Context())
		must(t, err)
		if f := person.oneFactor(t, "totp"); !*f.Vouched {
			t.Fatalf("got %+v, want vouched: the attack needs that", f)
		}
		a.gainsNothing(passkey)
	}
}

// wantsNoFirstPasskey: next to a factor at Kratos, the password alone cannot register a passkey.
func (a *attacker) wantsNoFirstPasskey() {
	a.t.Helper()
	if got := a.register(); got.status != http.StatusForbidden || got.gist() != "step_up_required" {
		a.t.Errorf("a first passkey: %d %s, want 403 step_up_required", got.status, got.gist())
	}
}

// TestCodeAsSecondFactor: Kratos mails codes as a second factor but requires only aal1, so Latchkey must require
// more.
func TestCodeAsSecondFactor(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{Code: "second"}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_POLICY_REQUIRED=highest_available", "LATCHKEY_POLICY_GRACE=0s"}})
	victim, _ := s.app(t)
	a := s.withPassword(t, victim, "api")
	if got := a.authz(); got.status != http.StatusForbidden {
		t.Errorf("authz: %d %s, want 403", got.status, got.gist())
	}
	a.wantsNoFirstPasskey()
}

// testUnknownKind: a newer Kratos holds a kind of factor that this Latchkey has never heard of. It fails closed.
func testUnknownKind(t *testing.T, shared *stack) {
	target, err := url.Parse(shared.kratos.AdminURL)
	must(t, err)
	newer := httputil.NewSingleHostReverseProxy(target)
	newer.ModifyResponse = addUnknownKind
	port := freePort(t)
	serve(t, port, newer)
	s := &stack{kratos: shared.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{
		Kratos: shared.kratos, Env: []string{"LATCHKEY_KRATOS_ADMIN_URL=" + localhost(port)},
	})}
	victim, _ := s.app(t)
	s.withPassword(t, victim, "api").wantsNoFirstPasskey()
}

// addUnknownKind adds a factor of an unknown kind to Kratos' answers about an identity.
func addUnknownKind(r *http.Response) error {
	if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Request.URL.Path, "/admin/identities/") {
		return nil
	}
	var identity map[string]any
	if err := json.NewDecoder(r.Body).Decode(&identity); err != nil {
		return nil // no identity: sessions, or nothing at all
	}
	if credentials, ok := identity["credentials"].(map[string]any); ok {
		credentials["retina_scan"] = map[string]any{"type": "retina_scan", "identifiers": []string{"left"}, "version": 0}
	}
	text, err := json.Marshal(identity)
	r.Body = io.NopCloser(bytes.NewReader(text))
	r.ContentLength = int64(len(text))
	r.Header.Set("Content-Length", strconv.Itoa(len(text)))
	return err
}
