package e2e_test

import (
	"net/http"
	"testing"
)

// testLinkNameTaken: an attacker takes the name under which Kratos would link the victim's passkeys. Names of one
// kind of credential are not those of another.
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
	var said struct {
		Identity struct{ ID string }
	}
	mine.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &said)
	if said.Identity.ID != victim.IdentityID.String() {
		t.Errorf("signed in as %s, want %s", said.Identity.ID, victim.IdentityID)
	}
}

// testTwoCookies: a neighbouring subdomain plants the attacker's cookie next to the victim's. A request with two
// valid cookies of different users is refused.
func testTwoCookies(t *testing.T, s *stack) {
	victim, mine := s.browser(t)
	mallory, _ := s.browser(t)
	cookies := []string{victim.Cookie().Name + "=" + victim.Cookie().Value, mallory.Cookie().Name + "=" + mallory.Cookie().Value}
	for _, both := range []string{cookies[0] + "; " + cookies[1], cookies[1] + "; " + cookies[0]} {
		tossed := caller{mine.base, mine.header.Clone()}
		tossed.header.Set("Cookie", both)
		tossed.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusBadRequest, "cookie_conflict")
		tossed.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusBadRequest, "cookie_conflict")
		tossed.do(t, http.MethodGet, "/v1/authz", nil).refused(t, http.StatusBadRequest, "cookie_conflict")
	}
	// The same one twice, as browsers with two paths send it, is one.
	twice := caller{mine.base, mine.header.Clone()}
	twice.header.Set("Cookie", cookies[0]+"; "+cookies[0])
	twice.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
}
