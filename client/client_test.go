package client

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
)

// The user is led back to what the browser asked for, however the route is mounted, and never to another host.
func TestAddressOf(t *testing.T) {
	for line, want := range map[string]string{
		"GET /admin/users?a=b HTTP/1.1":                    "/admin/users?a=b",
		"GET /admin/a%2Fb HTTP/1.1":                        "/admin/a%2Fb",
		"GET http://evil.example/admin/users?a=b HTTP/1.1": "/admin/users?a=b",
		"OPTIONS * HTTP/1.1":                               "/",
		"CONNECT evil.example:443 HTTP/1.1":                "/",
		"GET x:.evil.example HTTP/1.1":                     "/",
	} {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line + "\r\nHost: app.example.com\r\n\r\n")))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if r.URL.Path == "/admin/users" { // as http.StripPrefix does
			r.URL.Path = "/users"
		}
		got := addressOf(r)
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
