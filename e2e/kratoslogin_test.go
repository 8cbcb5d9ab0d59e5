package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestKratosLoginPage: from Kratos' own login page to our pages and back, in a browser.
func TestKratosLoginPage(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, demo.LatchkeyOptions{})
	user, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, a)
	id := s.whoami(t, http.Header{"X-Session-Token": {user.Token()}}).Identity.ID

	t.Run("SignIn", func(t *testing.T) { testSignInAtKratos(t, s, a, id) })
	t.Run("Refresh", func(t *testing.T) { testRefreshAtKratos(t, s, a) })
	t.Run("OtherBrowser", func(t *testing.T) { testInteractionOfAnother(t, s) })
	t.Run("AnotherWay", func(t *testing.T) { testAnotherWay(t, s) })
	t.Run("Unlinked", func(t *testing.T) { testUnlinkedSubject(t, s, a, id) })
}

// errand is a browser on its way from Kratos' login page to ours: what it holds of cookies at each.
type errand struct {
	kratos, page caller
	authorize    *url.URL
	interaction  string
}

// sent has Kratos send a new browser to our login page.
func (s *stack) sent(t testing.TB, kratos caller, query string) *errand {
	t.Helper()
	e := &errand{kratos: kratos, page: caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}}
	flow := e.kratos.follow(t, "/self-service/login/browser"+query)
	e.authorize = e.kratos.follow(t, "/self-service/login?flow="+flow.Query().Get("flow")+"&method=oidc&provider=passkey")
	if e.authorize.Path != "/oauth2/authorize" {
		t.Fatalf("Kratos sends the browser to %s", e.authorize)
	}
	login := e.page.follow(t, e.authorize.RequestURI())
	if e.interaction = login.Query().Get("interaction"); login.Path != "/login" || e.interaction == "" {
		t.Fatalf("we send the browser to %s", login)
	}
	return e
}

func (s *stack) newcomer() caller { return caller{s.kratos.BrowserURL, http.Header{}} }

// signs in on our page, and returns where the browser takes the code.
func (e *errand) signs(t testing.TB, a *webauthntest.Authenticator) *url.URL {
	t.Helper()
	var b begun
	e.page.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"interaction": e.interaction}).want(t, http.StatusOK, &b)
	var done struct {
		RedirectTo string `json:"redirect_to"`
	}
	e.page.finish(t, "login", b.signed(t, a)).want(t, http.StatusOK, &done)
	callback, err := url.Parse(done.RedirectTo)
	must(t, err)
	remember("code", callback.Query().Get("code"))
	return callback
}

func testSignInAtKratos(t *testing.T, s *stack, a *webauthntest.Authenticator, id uuid.UUID) {
	e := s.sent(t, s.newcomer(), "")
	callback := e.signs(t, a)
	back := e.kratos.do(t, http.MethodGet, callback.RequestURI(), nil)
	back.want(t, http.StatusSeeOther, nil)
	cookie := cookieOf(t, back, "ory_kratos_session")
	if said := s.whoami(t, http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}}); said.Identity.ID != id || !said.Active {
		t.Errorf("Kratos says %+v", said)
	}
	if sessionIn(e.kratos.do(t, http.MethodGet, callback.RequestURI(), nil)) {
		t.Error("a replayed callback made a session")
	}
}

// prompt=login reaches us, and the user has to use the passkey again.
func testRefreshAtKratos(t *testing.T, s *stack, a *webauthntest.Authenticator) {
	first := s.sent(t, s.newcomer(), "")
	back := first.kratos.do(t, http.MethodGet, first.signs(t, a).RequestURI(), nil)
	cookie := cookieOf(t, back, "ory_kratos_session")
	signedIn := caller{s.kratos.BrowserURL, http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}}}
	again := s.sent(t, signedIn, "?refresh=true")
	if again.authorize.Query().Get("prompt") != "login" {
		t.Errorf("Kratos asks with %s", again.authorize.RawQuery)
	}
	if !sessionIn(again.kratos.do(t, http.MethodGet, again.signs(t, a).RequestURI(), nil)) {
		t.Error("the refresh made no session")
	}
}

