package e2e_test

import (
	"net/http"
	"testing"
)

// testWeakWaysToRole: what is enough for a customer's first passkey, or for one after a lost device, does not lead to a role.
func testWeakWaysToRole(t *testing.T, s *stack) {
	t.Run("PasswordAlone", func(t *testing.T) {
		victim, _ := s.app(t)
		s.giveRole(t, victim, "admin")
		a := s.withPassword(t, victim, "browser")
		if got := a.register(); got.status != http.StatusForbidden {
			t.Errorf("a first passkey: %d %s, want 403", got.status, got.gist())
		}
		a.wantsNoConsole()
		a.wantsNoKey()
	})
	t.Run("PasswordAndNewApp", func(t *testing.T) { // the second factor is as new as the attacker
		victim, _ := s.app(t)
		s.giveRole(t, victim, "admin")
		a := s.withPassword(t, victim, "browser")
		a.enrolTOTP()
		a.whoami()
		if got := a.register(); got.status != http.StatusForbidden {
			t.Errorf("a first passkey: %d %s, want 403", got.status, got.gist())
		}
		a.wantsNoKey()
	})
	t.Run("PasswordAndCode", func(t *testing.T) {
		victim, person, device := s.customer(t)
		person.stepUp(t, device)
		var made struct{ Codes []string }
		person.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &made)
		s.giveRole(t, victim, "admin")
		a := s.withPassword(t, victim, "browser")
		a.try(a.latchkey, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": made.Codes[0]})
		a.register()
		a.wantsNoConsole()
		a.wantsNoKey()
	})
}

func (a *attacker) wantsNoConsole() {
	a.t.Helper()
	if got := a.try(a.latchkey, http.MethodGet, "/admin/v1/me", nil); got.status != http.StatusForbidden {
		a.t.Errorf("the console: %d %s, want 403", got.status, got.gist())
	}
}
