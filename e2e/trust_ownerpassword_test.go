package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// promptly is how soon after the verification of the address Kratos must create the session of the recovery, so that a change
// of the password right afterwards does not matter (standing/proof.go).
const promptly = 250 * time.Millisecond

// testOwnerSetsAPasswordFirst: Kratos leads the owner from the recovery to its settings, for a new password, before Latchkey
// sees their session. They may still set up a passkey. On a busy machine Kratos may take too long, so this tries again.
func testOwnerSetsAPasswordFirst(t *testing.T, s *stack) {
	for range 5 {
		mallory, person := s.browser(t)
		person.register(t, webauthntest.New(s.latchkey.PublicURL))
		s.settled(t, mallory)
		in, owner := s.recover(t, mallory.Email)
		if !in {
			t.Fatal("the owner of the address cannot recover the account")
		}
		a := s.attacker(t, "browser") // no attack: the same client
		a.hold("Cookie", owner.header.Get("Cookie"))
		got := a.flow("settings", "", func(kratosFlow) map[string]any { return map[string]any{"method": "password", "password": newPassword} })
		if got.status != http.StatusOK {
			t.Fatalf("Kratos does not take the owner's password: %d %s", got.status, got.body)
		}
		if s.tookLong(t, mallory, a) {
			continue
		}
		own := webauthntest.New(s.latchkey.PublicURL)
		owner.register(t, own)
		s.anyone().login(t, own).want(t, http.StatusOK, nil)
		return
	}
	t.Fatal("Kratos always takes too long for a recovery, so this proves nothing")
}

// tookLong reports whether Kratos created the session of a recovery too long after it had verified the address.
func (s *stack) tookLong(t *testing.T, user *demo.KratosUser, a *attacker) bool {
	t.Helper()
	var session struct {
		Methods []struct {
			Name        string    `json:"method"`
			CompletedAt time.Time `json:"completed_at"`
		} `json:"authentication_methods"`
	}
	must(t, json.Unmarshal(a.try(a.kratos, http.MethodGet, "/sessions/whoami", nil).body, &session))
	if len(session.Methods) == 0 || session.Methods[0].Name != "link_recovery" {
		t.Fatalf("the session has the methods %+v", session.Methods)
	}
	verified, err := time.Parse(time.RFC3339Nano, s.verifiedAt(t, user))
	must(t, err)
	apart := session.Methods[0].CompletedAt.Sub(verified)
	t.Logf("from the verification to the session: %s", apart)
	return apart > promptly
}