func testInteractionOfAnother(t *testing.T, s *stack) {
	e := s.sent(t, s.newcomer(), "")
	other := caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}
	other.do(t, http.MethodPost, "/v1/login/begin", map[string]string{"interaction": e.interaction}).
		refused(t, http.StatusBadRequest, "ceremony_invalid")
}

// A user who chooses another way returns to Kratos' login page, in the same flow.
func testAnotherWay(t *testing.T, s *stack) {
	e := s.sent(t, s.newcomer(), "")
	callback := e.page.follow(t, "/oauth2/deny?interaction="+url.QueryEscape(e.interaction))
	if callback.Query().Get("error") != "access_denied" {
		t.Fatalf("we send the browser to %s", callback)
	}
	if flow := e.kratos.follow(t, callback.RequestURI()); !flow.Query().Has("flow") {
		t.Errorf("Kratos sends the browser to %s", flow)
	}
}

// If the link is removed before Kratos redeems the code, the identity is linked again. If its subject has been linked
// to another identity meanwhile, the code creates no session. Neither creates an identity.
func testUnlinkedSubject(t *testing.T, s *stack, a *webauthntest.Authenticator, id uuid.UUID) {
	admin := caller{s.kratos.AdminURL, http.Header{}}
	unlink := func() {
		t.Helper()
		admin.do(t, http.MethodDelete, "/admin/identities/"+id.String()+"/credentials/oidc?identifier="+url.QueryEscape("passkey:"+id.String()), nil).
			want(t, http.StatusNoContent, nil)
	}
	var other struct{ ID uuid.UUID }
	for _, elsewhere := range []bool{false, true} {
		e := s.sent(t, s.newcomer(), "")
		callback := e.signs(t, a)
		unlink()
		if elsewhere {
			admin.do(t, http.MethodPost, "/admin/identities", map[string]any{
				"schema_id": "default", "traits": map[string]any{"email": newEmail()},
				"credentials": map[string]any{"oidc": map[string]any{"config": map[string]any{
					"providers": []any{map[string]any{"provider": "passkey", "subject": id}},
				}}},
			}).want(t, http.StatusCreated, &other)
		}
		before := s.identities(t)
		if got := sessionIn(e.kratos.do(t, http.MethodGet, callback.RequestURI(), nil)); got == elsewhere {
			t.Errorf("subject linked elsewhere %t: session %t", elsewhere, got)
		}
		if after := s.identities(t); after != before {
			t.Errorf("%d identities, %d before", after, before)
		}
	}
	must(t, s.kratos.DeleteIdentity(t.Context(), other.ID))
	testSignInAtKratos(t, s, a, id) // the next login links again
}

func (s *stack) identities(t testing.TB) int {
	t.Helper()
	var list []struct{}
	caller{s.kratos.AdminURL, nil}.do(t, http.MethodGet, "/admin/identities", nil).want(t, http.StatusOK, &list)
	return len(list)
}

func (s *stack) whoami(t testing.TB, header http.Header) whoami {
	t.Helper()
	var said whoami
	caller{s.kratos.PublicURL, header}.do(t, http.MethodGet, "/sessions/whoami", nil).want(t, http.StatusOK, &said)
	return said
}

func sessionIn(a answer) bool {
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == "ory_kratos_session" && cookie.Value != "" && cookie.MaxAge >= 0 {
			return true
		}
	}
	return false
}

// follow gets an address, keeps its cookies, and returns where it leads.
func (c caller) follow(t testing.TB, path string) *url.URL {
	t.Helper()
	got := c.do(t, http.MethodGet, path, nil)
	if got.status != http.StatusSeeOther && got.status != http.StatusFound {
		t.Fatalf("%s answers %d: %s", path, got.status, got.body)
	}
	for _, cookie := range (&http.Response{Header: got.header}).Cookies() {
		c.header.Set("Cookie", strings.TrimPrefix(c.header.Get("Cookie")+"; "+cookie.Name+"="+cookie.Value, "; "))
	}
	target, err := url.Parse(got.header.Get("Location"))
	must(t, err)
	return target
}
