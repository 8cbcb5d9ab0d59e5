//go:build proxies

package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// sorted is wanted as Oathkeeper passes it on, which sorts queries.
const sorted = "/reports?tab=all&year=2026"

// TestForwardAuthOathkeeper runs the blocks of docs/forward-auth-proxies.md, changed only in the addresses, in a real Oathkeeper.
func TestForwardAuthOathkeeper(t *testing.T) {
	port, api, metrics, appPort := freePort(t), freePort(t), freePort(t), freePort(t)
	proxy := localhost(port)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}, ReturnURLs: []string{proxy + "/"}}, demo.LatchkeyOptions{
		Env: []string{"LATCHKEY_POLICY_REQUIRED=highest_available", "LATCHKEY_RETURN_TO=" + proxy + "/"},
	})
	serve(t, appPort, http.HandlerFunc(application))
	rules := filepath.Join(t.TempDir(), "rules.yml")
	blocks := proxyBlocks(t, "Oathkeeper", 2)
	addresses := strings.NewReplacer("/etc/oathkeeper/rules.yml", rules, "http://app.example.com", proxy, "https://passkeys.example.com", s.latchkey.PublicURL,
		"127.0.0.1:8080", fmt.Sprintf("127.0.0.1:%d", appPort), "127.0.0.1:4477", strings.TrimPrefix(s.latchkey.PublicURL, "http://"))
	must(t, os.WriteFile(rules, []byte(addresses.Replace(blocks[1])), 0o600))
	settings := filepath.Join(t.TempDir(), "oathkeeper.yml")
	must(t, os.WriteFile(settings, fmt.Appendf([]byte(addresses.Replace(blocks[0])), "serve: {proxy: {host: 127.0.0.1, port: %d}, api: {host: 127.0.0.1, port: %d}, prometheus: {host: 127.0.0.1, port: %d}}\n", port, api, metrics), 0o600))
	startProxy(t, port, builtProxy(t, "oathkeeper", "serve", "--config", settings), []string{"HOME=" + t.TempDir(), "SQA_OPT_OUT=true"})

	user, latchkey := s.browser(t)
	browser := http.Header{"Accept": {"text/html"}}
	sent := func(c caller) {
		t.Helper()
		for key, values := range browser {
			c.header[key] = values
		}
		got := c.open(t, "a browser", wanted)
		got.want(t, http.StatusFound, nil)
		to, err := url.Parse(got.header.Get("Location"))
		must(t, err)
		if !strings.HasPrefix(to.String(), s.latchkey.PublicURL+"/step-up?") || to.Query().Get("return_to") != proxy+sorted {
			t.Errorf("sent to %s", to)
		}
	}
	sent(caller{proxy, http.Header{}})
	(caller{base: proxy}).open(t, "a program", wanted).want(t, http.StatusUnauthorized, nil)

	passes := func(level string, credential http.Header) {
		t.Helper()
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodHead} {
			header := credential.Clone()
			header.Set("X-Latchkey-Identity", "spoofed")
			header.Set("X-Latchkey-Level", "spoofed")
			got := caller{proxy, header}.do(t, method, wanted, nil)
			got.want(t, http.StatusOK, nil)
			if method == http.MethodHead {
				continue
			}
			for _, line := range []string{"The application at " + sorted, "x-latchkey-identity [" + user.IdentityID.String() + "]",
				"x-latchkey-session [" + user.SessionID.String() + "]", "x-latchkey-level [" + level + "]"} {
				if !strings.Contains(string(got.body), line+"\n") || strings.Contains(string(got.body), "spoofed") {
					t.Errorf("%s: the application does not know %q: %s", method, line, got.body)
				}
			}
		}
	}
	passes("aal1", latchkey.header)
	phone := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, phone)
	sent(caller{proxy, latchkey.header.Clone()})
	latchkey.stepUp(t, phone)
	passes("aal2", latchkey.header)
	testOathkeeperBearer(t, s, proxy)
	testOathkeeperClaims(t, caller{proxy, latchkey.header}, user)
	testOathkeeperReturns(t, s, proxy)
	must(t, s.latchkey.Stop())
	(caller{proxy, latchkey.header}).open(t, "without Latchkey", wanted).want(t, http.StatusForbidden, nil)
}

// testOathkeeperBearer: a native application sends the token of its session.
func testOathkeeperBearer(t *testing.T, s *stack, proxy string) {
	user, _ := s.app(t)
	got := caller{proxy, http.Header{"Authorization": {"Bearer " + user.Token()}}}.do(t, http.MethodGet, wanted, nil)
	got.want(t, http.StatusOK, nil)
	if !strings.Contains(string(got.body), "x-latchkey-identity ["+user.IdentityID.String()+"]\n") {
		t.Errorf("the application gets %s", got.body)
	}
	(caller{proxy, http.Header{"Authorization": {"Bearer " + user.Token() + "x"}}}).do(t, http.MethodGet, wanted, nil).want(t, http.StatusUnauthorized, nil)
}

// testOathkeeperClaims: Connection takes none of Latchkey's headers away. Other spellings of them get through, as the documentation says.
func testOathkeeperClaims(t *testing.T, person caller, user *demo.KratosUser) {
	for _, connection := range []string{"X-Latchkey-Identity", "close, x-latchkey-level, X-Latchkey-Session", "keep-alive, X-Latchkey-Identity"} {
		header := person.header.Clone()
		header.Set("Connection", connection)
		got := caller{person.base, header}.do(t, http.MethodGet, wanted, nil)
		for _, line := range []string{"x-latchkey-identity [" + user.IdentityID.String() + "]", "x-latchkey-session [", "x-latchkey-level [aal2]"} {
			if strings.Count(string(got.body), line) != 1 {
				t.Errorf("Connection: %s: the application gets %s", connection, got.body)
			}
		}
	}
	header := person.header.Clone()
	header["X_Latchkey_Identity"] = []string{"spoofed"}
	got := caller{person.base, header}.do(t, http.MethodGet, wanted, nil)
	if !strings.Contains(string(got.body), "spoofed") {
		t.Error("Oathkeeper removes other spellings now: say so in docs/forward-auth-proxies.md")
	}
}

// testOathkeeperReturns: a user who signed in by password is asked for the passkey, and returns to the page; one who is signed out is
// asked to sign in.
func testOathkeeperReturns(t *testing.T, s *stack, proxy string) {
	tb := s.tabWithPasskey(t)
	tb.open(proxy + wanted)
	tb.at(s.latchkey.PublicURL + "/step-up?return_to=")
	tb.press("Confirm with your passkey")
	tb.at(proxy + sorted)
	tb.see("x-latchkey-identity [" + tb.user.IdentityID.String() + "]")
	tb.see("x-latchkey-level [aal2]")

	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	must(t, err)
	tb.open(proxy + wanted)
	tb.at(s.latchkey.PublicURL + "/step-up?return_to=")
	tb.see("Please sign in first")
	tb.forgiven() // the refusal
}
