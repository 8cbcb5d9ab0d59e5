package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// With kratos.adopt, a user with three passkeys and an authenticator app at Kratos signs in here with each of them. What is added
// at Kratos afterwards has to be confirmed.
func (s *stack) testAdoption(t *testing.T) {
	erin, page := s.browser(t)
	var mine []*webauthntest.Authenticator
	for range 3 {
		mine = append(mine, s.native(t, erin, "passkey"))
	}
	key := s.native(t, erin, "webauthn", func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	secret, err := erin.EnrolTOTP(t.Context())
	must(t, err)
	s.anyone().login(t, mine[0]).rejected(t, "not_accepted")
	s.commandLine(t, nil, 0, "import", "kratos", "--learn")
	for n, a := range mine {
		for range 2 {
			var got login
			s.anyone().login(t, a).want(t, http.StatusOK, &got)
			if got.IdentityID != erin.IdentityID || len(page.passkeys(t)) != n+1 {
				t.Errorf("passkey %d signs in %s, who has %d here", n, got.IdentityID, len(page.passkeys(t)))
			}
		}
	}
	thief := s.kratos.Browser()
	must(t, thief.Login(t.Context(), erin.Email, password))
	must(t, thief.StepUp(t.Context(), secret)) // Kratos demands it
	attackers := s.native(t, thief, "passkey")
	s.commandLine(t, nil, 0, "import", "kratos", "--learn")
	s.anyone().login(t, attackers).rejected(t, "not_accepted")
	s.anyone().login(t, key).rejected(t, "not_accepted")
}
