package e2e_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// member has a role and a passkey that another admin has confirmed, and has stepped up by it: the console is open.
func (s *stack) member(t *testing.T, role string) (*demo.KratosUser, caller) {
	t.Helper()
	user, page := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	made := page.register(t, device)
	s.giveRole(t, user, role)
	s.confirm(t, made.ID)
	page.stepUp(t, device)
	return user, page
}

// confirm confirms a passkey of a user with a role, as the operator.
func (s *stack) confirm(t *testing.T, passkey uuid.UUID) {
	t.Helper()
	s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+passkey.String()+"/confirm", map[string]string{"reason": "seen in person"}).
		want(t, http.StatusOK, nil)
}

func because(reason string) map[string]string { return map[string]string{"reason": reason} }

// testSupportAgainstAdmin: support removes an admin's passkeys, and could then act as that admin with a known
// password and a first passkey. No one can act on a user with a higher role.
func testSupportAgainstAdmin(t *testing.T, s *stack) {
	_, support := s.member(t, "support")
	admin, own, device := s.customer(t)
	s.giveRole(t, admin, "admin")
	held := own.passkeys(t)[0].ID.String()
	person := "/admin/v1/identities/" + admin.IdentityID.String()
	for _, path := range []string{
		"/admin/v1/passkeys/" + held + "/suspend", "/admin/v1/passkeys/" + held + "/resume", "/admin/v1/passkeys/" + held + "/revoke",
		person + "/mfa-reset", person + "/recovery-code",
	} {
		if got := support.do(t, http.MethodPost, path, because("a favour")); got.status != http.StatusForbidden || got.gist() != "forbidden" {
			t.Errorf("%s: %d %s, want 403 forbidden", anID.ReplaceAllString(path, "{id}"), got.status, got.gist())
		}
	}
	if len(own.passkeys(t)) != 1 {
		t.Error("the admin's passkey is gone")
	}
	s.anyone().login(t, device).want(t, http.StatusOK, nil)

	// Support helps customers as before.
	_, person2, _ := s.customer(t)
	support.do(t, http.MethodPost, "/admin/v1/passkeys/"+person2.passkeys(t)[0].ID.String()+"/revoke", because("lost")).want(t, http.StatusOK, nil)
}

// testExport: exporting the whole log requires a passkey that counts for changes and was just used; a page requires
// less.
func testExport(t *testing.T, s *stack) {
	user, page := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	made := page.register(t, device)
	s.giveRole(t, user, "auditor")
	export := func() answer {
		c := caller{page.base, page.header.Clone()}
		c.header.Set("Accept", "application/x-ndjson")
		return c.do(t, http.MethodGet, "/admin/v1/audit-events", nil)
	}
	page.stepUp(t, device)
	page.do(t, http.MethodGet, "/admin/v1/audit-events", nil).want(t, http.StatusOK, nil)
	if got := export(); got.status != http.StatusForbidden {
		t.Errorf("an export by a passkey made today: %d, want 403", got.status)
	}
	s.confirm(t, made.ID)
	export().want(t, http.StatusOK, nil)
}
