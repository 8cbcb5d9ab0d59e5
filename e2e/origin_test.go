package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// foreignPage is an empty page of another origin on localhost, so browsers send it the same cookies. It reports
// whether they did.
func foreignPage(t *testing.T) (address string, gotSession *atomic.Bool) {
	t.Helper()
	listener := listen(t, 0)
	gotSession = new(atomic.Bool)
	serveOn(t, listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("ory_kratos_session"); err == nil {
			gotSession.Store(true)
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><title>foreign</title>`)
	}))
	return localhost(listener.Addr().(*net.TCPAddr).Port), gotSession
}

// testForeignPage: a page of another origin can do nothing with the cookie of its user.
func testForeignPage(t *testing.T, s *stack) {
	tb := s.tabWithPasskey(t)
	page, gotSession := foreignPage(t)
	tb.open(page)
	if !gotSession.Load() {
		t.Fatal("the session cookie does not travel there: the test proves nothing")
	}
	passkeys := s.withCookie(tb.user).passkeys(t)
	address := s.latchkey.PublicURL + "/v1/passkeys"
	one := address + "/" + passkeys[0].ID.String()
	begin := s.latchkey.PublicURL + "/v1/registration/begin"
	for _, call := range []string{
		fmt.Sprintf(`fetch(%q, {credentials: 'include'})`, address),
		fmt.Sprintf(`fetch(%q, {credentials: 'include', method: 'DELETE'})`, one),
		fmt.Sprintf(`fetch(%q, {credentials: 'include', method: 'PATCH', headers: {'Content-Type': 'application/json'}, body: '{"name":"x"}'})`, one),
		fmt.Sprintf(`fetch(%q, {credentials: 'include', method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})`, begin),
		fmt.Sprintf(`fetch(%q, {credentials: 'include', method: 'POST', body: '{}'})`, begin), // as a form could: no preflight
	} {
		if got := evaluate[string](tb, call+`.then(async (r) => r.status + await r.text(), (e) => e.name)`); got != "TypeError" {
			t.Errorf("%s got %s, want TypeError", call, got)
		}
	}
	// What the browser sends all the same, the server refuses.
	before := strings.Count(s.latchkey.Log(), `"code":"forbidden_origin"`)
	evaluate[any](tb, fmt.Sprintf(`fetch(%q, {mode: 'no-cors', credentials: 'include', method: 'POST', body: '{}'}).then(() => null)`, begin))
	if after := strings.Count(s.latchkey.Log(), `"code":"forbidden_origin"`); after <= before {
		t.Error("a post without preflight was not refused")
	}
	if after := s.withCookie(tb.user).passkeys(t); !slices.Equal(after, passkeys) {
		t.Errorf("now there is %+v, before %+v", after, passkeys)
	}
	tb.mu.Lock()
	tb.faults = nil // the browser reports the refusals, as it should
	tb.mu.Unlock()
}

// TestForgottenOrigin has the most common error of configuration: the page may call the API, but its origin is not
// one of the relying party's. The browser's error must name the one to add.
func TestForgottenOrigin(t *testing.T) {
	t.Parallel()
	page, _ := foreignPage(t)
	k := startKratos(t, demo.KratosOptions{})
	l := startLatchkey(t, demo.LatchkeyOptions{Kratos: k, Env: []string{"LATCHKEY_SERVE_PUBLIC_ALLOWED_ORIGINS=" + page}})
	tb := newTab(t)
	tb.open(page)
	said := evaluate[problem](tb, fmt.Sprintf(`import('%[1]s/sdk/latchkey.js')
		.then(({ createLatchkey }) => createLatchkey({ baseUrl: '%[1]s' }).login())
		.then(() => ({code: 'none'}), ({ code, problem }) => ({...problem, code}))`, l.PublicURL))
	if said.Code != "passkey_rejected" || said.Reason != "origin_mismatch" || !slices.Equal(said.Expected, []string{l.PublicURL}) ||
		said.Received != page || !strings.Contains(said.Hint, "webauthn.rp") {
		t.Errorf("got %+v, want origin_mismatch with expected %s, received %s and a hint", said, l.PublicURL, page)
	}
}

// testOriginMismatch: the origin comes from the authenticator, whatever the request contains.
func testOriginMismatch(t *testing.T, s *stack) {
	_, latchkey := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	a.Origin = "http://localhost:9"
	said := s.anyone().login(t, a).rejected(t, "origin_mismatch")
	if !slices.Contains(said.Expected, s.latchkey.PublicURL) || said.Received != a.Origin || said.Hint == "" {
		t.Errorf("expected %q, received %q, hint %q", said.Expected, said.Received, said.Hint)
	}
	latchkey.header["Origin"] = []string{a.Origin}
	latchkey.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}).refused(t, http.StatusForbidden, "forbidden_origin")
}

// testLoginStaysInItsBrowser: a signed response from another browser cannot log a user in to another account.
func testLoginStaysInItsBrowser(t *testing.T, s *stack) {
	_, latchkey := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	fromPage := caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}
	began := fromPage.do(t, http.MethodPost, "/v1/login/begin", struct{}{})
	var b begun
	began.want(t, http.StatusOK, &b)
	cookie, _, _ := strings.Cut(began.header.Get("Set-Cookie"), ";")
	signed := b.signed(t, a)
	fromPage.finish(t, "login", signed).refused(t, http.StatusBadRequest, "ceremony_invalid")
	s.anyone().finish(t, "login", signed).refused(t, http.StatusBadRequest, "ceremony_invalid")
	fromPage.header.Set("Cookie", cookie)
	fromPage.finish(t, "login", signed).want(t, http.StatusOK, nil)
}
