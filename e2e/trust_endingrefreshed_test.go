package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/postgres"
	"latchkey/webauthnsvc/webauthntest"
)

// expiresAt is when the session expires, from Kratos.
func (s *stack) expiresAt(t testing.TB, c caller) time.Time {
	t.Helper()
	var session struct {
		ExpiresAt time.Time `json:"expires_at"`
	}
	caller{s.kratos.PublicURL, c.header}.do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, &session)
	return session.ExpiresAt
}

// refreshes signs in again with the password, in the same session.
func (s *stack) refreshes(t testing.TB, c caller, email string) {
	t.Helper()
	atKratos := caller{s.kratos.PublicURL, c.header}
	var flow struct {
		ID uuid.UUID `json:"id"`
	}
	atKratos.do(t, http.MethodGet, "/self-service/login/api?refresh=true", nil).want(t, http.StatusOK, &flow)
	atKratos.do(t, http.MethodPost, "/self-service/login?flow="+flow.ID.String(), map[string]any{
		"method": "password", "identifier": email, "password": password,
	}).want(t, http.StatusOK, nil)
}

// testEndingRefreshed: Kratos extends a session with each refresh. It ends with the passkey that created it all the same,
// after what was known of its expiry at the login.
func testEndingRefreshed(t *testing.T, s *stack) {
	user, person, device := s.customer(t)
	lost := person.passkeys(t)[0].ID
	stolen, _ := s.signIn(t, device)
	before := s.expiresAt(t, stolen)
	s.refreshes(t, stolen, user.Email)
	if after := s.expiresAt(t, stolen); !after.After(before) {
		t.Fatalf("the refresh did not extend the session: %s, %s", before, after)
	}
	// Weeks later, with more refreshes: the row's expiry is past, the session's is not.
	_, err := s.database(t).Exec(t.Context(), `UPDATE passkey_sessions SET expires_at = expires_at - interval '40 days' WHERE identity_id = $1`, user.IdentityID)
	must(t, err)
	stolen.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, nil)
	records, err := postgres.Open(t.Context(), s.dsn(), postgres.Options{})
	must(t, err)
	defer records.Close()
	must(t, store.Sweep(t.Context(), records))

	person.stepUp(t, device)
	kept := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, kept)
	person.stepUp(t, kept)
	person.do(t, http.MethodDelete, "/v1/passkeys/"+lost.String(), nil).want(t, http.StatusOK, nil)
	stolen.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	if status := s.atKratos(t, stolen); status != http.StatusUnauthorized {
		t.Errorf("the session is %d at Kratos", status)
	}
}
