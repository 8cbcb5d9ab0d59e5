package e2e_test

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// minted is the response of a login that created a Kratos session.
type minted struct {
	login
	Session *struct {
		Kind      string    `json:"kind"`
		ID        uuid.UUID `json:"id"`
		ExpiresAt time.Time `json:"expires_at"`
		Token     string    `json:"token"`
	} `json:"session"`
	Proof string `json:"proof"`
}

// whoami is Kratos' own word on a session.
type whoami struct {
	ID       uuid.UUID `json:"id"`
	Active   bool      `json:"active"`
	Identity struct {
		ID uuid.UUID `json:"id"`
	} `json:"identity"`
	Methods []struct {
		Method   string `json:"method"`
		Provider string `json:"provider"`
	} `json:"authentication_methods"`
	Devices []struct {
		IP        string `json:"ip_address"`
		UserAgent string `json:"user_agent"`
	} `json:"devices"`
}

// loginWith signs in and requests a Kratos session of this kind.
func (c caller) loginWith(t testing.TB, kind string, a *webauthntest.Authenticator) answer {
	t.Helper()
	var b begun
	c.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": kind}).want(t, http.StatusOK, &b)
	return c.finish(t, "login", b.signed(t, a))
}

// TestMinting: a passkey login creates a real Kratos session, for apps and for browsers, even if Kratos' public
// address is not the one that Latchkey uses, without --dev.
func TestMinting(t *testing.T) {
	t.Parallel()
	hook := serveRefusingHook(t)
	page, _ := foreignPage(t)
	for name, kratos := range map[string]demo.KratosOptions{
		"Dev":    {Login: &demo.KratosLogin{}, LoginHooks: hook.config(), WhoamiAAL: "highest_available", LoginURL: page + "/login"},
		"Secure": {Login: &demo.KratosLogin{}, Secure: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := startStack(t, kratos, demo.LatchkeyOptions{})
			_, person := s.app(t)
			a := webauthntest.New(s.latchkey.PublicURL)
			person.register(t, a)

			t.Run("Token", func(t *testing.T) { testMintedToken(t, s, a) })
			t.Run("Cookie", func(t *testing.T) { testMintedCookie(t, s, a) })
			t.Run("Standing", func(t *testing.T) { testMintedStanding(t, s, a) })
			t.Run("BrowserMayNotHaveToken", func(t *testing.T) { testNoTokenForBrowsers(t, s) })
			if name == "Dev" {
				t.Run("Level", func(t *testing.T) { testMintedLevel(t, s) })
				t.Run("RaisedAtKratos", func(t *testing.T) { testRaisedAtKratos(t, s, page) })
				t.Run("Refused", func(t *testing.T) { testRefusedByKratos(t, s, hook) })
			}
		})
	}
}

func testMintedToken(t *testing.T, s *stack, a *webauthntest.Authenticator) {
	app := caller{s.latchkey.PublicURL, http.Header{"User-Agent": {"Example App 7"}}}
	var got minted
	app.loginWith(t, "token", a).want(t, http.StatusOK, &got)
	if got.Session == nil || got.Session.Kind != "token" || !strings.HasPrefix(got.Session.Token, "ory_st_") {
		t.Fatalf("session %+v", got.Session)
	}
	var said whoami
	caller{s.kratos.PublicURL, http.Header{"X-Session-Token": {got.Session.Token}}}.
		do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, &said)
	checkWhoami(t, said, got, "Example App 7")
}

func testMintedCookie(t *testing.T, s *stack, a *webauthntest.Authenticator) {
	page := caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}, "User-Agent": {"Example Browser 9"}}}
	var b begun
	begin := page.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "cookie"})
	begin.want(t, http.StatusOK, &b)
	page.header.Set("Cookie", strings.SplitN(begin.header.Get("Set-Cookie"), ";", 2)[0])
	finished := page.finish(t, "login", b.signed(t, a))
	var got minted
	finished.want(t, http.StatusOK, &got)
	if got.Session == nil || got.Session.Kind != "cookie" || got.Session.Token != "" {
		t.Fatalf("session %+v", got.Session)
	}
	cookie := cookieOf(t, finished, "ory_kratos_session")
	if !cookie.HttpOnly || cookie.Path != "/" || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("attributes are not those of Kratos: %+v", cookie.Raw[strings.Index(cookie.Raw, ";"):])
	}
	var said whoami
	caller{s.kratos.PublicURL, http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}}}.
		do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, &said)
	checkWhoami(t, said, got, "Example Browser 9")
}

func cookieOf(t testing.TB, a answer, name string) *http.Cookie {
	t.Helper()
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == name {
			return cookie
		}
	}
	t.Fatalf("no cookie %s was set", name)
	return nil
}

func checkWhoami(t testing.TB, said whoami, got minted, userAgent string) {
	t.Helper()
	if !said.Active || said.ID != got.Session.ID || said.Identity.ID != got.IdentityID {
		t.Errorf("Kratos says %+v of the session %+v", said, got.Session)
	}
	if len(said.Methods) != 1 || said.Methods[0].Method != "oidc" || said.Methods[0].Provider != "passkey" {
		t.Errorf("methods %+v", said.Methods)
	}
	if len(said.Devices) != 1 || said.Devices[0].UserAgent != userAgent || !strings.HasPrefix(said.Devices[0].IP, "127.0.0.1") {
		t.Errorf("devices %+v, want %s at 127.0.0.1", said.Devices, userAgent)
	}
}

