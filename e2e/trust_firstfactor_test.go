package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

const (
	attackersPassword = "a password of the attacker's own 1"
	newPassword       = "another password of the owner's 2"
)

// setsPassword: a login with a found key creates a session in which Kratos allows setting a password. Then the
// attacker signs in with it.
func (s *stack) setsPassword(t *testing.T, victim *demo.KratosUser, key *webauthntest.Authenticator) *demo.KratosUser {
	t.Helper()
	stolen, _ := s.signIn(t, key)
	a := s.attacker(t, "api")
	a.hold("X-Session-Token", stolen.header.Get("X-Session-Token"))
	got := a.flow("settings", "", func(kratosFlow) map[string]any {
		return map[string]any{"method": "password", "password": attackersPassword}
	})
	if got.status != http.StatusOK {
		t.Fatalf("Kratos keeps the password out, so this proves nothing: %d %s", got.status, got.body)
	}
	attacker := s.kratos.Browser()
	must(t, attacker.Login(t.Context(), victim.Email, attackersPassword))
	return attacker
}

// testKeySetsPassword: an attacker with a stolen security key without a PIN has nothing else. A password that this key has set
// is not a second factor next to it.
func testKeySetsPassword(t *testing.T, s *stack) {
	victim, person := s.app(t)
	key := s.securityKey()
	made := person.register(t, key)
	attacker := s.withCookie(s.setsPassword(t, victim, key))
	attacker.stepUp(t, key)
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("by a password of their own and the found key: %s, want aal1", level)
	}
	attacker.notFresh(t)
	attacker.do(t, http.MethodDelete, "/v1/passkeys/"+made.ID.String(), nil).refused(t, http.StatusForbidden, "step_up_required")

	key.UserVerified = true // a PIN of their own
	attacker.stepUp(t, key)
	attacker.stepUp(t, key)
	again, _ := s.signIn(t, key)
	if level := again.level(t); level != "aal1" {
		t.Errorf("with a PIN of their own: %s, want aal1", level)
	}
	attacker.notFresh(t)
	var standing struct {
		Assurance struct{ Reasons []string }
		Factors   []struct {
			ID, Kind string
			Vouched  *bool
		}
		Ways []struct{ Way string }
	}
	attacker.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
	if !slices.Contains(standing.Assurance.Reasons, "unvouched_first_factor") || len(standing.Ways) != 1 || standing.Ways[0].Way != "support" {
		t.Errorf("the answer does not say why, or what to do: %+v", standing)
	}
	for _, f := range standing.Factors {
		if f.Kind == "password" {
			attacker.do(t, http.MethodPost, "/v1/factors/"+f.ID+"/confirm", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
		}
	}
	// The owner's sessions of before prove nothing by the password that took the place of theirs.
	person.stepUp(t, key)
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	if level := attacker.level(t); level != "aal1" {
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
	attacker := s.withCookie(s.setsPassword(t, victim, key))
	key.UserVerified = true
	attacker.stepUp(t, key)
	attacker.stepUp(t, key)
	for method, path := range map[string]string{http.MethodGet: "/admin/v1/me", http.MethodPost: "/admin/v1/keys"} {
		got := attacker.do(t, method, path, map[string]any{"name": "a way back", "scopes": allScopes})
		if got.status != http.StatusForbidden {
			t.Errorf("%s %s: %d %s, want 403", method, path, got.status, got.gist())
		}
	}
}

// signsInWith creates a session by password, and uses a key in it.
func (s *stack) signsInWith(t *testing.T, email, password string, key *webauthntest.Authenticator) caller {
	t.Helper()
	user := s.kratos.Browser()
	must(t, user.Login(t.Context(), email, password))
	session := s.withCookie(user)
	session.stepUp(t, key)
	return session
}

// passwordInQuestion is the ID of the password if the user is asked whether it is theirs, or "".
func (c caller) passwordInQuestion(t *testing.T) string {
	t.Helper()
	var standing struct {
		Factors []struct {
			ID, Kind string
			Vouched  *bool
		}
	}
	c.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
	for _, f := range standing.Factors {
		if f.Kind == "password" && f.Vouched != nil && !*f.Vouched {
			return f.ID
		}
	}
	return ""
}

// testOwnersRequestVouches: the owner has two security keys without a PIN and has lost one. An attacker with it sets a
// password while a session of the owner's is fresh, and that session makes a request.
func testOwnersRequestVouches(t *testing.T, s *stack) {
	victim, person := s.app(t)
	lost, second := s.securityKey(), s.securityKey()
	person.register(t, lost)
	person.stepUp(t, lost)
	person.register(t, second)
	owner := s.signsInWith(t, victim.Email, password, second)
	owner.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)

	s.setsPassword(t, victim, lost)
	if owner.passwordInQuestion(t) == "" {
		t.Error("the owner is not asked")
	}
	if level := owner.level(t); level != "aal2" {
		t.Fatalf("the owner's session is at %s, so this proves nothing", level)
	}
	attacker := s.signsInWith(t, victim.Email, attackersPassword, lost)
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("by the attacker's password and key after the owner's request: %s, want aal1", level)
	}
	attacker.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
}

