package e2e_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestOldSessionAddsItsFirstPasskey is why Latchkey exists: Kratos refuses a passkey to a session older than
// privileged_session_max_age with 403, and Latchkey takes it from the very same session.
func TestOldSessionAddsItsFirstPasskey(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := startStack(t, demo.KratosOptions{
		PrivilegedFor: time.Second,
		Passkeys:      &demo.KratosPasskeys{RPID: "localhost", Origins: []string{"http://localhost:4455"}},
	}, demo.LatchkeyOptions{})

	for name, signUp := range map[string]func(testing.TB) (*demo.KratosUser, caller){"cookie": s.browser, "token": s.app} {
		t.Run(name, func(t *testing.T) {
			user, latchkey := signUp(t)
			// Only browsers get the passkey form; Kratos' answer to an app is the same.
			refusedForItsAge := func() bool {
				var err error
				if name == "cookie" {
					var flowID string
					_, flowID, err = user.PasskeyOptions(ctx)
					must(t, err)
					err = user.AddPasskey(ctx, flowID, `{}`)
				} else {
					_, err = user.EnrolTOTP(ctx)
				}
				refused, ok := errors.AsType[*demo.KratosError](err)
				return ok && refused.Status == http.StatusForbidden && refused.ID == "session_refresh_required"
			}
			eventually(t, "Kratos finds the session too old", refusedForItsAge)

			before := user.SessionID
			a := webauthntest.New(s.latchkey.PublicURL)
			made := latchkey.register(t, a)
			if !refusedForItsAge() || user.SessionID != before {
				t.Error("the session is not the old one any more: the test proves nothing")
			}
			var signedIn login
			s.anyone().login(t, a).want(t, http.StatusOK, &signedIn)
			if signedIn.IdentityID != user.IdentityID || signedIn.Passkey.ID != made.ID || signedIn.Assurance.Level != "aal2" {
				t.Errorf("signed in as %+v, want identity %s with passkey %s", signedIn, user.IdentityID, made.ID)
			}
		})
	}
}

// A stolen password must not add a passkey next to a second factor.
func testStolenPassword(t *testing.T, s *stack) {
	ctx := t.Context()
	owner, _ := s.app(t)
	secret, err := owner.EnrolTOTP(ctx)
	must(t, err)

	attacker := s.kratos.App()
	must(t, attacker.Login(ctx, owner.Email, password))
	latchkey := s.withToken(attacker)
	said := latchkey.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "step_up_required")
	if len(said.Ways) != 1 || said.Ways[0].Way != "kratos" || !strings.HasPrefix(said.Ways[0].URL, s.kratos.BrowserURL+"/self-service/login/browser?") ||
		!strings.Contains(said.Ways[0].URL, "aal=aal2") || !strings.Contains(said.Ways[0].URL, "return_to=") {
		t.Fatalf("the ways are %+v, want Kratos at aal2, and back", said.Ways)
	}

	// The owner, who has the factor, succeeds in the named way.
	must(t, attacker.StepUp(ctx, secret))
	latchkey.register(t, webauthntest.New(s.latchkey.PublicURL))
	if got := len(latchkey.passkeys(t)); got != 1 {
		t.Errorf("there are %d passkeys, want 1", got)
	}
}

// The conditions of begin are checked again at finish: the owner enrols a factor while an attacker's registration is
// open.
func testSecondFactorMeanwhile(t *testing.T, s *stack) {
	ctx := t.Context()
	owner, _ := s.app(t)
	attacker := s.kratos.App()
	must(t, attacker.Login(ctx, owner.Email, password))
	latchkey := s.withToken(attacker)
	a := webauthntest.New(s.latchkey.PublicURL)
	underWay := latchkey.begin(t, "registration")
	_, err := owner.EnrolTOTP(ctx)
	must(t, err)
	latchkey.finish(t, "registration", underWay.created(t, a)).refused(t, http.StatusForbidden, "step_up_required")
	s.anyone().login(t, a).rejected(t, "not_accepted")
}
