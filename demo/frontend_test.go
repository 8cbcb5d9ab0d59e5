package demo

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

func serveFrontEnd(t *testing.T) (origin string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "another application") })}
	go func() { _ = server.Serve(listener) }() // returns after Close
	t.Cleanup(func() { _ = server.Close() })
	return fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}

// Users who register for another application than the sample one, also from the login page, are redirected to it, and its
// pages may call Kratos and Latchkey.
func testFrontEnd(t *testing.T, s *Stack, origin string) {
	eve := newFormBrowser(t)
	back := "?return_to=" + url.QueryEscape(origin+"/welcome")
	login := eve.open(s.Kratos.BrowserURL + "/self-service/login/browser" + back)
	if link := `href="/registration` + back; !strings.Contains(strings.ToLower(login), strings.ToLower(link)) {
		t.Errorf("the login page does not link to %s:\n%s", link, login)
	}
	eve.open(s.AppURL + "/registration" + back)
	eve.submit("password", url.Values{"traits.email": {"eve@example.com"}, "password": {stackPassword}})
	if eve.at != origin+"/welcome" || eve.page != "another application" {
		t.Errorf("registration ends at %s: %s", eve.at, eve.page)
	}
	for _, address := range []string{s.Kratos.BrowserURL + "/self-service/logout/browser", s.Latchkey.PublicURL + "/v1/session"} {
		for asking, want := range map[string]string{origin: origin, "http://localhost:1": ""} {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
			req.Header.Set("Origin", asking)
			req.Header.Set("Accept", "application/json")
			if got := eve.do(req).Header.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("%s lets %q read what it tells %s", address, got, asking)
			}
		}
	}
	eve.addPasskey(s.Latchkey.PublicURL, webauthntest.New(origin))
}
