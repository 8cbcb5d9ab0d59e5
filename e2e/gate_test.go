package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestLoginGate: with the gate, a password alone creates no session for a user with a passkey.
func TestLoginGate(t *testing.T) {
	t.Parallel()
	s := gatedStack(t)
	ada, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	must(t, s.kratos.Browser().Login(t.Context(), ada.Email, password)) // no passkey yet
	person.register(t, a)

	t.Run("Registered", func(t *testing.T) {
		eventually(t, "the record of the registration", func() bool {
			events := s.support().events(t, "identity_id="+ada.IdentityID.String()+"&event_type=identity.registered")
			return len(events) == 1
		})
	})
	t.Run("PassInItsBrowser", func(t *testing.T) { testGatePass(t, s, ada.Email, a) })
	t.Run("Page", func(t *testing.T) { testGatePage(t, s) })
	t.Run("PassOfAnotherBrowser", func(t *testing.T) { testGateElsewhere(t, s, ada.Email, a) })
	t.Run("PassOfAnotherFlow", func(t *testing.T) { testGateOtherFlow(t, s, ada.Email, a) })
	t.Run("App", func(t *testing.T) {
		if err := s.kratos.App().Login(t.Context(), ada.Email, password); err == nil {
			t.Error("an app signed in by password alone")
		}
	})
	t.Run("OwnProvider", func(t *testing.T) {
		var b begun
		s.anyone().do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "token"}).want(t, http.StatusOK, &b)
		var got struct {
			Session struct {
				Token string `json:"token"`
			} `json:"session"`
		}
		s.anyone().finish(t, "login", b.signed(t, a)).want(t, http.StatusOK, &got)
		if !strings.HasPrefix(got.Session.Token, "ory_st_") {
			t.Error("no session")
		}
	})
	t.Run("Refresh", func(t *testing.T) { must(t, ada.Refresh(t.Context(), password)) })
	t.Run("RefreshAsAnotherUser", func(t *testing.T) { testGateForeignRefresh(t, s, ada.Email) })
	t.Run("Recovery", func(t *testing.T) { testGateRecovery(t, s, ada) })
	t.Run("Down", func(t *testing.T) {
		bob, _ := s.app(t)
		must(t, s.latchkey.Stop())
		if err := s.kratos.Browser().Login(t.Context(), bob.Email, password); err == nil {
			t.Error("with the gate down, people without a passkey may sign in, although Latchkey cannot say who has none")
		}
		if err := s.kratos.Browser().Login(t.Context(), ada.Email, password); err == nil {
			t.Error("with the gate down, a password alone is enough")
		}
		must(t, s.latchkey.Start(t.Context()))
		must(t, s.kratos.Browser().Login(t.Context(), bob.Email, password))
	})
}

func testGatePass(t *testing.T, s *stack, email string, a *webauthntest.Authenticator) {
	b := openLogin(t, s, "")
	address := b.submit(t, email).stepUpURL(t)
	shown := useAtGate(t, s, s.page(), address, a)
	var done struct {
		RedirectTo string `json:"redirect_to"`
	}
	shown.want(t, http.StatusOK, &done)
	if done.RedirectTo != s.appURL+"?flow="+b.flow {
		t.Errorf("the person goes back to %s", done.RedirectTo)
	}
	pass := shown.sets(t, "latchkey_pass")
	if !pass.HttpOnly || pass.SameSite != http.SameSiteLaxMode || pass.MaxAge != 300 || pass.Domain != "" {
		t.Errorf("attributes of the pass: %s", pass.Raw[strings.Index(pass.Raw, ";"):])
	}
	b.kratos.keepCookies(shown)
	signedIn := b.submit(t, email)
	signedIn.want(t, http.StatusOK, nil)
	signedIn.sets(t, "ory_kratos_session")

	// It is used up: a copy of the browser without the session gets nothing by it.
	again := &browserAt{kratos: caller{b.kratos.base, b.kratos.header.Clone()}, flow: b.flow}
	var kept []string
	for _, pair := range strings.Split(b.kratos.header.Get("Cookie"), "; ") {
		if !strings.HasPrefix(pair, "ory_kratos_session=") {
			kept = append(kept, pair)
		}
	}
	again.kratos.header.Set("Cookie", strings.Join(kept, "; "))
	again.open(t, "")
	again.submit(t, email).stepUpURL(t)
}

