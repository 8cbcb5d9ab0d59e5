package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// What a passkey granted ends with it, however the passkey ends.
func testEnding(t *testing.T, s *stack) {
	t.Run("Suspended", func(t *testing.T) {
		_, _, device := s.customer(t)
		stolen, _ := s.signIn(t, device)
		made := stolen.passkeys(t)[0].ID
		underWay := stolen.begin(t, "registration")
		s.change(t, made, "suspend")
		stolen.notFresh(t)
		stolen.finish(t, "registration", underWay.created(t, webauthntest.New(s.latchkey.PublicURL))).shut(t, "a registration under way")
		stolen.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
		s.change(t, made, "resume") // gives back the passkey, and none of its sessions
		stolen.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
		s.signIn(t, device)
	})
	t.Run("SteppedUp", func(t *testing.T) { // the session is the password's, so it stays, without what the passkey gave it
		_, person, device := s.customer(t)
		person.stepUp(t, device)
		s.change(t, person.passkeys(t)[0].ID, "suspend")
		person.notFresh(t)
		if level := person.level(t); level != "aal1" {
			t.Errorf("authz says %q, want aal1", level)
		}
		s.change(t, person.passkeys(t)[0].ID, "resume")
		person.notFresh(t)
	})
	t.Run("RemovedByOwner", func(t *testing.T) {
		_, person, device := s.customer(t)
		lost := person.passkeys(t)[0].ID
		stolen, _ := s.signIn(t, device)
		person.stepUp(t, device)
		kept := webauthntest.New(s.latchkey.PublicURL)
		person.register(t, kept)
		person.stepUp(t, kept)
		person.do(t, http.MethodDelete, "/v1/passkeys/"+lost.String(), nil).want(t, http.StatusOK, nil)
		stolen.notFresh(t)
		stolen.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
		person.register(t, webauthntest.New(s.latchkey.PublicURL)) // by the other passkey's step-up
	})
	t.Run("RemovedInItsOwnSession", func(t *testing.T) { // which stays, as the caller's own
		_, person, device := s.customer(t)
		first := person.passkeys(t)[0]
		person.stepUp(t, device)
		person.register(t, webauthntest.New(s.latchkey.PublicURL))
		used, _ := s.signIn(t, device)
		used.do(t, http.MethodDelete, "/v1/passkeys/"+first.ID.String(), nil).want(t, http.StatusOK, nil)
		used.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
		used.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
		if level := used.level(t); level == "aal2" {
			t.Error("authz still says aal2")
		}
	})
	t.Run("Refreshed", func(t *testing.T) { testEndingRefreshed(t, s) })
	t.Run("Fails", func(t *testing.T) { testEndingFails(t, s) })
	t.Run("Cloned", func(t *testing.T) {
		_, person := s.app(t)
		device := webauthntest.New(s.latchkey.PublicURL)
		device.CounterStep = 1
		person.register(t, device)
		clone := device.Copy()
		stolen, _ := s.signIn(t, device)
		s.anyone().login(t, clone).rejected(t, "clone")
		stolen.notFresh(t)
		stolen.do(t, http.MethodGet, "/v1/session", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	})
}
