package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// Changes at Kratos between begin and finish count at once: sessions are not cached.

func testSessionRevokedMeanwhile(t *testing.T, s *stack) {
	user, latchkey := s.app(t)
	a, second := webauthntest.New(s.latchkey.PublicURL), webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	latchkey.stepUp(t, a)
	registration, stepUp := latchkey.begin(t, "registration"), latchkey.begin(t, "step-up")
	login := s.anyone().begin(t, "login")

	must(t, s.kratos.RevokeSessions(t.Context(), user.IdentityID))
	latchkey.finish(t, "registration", registration.created(t, second)).refused(t, http.StatusUnauthorized, "unauthenticated")
	latchkey.finish(t, "step-up", stepUp.signed(t, a)).refused(t, http.StatusUnauthorized, "unauthenticated")
	latchkey.do(t, http.MethodGet, "/v1/passkeys", nil).refused(t, http.StatusUnauthorized, "unauthenticated")
	// The passkey needs no session.
	s.anyone().finish(t, "login", login.signed(t, a)).want(t, http.StatusOK, nil)
	s.anyone().login(t, second).rejected(t, "not_accepted")
}

func testIdentityDeactivatedMeanwhile(t *testing.T, s *stack) {
	ctx := t.Context()
	user, latchkey := s.app(t)
	a, second := webauthntest.New(s.latchkey.PublicURL), webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	latchkey.stepUp(t, a)
	registration, login := latchkey.begin(t, "registration"), s.anyone().begin(t, "login")

	must(t, s.kratos.SetState(ctx, user.IdentityID, "inactive"))
	latchkey.finish(t, "registration", registration.created(t, second)).refused(t, http.StatusUnauthorized, "unauthenticated")
	signed := login.signed(t, a)
	said := s.anyone().finish(t, "login", signed).rejected(t, "not_accepted")
	if len(said.Signal) != 0 {
		t.Error("the browser forgot the passkey of a user who may come back")
	}

	must(t, s.kratos.SetState(ctx, user.IdentityID, "active"))
	s.anyone().finish(t, "login", signed).refused(t, http.StatusConflict, "ceremony_spent")
	s.anyone().login(t, a).want(t, http.StatusOK, nil)
}

func testIdentityDeletedMeanwhile(t *testing.T, s *stack) {
	user, latchkey := s.app(t)
	a, second := webauthntest.New(s.latchkey.PublicURL), webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	latchkey.stepUp(t, a)
	registration, login := latchkey.begin(t, "registration"), s.anyone().begin(t, "login")

	must(t, s.kratos.DeleteIdentity(t.Context(), user.IdentityID))
	latchkey.finish(t, "registration", registration.created(t, second)).refused(t, http.StatusUnauthorized, "unauthenticated")
	s.anyone().finish(t, "login", login.signed(t, a)).refused(t, http.StatusGone, "identity_deleted")
	s.support().do(t, http.MethodGet, "/admin/v1/identities/"+user.IdentityID.String(), nil).refused(t, http.StatusNotFound, "not_found")
}

// A ceremony belongs to its session: neither another user nor another session of the same user can finish it.
func testOthersCannotFinish(t *testing.T, s *stack) {
	owner, latchkey := s.app(t)
	_, stranger := s.app(t)
	again := s.kratos.App()
	must(t, again.Login(t.Context(), owner.Email, password))
	a := webauthntest.New(s.latchkey.PublicURL)
	underWay := latchkey.begin(t, "registration").created(t, a)
	for name, other := range map[string]caller{"another person": stranger, "another session": s.withToken(again)} {
		t.Log(name)
		other.finish(t, "registration", underWay).refused(t, http.StatusBadRequest, "ceremony_invalid")
	}
	s.anyone().finish(t, "login", underWay).refused(t, http.StatusBadRequest, "ceremony_invalid") // of the other kind
	latchkey.finish(t, "registration", underWay).want(t, http.StatusCreated, nil)
}