// A session that a passkey created is fresh here and, with user verification, at aal2.
func testMintedStanding(t *testing.T, s *stack, a *webauthntest.Authenticator) {
	var got minted
	s.anyone().loginWith(t, "token", a).want(t, http.StatusOK, &got)
	person := caller{s.latchkey.PublicURL, http.Header{"X-Session-Token": {got.Session.Token}}}
	var standing struct {
		Assurance struct {
			Level string `json:"level"`
		} `json:"assurance"`
		FreshUntil *time.Time `json:"fresh_until"`
		Next       string     `json:"next"`
	}
	person.do(t, http.MethodGet, "/v1/session", nil).want(t, http.StatusOK, &standing)
	if standing.Assurance.Level != "aal2" || standing.FreshUntil == nil || standing.Next != "none" {
		t.Errorf("standing %+v", standing)
	}
	authorized := person.do(t, http.MethodGet, "/v1/authz", nil)
	authorized.want(t, http.StatusOK, nil)
	if authorized.header.Get("X-Latchkey-Identity") != got.IdentityID.String() || authorized.header.Get("X-Latchkey-Level") != "aal2" {
		t.Errorf("authz says %v", authorized.header)
	}
	person.register(t, webauthntest.New(s.latchkey.PublicURL)) // a second passkey needs a fresh session
}

func testNoTokenForBrowsers(t *testing.T, s *stack) {
	page := caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}
	page.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "token"}).
		refused(t, http.StatusBadRequest, "invalid_request")
}

// TestMintingFails: whatever step of the login at Kratos fails, the answer is 503 and no session is left behind. Up to
// Kratos' request to our provider nothing is spent; from the callback on the ceremony is.
func TestMintingFails(t *testing.T) {
	t.Parallel()
	var target atomic.Pointer[url.URL]
	var failing atomic.Value // the path that fails, after Kratos has done its work
	failing.Store("none")
	var held atomic.Pointer[chan struct{}] // receives twice: a whoami has arrived, and may go on
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			if gate := held.Load(); gate != nil && r.In.URL.Path == "/sessions/whoami" {
				*gate <- struct{}{}
				*gate <- struct{}{}
			}
			if kratos := target.Load(); kratos != nil { // Latchkey may ask before the test knows where Kratos is
				r.SetURL(kratos)
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if strings.HasPrefix(r.Request.URL.Path, failing.Load().(string)) {
				return errors.New("the line broke")
			}
			return nil
		},
		ErrorLog: log.New(io.Discard, "", 0),
	})
	t.Cleanup(front.Close)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{Binary: raced.path(t), Env: []string{"LATCHKEY_KRATOS_PUBLIC_URL=" + front.URL}})
	kratos, err := url.Parse(s.kratos.PublicURL)
	must(t, err)
	target.Store(kratos)

	user, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, a)
	before := len(find(t, s, user.Email).Sessions)
	for _, test := range []struct {
		step  string
		spent bool
	}{
		{"/self-service/login/api", false}, {"/self-service/login", false},
		{"/self-service/methods/oidc/callback", true}, {"/sessions/token-exchange", true}, {"/sessions/whoami", true},
	} {
		step := test.step
		failing.Store(step)
		var b begun
		s.anyone().do(t, http.MethodPost, "/v1/login/begin", map[string]string{"session": "token"}).want(t, http.StatusOK, &b)
		answered := b.signed(t, a)
		s.anyone().finish(t, "login", answered).refused(t, http.StatusServiceUnavailable, "kratos_unavailable")
		failing.Store("none")
		if test.spent {
			s.anyone().finish(t, "login", answered).refused(t, http.StatusConflict, "ceremony_spent")
		}
		if after := len(find(t, s, user.Email).Sessions); after != before {
			t.Errorf("%s: %d sessions, %d before", step, after, before)
		}
		if !test.spent {
			s.anyone().finish(t, "login", answered).want(t, http.StatusOK, nil)
			before++
		}
	}
	s.anyone().loginWith(t, "token", a).want(t, http.StatusOK, nil)
	if log := s.latchkey.Log(); strings.Contains(log, "another identity") || !strings.Contains(log, "the new session cannot be read") {
		t.Error("the log gives another reason for a session that cannot be read")
	}

	// A login fails while another one of the same person, at another device behind the same address, is under way.
	gate, other := make(chan struct{}), make(chan answer)
	held.Store(&gate)
	go func() { other <- s.anyone().loginWith(t, "token", a) }()
	<-gate // Kratos has created its session
	failing.Store("/self-service/methods/oidc/callback")
	s.anyone().loginWith(t, "token", a).refused(t, http.StatusServiceUnavailable, "kratos_unavailable")
	failing.Store("none")
	held.Store(nil)
	<-gate
	var got minted
	(<-other).want(t, http.StatusOK, &got)
	caller{s.kratos.PublicURL, http.Header{"X-Session-Token": {got.Session.Token}}}.do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, nil)
}
