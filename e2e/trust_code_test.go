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

// testSealedCode: with secrets.cipher alone, as from a stolen backup of the configuration, nobody makes a code that Kratos
// turns into a session.
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
