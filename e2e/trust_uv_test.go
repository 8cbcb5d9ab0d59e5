package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// securityKey is a key without a PIN: it does not verify the user, and its passkeys are bound to it.
func (s *stack) securityKey() *webauthntest.Authenticator {
	key := webauthntest.New(s.latchkey.PublicURL)
	key.UserVerified, key.BackupEligible, key.BackedUp = false, false, false
	key.Transports, key.Attachment = []string{"usb"}, "cross-platform"
	return key
}

// testFirstUV: an attacker with a stolen security key without a PIN can set one. The key then verifies the attacker, so
// its first user verification does not count until the owner has used another factor with it.
func testFirstUV(t *testing.T, s *stack) {
	key := s.securityKey()
	victim, person := s.app(t)
	made := person.register(t, key)
	s.giveRole(t, victim, "admin")
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+made.ID.String()+"/confirm", map[string]string{"reason": "seen in person"})

	key.UserVerified = true // the attacker's PIN
	var got login
	s.anyone().login(t, key).want(t, http.StatusOK, &got)
	if got.Assurance.Level != "aal1" {
		t.Errorf("the login is %s, want aal1", got.Assurance.Level)
	}
	attacker, _ := s.signIn(t, key)
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("authz says %q, want aal1", level)
	}
	attacker.notFresh(t)
	attacker.do(t, http.MethodDelete, "/v1/passkeys/"+made.ID.String(), nil).refused(t, http.StatusForbidden, "step_up_required")
	// The key does not vouch for itself: neither does a step-up by it in its own session.
	attacker.finish(t, "step-up", attacker.begin(t, "step-up").signed(t, key))
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("after a step-up by the same key, authz says %q, want aal1", level)
	}
	attacker.notFresh(t)

	// The owner sets a PIN and uses it in a session that the password began: two factors.
	owner, own := s.app(t)
	ownKey := s.securityKey()
	own.register(t, ownKey)
	ownKey.UserVerified = true
	own.stepUp(t, ownKey)
	s.anyone().login(t, ownKey).want(t, http.StatusOK, &got)
	if got.IdentityID != owner.IdentityID || got.Assurance.Level != "aal2" {
		t.Errorf("after a step-up beside the password, the login is %+v, want aal2", got)
	}
}

// testKeyWithoutPIN: a passkey without user verification creates a session at aal1, and such a session cannot create
// anything stronger.
func testKeyWithoutPIN(t *testing.T, s *stack) {
	t.Run("SetsPassword", func(t *testing.T) { testKeySetsPassword(t, s) })
	t.Run("Admin", func(t *testing.T) { testAdminsKeyFound(t, s) })
	t.Run("OwnersRequest", func(t *testing.T) { testOwnersRequestVouches(t, s) })
	t.Run("OwnerChangesPassword", func(t *testing.T) { testOwnerChangesPassword(t, s) })
	t.Run("OwnerDisownsPassword", func(t *testing.T) { testOwnerDisownsPassword(t, s) })
	for name, device := range map[string]*webauthntest.Authenticator{
		"Synced": webauthntest.New(s.latchkey.PublicURL), "SecurityKey": s.securityKey(),
	} {
		t.Run(name, func(t *testing.T) {
			_, person := s.app(t)
			made := person.register(t, device)
			device.UserVerified = false
			attacker, _ := s.signIn(t, device)
			if level := attacker.level(t); level != "aal1" {
				t.Fatalf("authz says %q, want aal1", level)
			}
			for _, step := range []struct{ method, path string }{
				{http.MethodPost, "/v1/registration/begin"},
				{http.MethodPost, "/v1/recovery-codes"},
				{http.MethodDelete, "/v1/passkeys/" + made.ID.String()},
			} {
				if got := attacker.do(t, step.method, step.path, struct{}{}); got.status != http.StatusForbidden || got.gist() != "step_up_required" {
					t.Errorf("%s %s: %d %s, want 403 step_up_required", step.method, step.path, got.status, got.gist())
				}
			}
			attacker.finish(t, "step-up", attacker.begin(t, "step-up").signed(t, device)) // the same factor once more
			if got := attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}); got.status != http.StatusForbidden {
				t.Errorf("after a step-up by the same key: %d %s, want 403", got.status, got.gist())
			}
		})
	}
}
