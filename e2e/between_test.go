package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// between passes the requests of an application on to Latchkey, and keeps the headers of the last one. It can also answer as a
// server that is not Latchkey.
type between struct {
	server *httptest.Server
	lock   sync.Mutex
	last   http.Header
	asked  int
	status int // of another server's answer; 0: Latchkey answers
	body   string
}

func newBetween(t *testing.T, latchkey string) *between {
	t.Helper()
	to, err := url.Parse(latchkey)
	must(t, err)
	b, proxy := new(between), httputil.NewSingleHostReverseProxy(to)
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.lock.Lock()
		defer b.lock.Unlock()
		b.last = r.Header.Clone()
		b.asked++
		if b.status == 0 {
			proxy.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(b.status)
		_, _ = w.Write([]byte(b.body))
	}))
	t.Cleanup(b.server.Close)
	return b
}

// count returns how often it was asked.
func (b *between) count() int {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.asked
}

func (b *between) says(status int, body string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.status, b.body = status, body
}

// sent returns which headers with credentials the last request had, and their values.
func (b *between) sent() (credentials []string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, name := range []string{"X-Session-Token", "Cookie", "Authorization"} {
		for _, value := range b.last.Values(name) {
			credentials = append(credentials, name+": "+value)
		}
	}
	return credentials
}

// testOneCredential: of a request, Latchkey gets the credential that counts, and no other.
func testOneCredential(t *testing.T, s *stack, b *between, app string) {
	t.Helper()
	native, asApp := s.app(t)
	browser, asBrowser := s.browser(t)
	token, cookie := asApp.header.Get("X-Session-Token"), asBrowser.header.Get("Cookie")
	basic := http.Header{"Authorization": {"Basic YTpi"}}
	for _, one := range []struct {
		header http.Header
		status int
		says   string
		sent   []string
	}{
		{http.Header{"X-Session-Token": {token}, "Cookie": {cookie}, "Authorization": {"Bearer x"}}, 200, native.IdentityID.String(), []string{"X-Session-Token: " + token}},
		{http.Header{"Cookie": {"theme=dark; " + cookie + "; csrf=secret"}, "Authorization": {"Bearer " + token}}, 200, browser.IdentityID.String(), []string{"Cookie: " + cookie}},
		{http.Header{"Cookie": {"theme=dark; ory_kratos_session="}, "Authorization": {"Bearer " + token}}, 200, native.IdentityID.String(), []string{"Authorization: Bearer " + token}},
		{http.Header{"Cookie": {"theme=dark"}}, 401, "", nil},
		{basic, 401, "", nil},
	} {
		got := caller{app, one.header}.do(t, http.MethodGet, "/", nil)
		if got.status != one.status || one.says != "" && string(got.body) != "Hello "+one.says+"\n" {
			t.Errorf("%d %s, want %d %s", got.status, got.body, one.status, one.says)
		}
		if sent := b.sent(); !slices.Equal(sent, one.sent) {
			t.Errorf("Latchkey got %d credentials, want %d, the one that counts", len(sent), len(one.sent))
		}
	}
}
