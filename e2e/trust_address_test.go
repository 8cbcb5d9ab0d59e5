package e2e_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/webauthnsvc/webauthntest"
)

// testMovedAddress: the attacker replaces the owner's address and recovers the account at the new one. That verifies
// it for the first time, and says nothing about the owner's older passkey. To Kratos the session is privileged.
func testMovedAddress(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	a := s.withStolenCookie(t, victim)
	mine := uuid.NewString() + "@attacker.example"
	got := a.flow("settings", "", func(kratosFlow) map[string]any {
		return map[string]any{"method": "profile", "traits": map[string]any{"email": mine}}
	})
	if got.status != http.StatusOK {
		t.Fatalf("Kratos answers %d %s, and the attack needs 200", got.status, got.gist())
	}
	if in, attacker := s.recover(t, mine); in { // the gate keeps it out
		attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
		attacker.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	}
	s.anyone().login(t, device).want(t, http.StatusOK, nil)
}
