package e2e_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/seal"
	"latchkey/webauthnsvc/webauthntest"
)

// testHeldBackCode: a login from Kratos' login page is finished here, and the redirect with its code is held back while the
// passkey ends. The code then opens nothing.
func testHeldBackCode(t *testing.T, s *stack) {
	for name, end := range map[string]func(*testing.T, caller, uuid.UUID){
		"Revoked":   func(t *testing.T, _ caller, id uuid.UUID) { s.change(t, id, "revoke") },
		"Suspended": func(t *testing.T, _ caller, id uuid.UUID) { s.change(t, id, "suspend") },
		"Removed": func(t *testing.T, person caller, id uuid.UUID) {
			person.do(t, http.MethodDelete, "/v1/passkeys/"+id.String(), nil).want(t, http.StatusOK, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, person, device := s.customer(t)
			made := person.passkeys(t)[0].ID
			person.stepUp(t, device)
			person.register(t, webauthntest.New(s.latchkey.PublicURL)) // so that Kratos keeps its link
			e := s.sent(t, s.newcomer(), "")
			callback := e.signs(t, device)
			end(t, person, made)
			if sessionIn(e.kratos.do(t, http.MethodGet, callback.RequestURI(), nil)) {
				t.Error("the code made a session after its passkey had ended")
			}
		})
	}
}

// testHeldBackLogin: an attacker with a stolen key without a PIN finishes a login at Kratos' login page and holds the
// redirect back until the owner signs in there with user verification. The owner's login does not become the attacker's.
func testHeldBackLogin(t *testing.T, s *stack) {
	_, person := s.app(t)
	key, phone := s.securityKey(), webauthntest.New(s.latchkey.PublicURL)
	person.register(t, key)
	person.stepUp(t, key)
	person.register(t, phone)
	theirs, mine := s.sent(t, s.newcomer(), ""), s.sent(t, s.newcomer(), "")
	held := theirs.signs(t, key)
	owner := s.carried(t, mine, mine.signs(t, phone))
	attacker := s.carried(t, theirs, held)
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("the attacker's session is at %q, want aal1", level)
	}
	attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).want(t, http.StatusForbidden, nil)
	owner.stepUp(t, phone) // two logins at the same moment cannot be assigned to their sessions
	if level := owner.level(t); level != "aal2" {
		t.Errorf("the owner's session is at %q, want aal2", level)
	}
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("the attacker's session is at %q later, want aal1", level)
	}
	alone := s.sent(t, s.newcomer(), "")
	_, _, device := s.customer(t)
	in := s.carried(t, alone, alone.signs(t, device))
	if level := in.level(t); level != "aal2" {
		t.Errorf("an undisturbed login at Kratos' page is at %q, want aal2", level)
	}
}

// carried takes the code to Kratos, and returns the session that results.
func (s *stack) carried(t *testing.T, e *errand, callback *url.URL) caller {
	t.Helper()
	cookie := cookieOf(t, e.kratos.do(t, http.MethodGet, callback.RequestURI(), nil), "ory_kratos_session")
	remember("session cookie", cookie.Value)
	return caller{s.latchkey.PublicURL, http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}, "Origin": {s.latchkey.PublicURL}}}
}

// testSealedCode: secrets.cipher alone, as from a stolen backup of the configuration, is not enough to create a code
// that Kratos turns into a session.
func testSealedCode(t *testing.T, s *stack) {
	victim, _, device := s.customer(t)
	s.signIn(t, device) // the link is there
	e := s.sent(t, s.newcomer(), "")
	asked := e.authorize.Query()
	sealer, err := seal.New([][]byte{[]byte(trustSecret)})
	must(t, err)
	now := time.Now().UTC()
	plain, err := json.Marshal(map[string]any{
		"jti": rand.Text(), "sub": victim.IdentityID, "uv": true, "auth_time": now, "challenge": asked.Get("code_challenge"),
		"client": asked.Get("client_id"), "redirect": asked.Get("redirect_uri"), "iat": now, "exp": now.Add(time.Minute),
	})
	must(t, err)
	callback, err := url.Parse(asked.Get("redirect_uri"))
	must(t, err)
	forged := url.Values{"state": {asked.Get("state")}, "code": {sealer.SealToken("oauth code", plain)}}
	if sessionIn(e.kratos.do(t, http.MethodGet, callback.Path+"?"+forged.Encode(), nil)) {
		t.Error("a code that was never issued made a session")
	}
}
