package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/totp"
	"latchkey/webauthnsvc/webauthntest"
)

// kratosOrigin is the page at which Kratos' own passkeys are used in these tests.
const kratosOrigin = "http://localhost:4455"

// enrolments are the second factors that an attacker sets up in Kratos' settings, with nothing but the session.
var enrolments = map[string]func(*attacker){
	"totp": (*attacker).enrolTOTP, "lookup_secret": (*attacker).enrolLookupSecrets, "webauthn": (*attacker).enrolWebAuthn,
}

func (a *attacker) enrolTOTP() {
	a.t.Helper()
	a.flow("settings", "", func(f kratosFlow) map[string]any {
		secret := f.secret("totp_secret_key")
		remember("totp secret", secret)
		a.totpSecret = secret
		return a.totpForm()
	})
}

func (a *attacker) totpForm() map[string]any {
	a.t.Helper()
	code, err := totp.Code(a.totpSecret, time.Now())
	must(a.t, err)
	return map[string]any{"method": "totp", "totp_code": code}
}

// usesTOTP signs in once more, by the app that enrolTOTP set up.
func (a *attacker) usesTOTP() {
	a.t.Helper()
	got := a.flow("login", "?aal=aal2&refresh=true", func(kratosFlow) map[string]any { return a.totpForm() })
	if got.status != http.StatusOK {
		a.t.Fatalf("the app signs in: %d %s, want 200", got.status, got.gist())
	}
}

func (a *attacker) enrolLookupSecrets() {
	a.t.Helper()
	action := func(name string) func(kratosFlow) map[string]any {
		return func(kratosFlow) map[string]any { return map[string]any{"method": "lookup_secret", name: true} }
	}
	a.flow("settings", "", action("lookup_secret_regenerate"), action("lookup_secret_confirm"))
}

// enrolWebAuthn adds a key as Kratos' second factor. Its form is for browsers.
func (a *attacker) enrolWebAuthn() {
	a.t.Helper()
	a.flow("settings", "", func(f kratosFlow) map[string]any {
		var options struct {
			PublicKey map[string]any `json:"publicKey"`
		}
		must(a.t, json.Unmarshal([]byte(f.value("webauthn_register_trigger")), &options))
		text, err := json.Marshal(options.PublicKey)
		must(a.t, err)
		credential, err := webauthntest.New(kratosOrigin).Create(text)
		must(a.t, err)
		return map[string]any{"method": "webauthn", "webauthn_register": string(credential), "webauthn_register_displayname": "a key"}
	})
}

// testTakeover: the victim has a passkey here. The attacker has the password, sets up a second factor of their own at
// Kratos, which raises the session to aal2 there, and gains nothing by it here.
func testTakeover(t *testing.T, s *stack) {
	for kind, enrol := range enrolments {
		t.Run(kind, func(t *testing.T) {
			victim, _, device := s.customer(t)
			a := s.withPassword(t, victim, "browser")
			a.raise(enrol)
			a.gainsNothing(find(t, s, victim.Email).Passkeys[0].ID)
			s.anyone().login(t, device).want(t, http.StatusOK, nil)
			a.hasNoWayBack()
		})
	}
	t.Run("App", func(t *testing.T) {
		victim, _, _ := s.customer(t)
		a := s.withPassword(t, victim, "api")
		a.raise((*attacker).enrolTOTP)
		a.gainsNothing(find(t, s, victim.Email).Passkeys[0].ID)
	})
	t.Run("Admin", func(t *testing.T) { testTakeoverOfAdmin(t, s) })
}

// hasNoWayBack: nothing on the attacker's device can sign in.
func (a *attacker) hasNoWayBack() {
	a.t.Helper()
	if len(a.device.Passkeys()) > 0 {
		a.s.anyone().login(a.t, a.device).rejected(a.t, "not_accepted")
	}
}

// raise enrols a factor and requires aal2 at Kratos; otherwise the attack would prove nothing.
func (a *attacker) raise(enrol func(*attacker)) {
	a.t.Helper()
	if got := a.try(a.latchkey, http.MethodPost, "/v1/registration/begin", struct{}{}); got.gist() != "step_up_required" {
		a.t.Errorf("before the factor: %d %s, want step_up_required", got.status, got.gist())
	}
	enrol(a)
	if level := a.whoami(); level != "aal2" {
		a.t.Fatalf("Kratos says %q of the session, and the attack needs aal2", level)
	}
}

var allScopes = []string{"read", "export", "revoke", "reset", "keys"}

// testTakeoverOfAdmin: the same against an admin; the prize is the console and a key that outlives the session.
func testTakeoverOfAdmin(t *testing.T, s *stack) {
	victim, _, _ := s.customer(t)
	s.giveRole(t, victim, "admin")
	a := s.withPassword(t, victim, "browser")
	a.raise((*attacker).enrolTOTP)
	if got := a.try(a.latchkey, http.MethodGet, "/admin/v1/me", nil); got.status != http.StatusForbidden {
		t.Errorf("the console: %d %s, want 403", got.status, got.gist())
	}
	a.gainsNothing(find(t, s, victim.Email).Passkeys[0].ID)
	a.wantsNoKey()
}

// wantsNoKey steps up with the attacker's own passkey, if there is one, and requests an admin key.
func (a *attacker) wantsNoKey() {
	a.t.Helper()
	if len(a.device.Passkeys()) > 0 {
		var b begun
		begin := a.try(a.latchkey, http.MethodPost, "/v1/step-up/begin", struct{}{})
		if begin.status == http.StatusOK {
			must(a.t, json.Unmarshal(begin.body, &b))
			if credential, err := a.device.Get(b.PublicKey); err == nil {
				a.try(a.latchkey, http.MethodPost, "/v1/step-up/finish", finish{b.Ceremony, credential})
			}
		}
	}
	made := a.try(a.latchkey, http.MethodPost, "/admin/v1/keys", map[string]any{"name": "a way back " + uuid.NewString(), "scopes": allScopes})
	if made.status != http.StatusForbidden {
		a.t.Errorf("an admin key: %d %s, want 403", made.status, made.gist())
	}
}