// testOwnerChangesPassword: the owner of a key without a PIN signs in with the password and the key, and changes the
// password. Without the settings gate Latchkey cannot distinguish that from a change by the attacker with the stolen key. The
// owner is asked, and continues after the answer.
func testOwnerChangesPassword(t *testing.T, s *stack) {
	owner, _ := s.browser(t)
	key, page := s.securityKey(), s.withCookie(owner)
	page.register(t, key)
	page.stepUp(t, key)
	must(t, owner.ChangeSettings(t.Context(), map[string]any{"method": "password", "password": newPassword}))
	asked := page.passwordInQuestion(t)
	if level := page.level(t); level != "aal2" || asked == "" {
		t.Fatalf("after the change: %s, want aal2; asked about %q", level, asked)
	}
	if level := s.signsInWith(t, owner.Email, newPassword, key).level(t); level != "aal1" {
		t.Errorf("by the new password and the key before the answer: %s, want aal1", level)
	}
	page.do(t, http.MethodPost, "/v1/factors/"+asked+"/confirm", struct{}{}).want(t, http.StatusOK, nil)
	s.backdate(t, "factors", "set_up_at", owner.IdentityID) // right after its change, the password does not count
	again := s.signsInWith(t, owner.Email, newPassword, key)
	if level := again.level(t); level != "aal2" {
		t.Errorf("by the new password and the key: %s, want aal2", level)
	}
	again.register(t, webauthntest.New(s.latchkey.PublicURL))
}

// changesPasswordAtGate: the same with the settings gate, which records who changes it. After the change the owner
// continues in the application, which only uses forward-auth. The attacker with the stolen key cannot set a password.
func changesPasswordAtGate(t *testing.T, s *stack) {
	owner, page := s.browser(t)
	key := s.securityKey()
	page.register(t, key)
	stolen := s.kratos.Browser()
	must(t, stolen.Login(t.Context(), owner.Email, password))
	change := func(v *demo.KratosUser, password string) error {
		return v.ChangeSettings(t.Context(), map[string]any{"method": "password", "password": password})
	}
	if err := change(stolen, attackersPassword); err == nil || !strings.Contains(err.Error(), "protected by a passkey") {
		t.Errorf("by the password alone: %v", err)
	}
	page.stepUp(t, key)
	must(t, change(owner, newPassword))
	if level := page.level(t); level != "aal2" {
		t.Errorf("after the change: %s, want aal2", level)
	}
	again := s.signsInWith(t, owner.Email, newPassword, key)
	if level := again.level(t); level != "aal1" {
		t.Errorf("by the new password right after its change and the key: %s, want aal1", level)
	}
	s.backdate(t, "factors", "set_up_at", owner.IdentityID)
	if level := again.level(t); level != "aal2" {
		t.Errorf("by the new password and the key: %s, want aal2", level)
	}
	if asked := again.passwordInQuestion(t); asked != "" {
		t.Error("the owner is asked about a password of their own")
	}
	if got := s.support().events(t, "event_type=factor.vouched&identity_id="+owner.IdentityID.String()); len(got) != 1 {
		t.Errorf("events: %v", got)
	}
}

// testAddressPutBack: an attacker with a stolen security key without a PIN replaces the address at Kratos, recovers at
// it, and puts the owner's back. The recovery must not count as one at the owner's address; a recovery by the owner
// does.
func testAddressPutBack(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	must(t, s.kratos.VerifyAddress(t.Context(), victim.IdentityID))
	key := s.securityKey()
	made := person.register(t, key)
	stolen, _ := s.signIn(t, key)
	a := s.attacker(t, "api")
	a.hold("X-Session-Token", stolen.header.Get("X-Session-Token"))
	moves := func(email string) {
		got := a.flow("settings", "", func(kratosFlow) map[string]any {
			return map[string]any{"method": "profile", "traits": map[string]string{"email": email}}
		})
		if got.status != http.StatusOK {
			t.Fatalf("Kratos keeps the address, so this proves nothing: %d %s", got.status, got.body)
		}
	}
	own := newEmail()
	moves(own)
	in, attacker := s.recover(t, own)
	if !in {
		t.Fatal("the recovery makes no session, so this proves nothing")
	}
	moves(victim.Email)
	attacker.stepUp(t, key)
	if level := attacker.level(t); level != "aal1" {
		t.Errorf("by the found key and an address that is gone: %s, want aal1", level)
	}
	attacker.notFresh(t)
	attacker.do(t, http.MethodDelete, "/v1/passkeys/"+made.ID.String(), nil).refused(t, http.StatusForbidden, "step_up_required")
}
