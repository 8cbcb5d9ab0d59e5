package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// testMintedLevel: a user with a TOTP signs in by a passkey that verifies them, at a Kratos that demands the second factor. Where
// Kratos counts the passkey as two factors, its own whoami says aal2 at once. Elsewhere the session is delivered with the
// refusal, and once the TOTP has raised it, Latchkey knows which passkey created it: nobody is asked for that again.
func testMintedLevel(t *testing.T, s *stack) {
	user, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, a)
	secret, err := user.EnrolTOTP(t.Context())
	must(t, err)
	counts := s.kratos.Has(demo.CountsACR)

	t.Run("Token", func(t *testing.T) {
		app, said := s.kratos.App(), s.anyone().loginWith(t, "token", a)
		var got minted
		if counts {
			said.want(t, http.StatusOK, &got)
			app.Continue(got.Session.Token)
		} else {
			app.Continue(toBeRaised(t, s, said, "token"))
			must(t, app.StepUp(t.Context(), secret))
		}
		s.wantRaised(t, http.Header{"X-Session-Token": {app.Token()}})
	})
	t.Run("Cookie", func(t *testing.T) {
		page := caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}
		var b begun
		begin := page.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "cookie"})
		begin.want(t, http.StatusOK, &b)
		nonce := (&http.Response{Header: begin.header}).Cookies()[0]
		page.header.Set("Cookie", nonce.Name+"="+nonce.Value)
		said := page.finish(t, "login", b.signed(t, a))
		if counts {
			said.want(t, http.StatusOK, nil)
		} else {
			toBeRaised(t, s, said, "cookie")
		}
		s.raise(t, cookieOf(t, said, "ory_kratos_session").Value, secret)
	})
	t.Run("KratosPage", func(t *testing.T) {
		e := s.sent(t, s.newcomer(), "")
		back := e.kratos.do(t, http.MethodGet, e.signs(t, a).RequestURI(), nil)
		s.raise(t, cookieOf(t, back, "ory_kratos_session").Value, secret)
	})
}

// raise raises the session of a cookie if Kratos wants that, and checks it then.
func (s *stack) raise(t *testing.T, cookie, secret string) {
	t.Helper()
	browser := s.kratos.Browser()
	browser.Continue(cookie)
	if !s.kratos.Has(demo.CountsACR) {
		must(t, browser.StepUp(t.Context(), secret))
	}
	s.wantRaised(t, http.Header{"Cookie": {"ory_kratos_session=" + cookie}})
}

// toBeRaised checks a login whose session Kratos refuses, and returns the token that the refusal delivers.
func toBeRaised(t *testing.T, s *stack, said answer, kind string) string {
	t.Helper()
	var refused struct {
		Code       string `json:"code"`
		RedirectTo string `json:"redirect_browser_to"`
		Session    struct{ Kind, Token string }
	}
	said.want(t, http.StatusForbidden, &refused)
	if want := s.kratos.BrowserURL + "/self-service/login/browser?aal=aal2"; refused.Code != "aal2_required" || refused.RedirectTo != want || refused.Session.Kind != kind {
		t.Fatalf("refused with %s at %s, session %s", refused.Code, refused.RedirectTo, refused.Session.Kind)
	}
	return refused.Session.Token
}

// wantRaised: Kratos itself says aal2, and Latchkey knows that a passkey created the session.
func (s *stack) wantRaised(t *testing.T, credential http.Header) {
	t.Helper()
	var kratos struct {
		Level string `json:"authenticator_assurance_level"`
	}
	caller{s.kratos.PublicURL, credential}.do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, &kratos)
	var here struct {
		Assurance struct {
			Level   string   `json:"level"`
			Reasons []string `json:"reasons"`
		} `json:"assurance"`
		FreshUntil string `json:"fresh_until"`
		Next       string `json:"next"`
	}
	caller{s.latchkey.PublicURL, credential}.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &here)
	if kratos.Level != "aal2" || here.Assurance.Level != "aal2" || !slices.Contains(here.Assurance.Reasons, "login") || here.FreshUntil == "" || here.Next != "none" {
		t.Errorf("Kratos says %s, Latchkey %+v", kratos.Level, here)
	}
}
