package e2e_test

import (
	"net/http"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// loginsReaching are logins with a passkey alone.
type loginsReaching struct {
	AAL2   int64
	StepUp int64 `json:"step_up"`
}

// reach has all users who have a device sign in with that alone, and compares what it suffices for with the explanation and the preview.
func (s *stack) reach(t *testing.T, crowd []crowdMember, users, verified int64, want loginsReaching) {
	t.Helper()
	var got loginsReaching
	for _, one := range crowd {
		explained := s.explains(t, one.user).NextLogin.PasskeyLogin
		if (one.device != nil) != (explained != nil) {
			t.Fatalf("%s: a login with the passkey alone is explained as %+v", one.name, explained)
		}
		if one.device == nil {
			continue
		}
		session := s.signsInByPasskey(t, one.device).ruled(t)
		explained.is(t, one.name+", after a login with the passkey alone", session)
		users--
		if one.device.UserVerified {
			verified--
		}
		if session.Assurance.Level == "aal2" {
			got.AAL2++
		}
		if session.refused && session.Next != "enrol" {
			got.StepUp++
		}
	}
	if got != want || users != 0 || verified != 0 {
		t.Errorf("preview says of logins with a passkey alone %+v, and %+v is so; it counts %d users too many, and %d too many with user verification", want, got, users, verified)
	}
}

func (s *stack) signsInByPasskey(t *testing.T, device *webauthntest.Authenticator) caller {
	t.Helper()
	var got minted
	s.anyone().loginWith(t, "token", device).want(t, http.StatusOK, &got)
	app := s.kratos.App()
	app.Continue(got.Session.Token)
	return s.withToken(app)
}