// Our page accepts the passkey without a session, and returns the user to the waiting login.
func testGatePage(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	user := tb.user
	caller{s.kratos.AdminURL, nil}.do(t, http.MethodDelete, "/admin/identities/"+user.IdentityID.String()+"/sessions", nil).want(t, http.StatusNoContent, nil)

	b := openLogin(t, s, "")
	tb.open(b.submit(t, user.Email).stepUpURL(t))
	tb.see("Your password is correct.")
	tb.looksRight()
	tb.press("Confirm with your passkey")
	tb.at(s.appURL + "?flow=" + b.flow)
	tb.see("the login page")
}

// A victim follows the attacker's link and uses the passkey in their own browser: the attacker's login gets nothing.
func testGateElsewhere(t *testing.T, s *stack, email string, a *webauthntest.Authenticator) {
	attacker := openLogin(t, s, "")
	address := attacker.submit(t, email).stepUpURL(t)
	attacker.kratos.header.Set("Cookie", attacker.kratos.header.Get("Cookie")+"; latchkey_pass=AAAAAAAAAAAAAAAAAAAAAAAAAA")
	useAtGate(t, s, s.page(), address, a).want(t, http.StatusOK, nil)
	attacker.submit(t, email).stepUpURL(t)
}

func testGateOtherFlow(t *testing.T, s *stack, email string, a *webauthntest.Authenticator) {
	b := openLogin(t, s, "")
	shown := useAtGate(t, s, s.page(), b.submit(t, email).stepUpURL(t), a)
	shown.want(t, http.StatusOK, nil)
	b.kratos.keepCookies(shown)
	first := b.flow
	b.open(t, "")
	b.submit(t, email).stepUpURL(t)
	b.flow = first
	b.submit(t, email).want(t, http.StatusOK, nil)
}

// A user refreshes the session of their own account with a stolen password of another.
func testGateForeignRefresh(t *testing.T, s *stack, email string) {
	mallory, _ := s.browser(t)
	b := &browserAt{kratos: caller{s.kratos.BrowserURL, http.Header{
		"Accept": {"application/json"}, "Cookie": {"ory_kratos_session=" + mallory.Cookie().Value},
	}}}
	b.open(t, "refresh=true")
	if got := b.submit(t, email).stepUpURL(t); got == "" {
		t.Error("no way out is named")
	}
}

func testGateRecovery(t *testing.T, s *stack, ada *demo.KratosUser) {
	admin := caller{s.kratos.AdminURL, nil}
	var recovery struct {
		Link string `json:"recovery_link"`
	}
	recover := func(v *demo.KratosUser) answer {
		t.Helper()
		admin.do(t, http.MethodPost, "/admin/recovery/link", map[string]string{"identity_id": v.IdentityID.String()}).want(t, http.StatusOK, &recovery)
		link, err := url.Parse(recovery.Link)
		must(t, err)
		return caller{s.kratos.BrowserURL, http.Header{}}.do(t, http.MethodGet, link.RequestURI(), nil)
	}
	hasSession := func(a answer) bool {
		for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
			if cookie.Name == "ory_kratos_session" && cookie.Value != "" {
				return true
			}
		}
		return false
	}
	if hasSession(recover(ada)) {
		t.Error("recovery walks around the gate")
	}
	bob, _ := s.app(t)
	if got := recover(bob); !hasSession(got) {
		t.Errorf("a user without a passkey is not recovered: %d %s", got.status, got.body)
	}
}
