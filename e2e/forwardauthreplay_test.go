package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestForwardAuthReplay sends a real Latchkey the requests that Traefik, Envoy and Oathkeeper send with the blocks of
// docs/forward-auth-proxies.md, by their source or documentation: a client asks for wanted, with headers of its own invention.
func TestForwardAuthReplay(t *testing.T) {
	t.Parallel()
	const app = "https://app.example.com"
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_POLICY_REQUIRED=highest_available", "LATCHKEY_RETURN_TO=" + app + "/"}})
	user, latchkey := s.browser(t)
	cookie := latchkey.header.Get("Cookie")
	session := func() http.Header { return http.Header{"Cookie": {cookie}} }
	proxies := map[string]struct {
		method, address string
		header          http.Header // besides the session
		redirects       bool
	}{
		// It copies all headers of the client, and replaces those of X-Forwarded.
		"Traefik": {http.MethodGet, proxyDocument(t, `address: http://127.0.0.1:4477(\S+)`), http.Header{
			"X-Latchkey-Identity": {"spoofed"}, "X-Forwarded-For": {"203.0.113.9"}, "X-Forwarded-Method": {"POST"}, "X-Forwarded-Proto": {"https"},
			"X-Forwarded-Host": {"app.example.com"}, "X-Forwarded-Uri": {wanted}, "Accept": {"text/html"}}, true},
		// It appends path and query, keeps method and Host, and sends the allowed headers only.
		"Envoy": {"PROPFIND", proxyDocument(t, `path_prefix: (\S+)\n`) + wanted, http.Header{"Host": {"app.example.com"}, "X-Forwarded-Proto": {"https"}}, true},
		// The same for a client that chooses parameters.
		"Envoy, attacked": {http.MethodPost, proxyDocument(t, `path_prefix: (\S+)\n`) + "/;level=omit/../x?level=omit&return_to=https://evil.example", http.Header{"Host": {"app.example.com"}, "X-Forwarded-Proto": {"https"}}, true},
		// It keeps its own path and query, and sends the cookie only.
		"Oathkeeper": {http.MethodGet, proxyDocument(t, `check_session_url: http://127.0.0.1:4477(\S+)`), http.Header{}, false},
	}
	ask := func(t *testing.T, name string, header http.Header) answer {
		t.Helper()
		proxy := proxies[name]
		all := proxy.header.Clone()
		for key, values := range header {
			all[key] = values
		}
		r, err := http.NewRequestWithContext(t.Context(), proxy.method, s.latchkey.PublicURL+proxy.address, nil)
		must(t, err)
		r.Host = all.Get("Host")
		all.Del("Host")
		r.Header = all
		response, err := calls.Do(r)
		must(t, err)
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		must(t, err)
		return answer{response.StatusCode, response.Header, text}
	}
	refuses := func(name, page string, header http.Header) {
		t.Helper()
		got := ask(t, name, header)
		if !proxies[name].redirects {
			if got.status != http.StatusUnauthorized && got.status != http.StatusForbidden {
				t.Errorf("%s: %d %s", name, got.status, got.body)
			}
			return
		}
		to, err := url.Parse(got.header.Get("Location"))
		must(t, err)
		back := app + wanted
		if name == "Envoy, attacked" {
			back = app + "/" // no such path may be returned to
		}
		if got.status != http.StatusFound || !strings.HasPrefix(to.String(), s.latchkey.PublicURL+page+"?") || to.Query().Get("return_to") != back {
			t.Errorf("%s: %d to %s, want %s and back to %s", name, got.status, to, page, back)
		}
	}
	allows := func(name, level string) {
		t.Helper()
		got := ask(t, name, session())
		var body struct {
			Subject string
			Extra   map[string]string
		}
		if got.status != http.StatusOK || json.Unmarshal(got.body, &body) != nil || body.Subject != user.IdentityID.String() || body.Extra["level"] != level ||
			body.Extra["session_id"] != user.SessionID.String() || got.header.Get("X-Latchkey-Identity") != user.IdentityID.String() || got.header.Get("X-Latchkey-Level") != level {
			t.Errorf("%s: %d %v %s", name, got.status, got.header, got.body)
		}
	}
	for name := range proxies {
		refuses(name, "/login", nil)
		allows(name, "aal1")
	}
	phone := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, phone)
	for name := range proxies {
		refuses(name, "/step-up", session())
	}
	latchkey.stepUp(t, phone)
	for name := range proxies {
		allows(name, "aal2")
	}
}

// proxyDocument returns what a pattern finds in docs/forward-auth-proxies.md first.
func proxyDocument(t *testing.T, pattern string) string {
	t.Helper()
	text, err := os.ReadFile("../docs/forward-auth-proxies.md")
	must(t, err)
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no %s in docs/forward-auth-proxies.md", pattern)
	}
	return string(found[1])
}
