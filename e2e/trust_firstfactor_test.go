package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

const (
	thiefsPassword = "a password of the thief's own 1"
	newPassword    = "another password of the owner's 2"
)

// setsPassword: a login by a found key makes a session in which Kratos lets a password be set. Then the thief signs in with
// it.
func (s *stack) setsPassword(t *testing.T, victim *demo.Visitor, key *webauthntest.Authenticator) *demo.Visitor {
	t.Helper()
	stolen, _ := s.signIn(t, key)
	a := s.attacker(t, "api")
	a.hold("X-Session-Token", stolen.header.Get("X-Session-Token"))
	got := a.flow("settings", "", func(kratosFlow) map[string]any {
		return map[string]any{"method": "password", "password": thiefsPassword}
	})
	if got.status != http.StatusOK {
		t.Fatalf("Kratos keeps the password out, so this proves nothing: %d %s", got.status, got.body)
	}
	thief := s.kratos.Browser()
	must(t, thief.Login(t.Context(), victim.Email, thiefsPassword))
	return thief
}

// testKeySetsPassword: the finder of a security key without a PIN has nothing else. A password that this key has set is no
// second factor beside it.
func testKeySetsPassword(t *testing.T, s *stack) {
	victim, person := s.app(t)
	key := s.securityKey()
	made := person.register(t, key)
	thief := s.withCookie(s.setsPassword(t, victim, key))
	thief.stepUp(t, key)
	if level := thief.level(t); level != "aal1" {
		t.Errorf("by a password of their own and the found key: %s, want aal1", level)
	}
	thief.notFresh(t)
	thief.do(t, http.MethodDelete, "/v1/passkeys/"+made.ID.String(), nil).refused(t, http.StatusForbidden, "step_up_required")

	key.UserVerified = true // a PIN of their own
	thief.stepUp(t, key)
	thief.stepUp(t, key)
	again, _ := s.signIn(t, key)
	if level := again.level(t); level != "aal1" {
		t.Errorf("with a PIN of their own: %s, want aal1", level)
	}
	thief.notFresh(t)
	var standing struct {
		Assurance struct{ Reasons []string }
		Factors   []struct {
			ID, Kind string
			Vouched  *bool
		}
		Ways []struct{ Way string }
	}
	thief.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
	if !slices.Contains(standing.Assurance.Reasons, "unvouched_first_factor") || len(standing.Ways) != 1 || standing.Ways[0].Way != "support" {
		t.Errorf("the answer does not say why, or what to do: %+v", standing)
	}
	for _, f := range standing.Factors {
		if f.Kind == "password" {
			thief.do(t, http.MethodPost, "/v1/factors/"+f.ID+"/confirm", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
		}
	}
	// The owner's sessions of before prove nothing by the password that took the place of theirs.
	person.stepUp(t, key)
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	if level := thief.level(t); level != "aal1" {
		t.Errorf("after a step-up of the owner: %s, want aal1", level)
	}
}

// testAdminsKeyFound: the same with an admin's key that another admin has confirmed.
func testAdminsKeyFound(t *testing.T, s *stack) {
	victim, person := s.app(t)
	key := s.securityKey()
	made := person.register(t, key)
	s.giveRole(t, victim, "admin")
	s.confirm(t, made.ID)
	thief := s.withCookie(s.setsPassword(t, victim, key))
	key.UserVerified = true
	thief.stepUp(t, key)
	thief.stepUp(t, key)
	for method, path := range map[string]string{http.MethodGet: "/admin/v1/me", http.MethodPost: "/admin/v1/keys"} {
		got := thief.do(t, method, path, map[string]any{"name": "a way back", "scopes": allScopes})
		if got.status != http.StatusForbidden {
			t.Errorf("%s %s: %d %s, want 403", method, path, got.status, got.gist())
		}
	}
}

// testOwnerChangesPassword: the owner of a key without a PIN signs in with the password and the key, changes the password,
// and goes on as before.
func testOwnerChangesPassword(t *testing.T, s *stack) {
	owner := s.kratos.Browser()
	email := demo.RandomSecret()[:12] + "@example.com"
	must(t, owner.Register(t.Context(), email, password, "Owner"))
	key, page := s.securityKey(), s.withCookie(owner)
	page.register(t, key)
	page.stepUp(t, key)
	if level := page.level(t); level != "aal2" {
		t.Fatalf("by password and key: %s, want aal2", level)
	}
	must(t, owner.ChangeSettings(t.Context(), map[string]any{"method": "password", "password": newPassword}))
	page.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil) // the page that opens next
	if level := page.level(t); level != "aal2" {
		t.Errorf("after the change: %s, want aal2", level)
	}
	next := s.kratos.Browser()
	must(t, next.Login(t.Context(), email, newPassword))
	again := s.withCookie(next)
	again.stepUp(t, key)
	if level := again.level(t); level != "aal2" {
		t.Errorf("by the new password and the key: %s, want aal2", level)
	}
	again.register(t, webauthntest.New(s.latchkey.PublicURL))
}
