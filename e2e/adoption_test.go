package e2e_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// signsIn signs in with a passkey, in one ceremony and without a further step, checks that Kratos has created a session of that
// user, and returns its caller.
func (s *stack) signsIn(t *testing.T, user *demo.KratosUser, a *webauthntest.Authenticator) caller {
	t.Helper()
	var got minted
	s.anyone().loginWith(t, "token", a).want(t, http.StatusOK, &got)
	signed := caller{s.latchkey.PublicURL, http.Header{"X-Session-Token": {got.Session.Token}}}
	if said := s.whoami(t, signed.header); !said.Active || said.ID != got.Session.ID || said.Identity.ID != user.IdentityID {
		t.Errorf("Kratos says %+v of the session of %s", said, user.IdentityID)
	}
	var session struct {
		Assurance struct{ Level string } `json:"assurance"`
		Next      string                 `json:"next"`
	}
	signed.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &session)
	if session.Assurance.Level != "aal2" || session.Next != "none" {
		t.Errorf("the session is %+v", session)
	}
	return signed
}

// With kratos.adopt, a user with three passkeys, a second-factor key and an authenticator app at Kratos signs in here with each of
// the passkeys. An import then takes the key, which was there at the first adoption. What is added at Kratos afterwards has to be
// confirmed.
func (s *stack) testAdoption(t *testing.T) {
	erin, page := s.browser(t)
	var mine []*webauthntest.Authenticator
	for range 3 {
		mine = append(mine, s.native(t, erin, "passkey"))
	}
	key := s.native(t, erin, "webauthn", func(a *webauthntest.Authenticator) { a.BackupEligible, a.BackedUp = false, false })
	secret, err := erin.EnrolTOTP(t.Context())
	must(t, err)
	frank, franksPage := s.browser(t)
	button, field, left := s.native(t, frank, "passkey"), s.native(t, frank, "passkey"), s.native(t, frank, "passkey")
	s.anyone().login(t, mine[0]).rejected(t, "not_accepted")
	s.commandLine(t, nil, 0, "import", "kratos", "--learn")
	for n, a := range mine {
		for range 2 {
			s.signsIn(t, erin, a)
			if got := len(page.passkeys(t)); got != n+1 {
				t.Errorf("after passkey %d, the user has %d here", n, got)
			}
		}
	}
	s.adoptsInBrowser(t, frank, button, field)
	thief := s.kratos.Browser()
	must(t, thief.Login(t.Context(), erin.Email, password))
	must(t, thief.StepUp(t.Context(), secret)) // Kratos demands it
	attackers := s.native(t, thief, "passkey")
	s.commandLine(t, nil, 0, "import", "kratos", "--learn")
	s.anyone().login(t, attackers).rejected(t, "not_accepted")
	s.anyone().login(t, key).rejected(t, "not_accepted")

	run := s.imported(t, 5)
	if one := run[erin.IdentityID.String()]; one.count("present") != 3 || one.count("imported") != 1 || one.count("unconfirmed") != 1 {
		t.Errorf("an import after the adoptions: %+v", one)
	}
	s.signsIn(t, erin, mine[0]).stepUp(t, key)
	s.anyone().login(t, key).rejected(t, "not_accepted")
	s.anyone().login(t, attackers).rejected(t, "not_accepted")
	if one := run[frank.IdentityID.String()]; one.count("present") != 2 || one.count("imported") != 1 {
		t.Errorf("an import after the first adoptions: %+v", one)
	}
	s.signsIn(t, frank, left)
	if got := len(franksPage.passkeys(t)); got != 3 {
		t.Errorf("after adoptions and an import, the user has %d passkeys here", got)
	}
}

// adoptsInBrowser signs in at /login with passkeys of Kratos' own: by the button, and by picking one in the field. Each takes one
// prompt, and Kratos has a session of the user.
func (s *stack) adoptsInBrowser(t *testing.T, user *demo.KratosUser, button, field *webauthntest.Authenticator) {
	t.Helper()
	tb := newTab(t)
	list := s.latchkey.PublicURL + "/passkeys"
	for n, a := range []*webauthntest.Authenticator{button, field} {
		tb.newDevice().hold(a.Passkeys()[0], user.Email)
		tb.open(s.latchkey.PublicURL + "/login?return_to=" + list)
		tb.await("be offered passkeys in the field", `typeof window.pick === 'function'`)
		if a == button {
			tb.press("Sign in with a passkey")
		} else {
			evaluate[any](tb, `void window.pick()`)
		}
		tb.at(list)
		tb.lists(n + 1)
		if held := tb.device.passkeys(); len(held) != 1 || held[0].SignCount != 1 {
			t.Errorf("login %d took another number of prompts than 1", n+1)
		}
		tb.open(s.kratos.BrowserURL + "/sessions/whoami")
		tb.see(`"id":"` + user.IdentityID.String() + `"`)
		ctx, cancel := tb.within()
		_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
		cancel()
		must(t, err)
	}
}
