package e2e_test

import (
	"net/http"
	"testing"
)

// testLinkNameTaken: an attacker chooses the name under which Kratos links the victim's passkeys as a user name. It has
// no effect, since Kratos keeps the names of each kind of credential apart.
func testLinkNameTaken(t *testing.T, s *stack) {
	victim, person := s.app(t)
	_, err := s.kratos.CreateIdentity(t.Context(), map[string]any{
		"email": newEmail(), "username": "passkey:" + victim.IdentityID.String(),
	}, password, nil)
	must(t, err)
	device := s.securityKey()
	device.UserVerified = true
	person.register(t, device)
	mine, _ := s.signIn(t, device)
	var session struct {
		Identity struct{ ID string }
	}
	mine.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &session)
	if session.Identity.ID != victim.IdentityID.String() {
		t.Errorf("signed in as %s, want %s", session.Identity.ID, victim.IdentityID)
	}
}

// testTwoCookies: a neighbouring subdomain plants the attacker's cookie next to the victim's. A request with two
// valid cookies of different users is refused.
func testTwoCookies(t *testing.T, s *stack) {
	victim, mine := s.browser(t)
	mallory, _ := s.browser(t)
	cookies := []string{victim.Cookie().Name + "=" + victim.Cookie().Value, mallory.Cookie().Name + "=" + mallory.Cookie().Value}
	for _, header := range []string{cookies[0] + "; " + cookies[1], cookies[1] + "; " + cookies[0]} {
		both := caller{mine.base, mine.header.Clone()}
		both.header.Set("Cookie", header)
		both.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusBadRequest, "cookie_conflict")
		both.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusBadRequest, "cookie_conflict")
		both.do(t, http.MethodGet, "/v1/authz", nil).refused(t, http.StatusBadRequest, "cookie_conflict")
	}
	// Two copies of one cookie, as a browser sends for two paths, are no conflict.
	twice := caller{mine.base, mine.header.Clone()}
	twice.header.Set("Cookie", cookies[0]+"; "+cookies[0])
	twice.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
}
