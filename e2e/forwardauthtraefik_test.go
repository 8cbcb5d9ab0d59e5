//go:build proxies

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestForwardAuthTraefik runs the blocks of docs/forward-auth-proxies.md, changed only in the addresses, in a real Traefik, and holds it to
// what TestForwardAuth holds nginx and Caddy to. make proxies runs it.
func TestForwardAuthTraefik(t *testing.T) {
	port, appPort := freePort(t), freePort(t)
	proxy := localhost(port)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}, ReturnURLs: []string{proxy + "/"}}, demo.LatchkeyOptions{
		Env: []string{"LATCHKEY_POLICY_REQUIRED=highest_available", "LATCHKEY_POLICY_FRESHNESS=6h", "LATCHKEY_RETURN_TO=" + proxy + "/"},
	})
	serve(t, appPort, http.HandlerFunc(application))
	addresses := strings.NewReplacer(`":80"`, fmt.Sprintf("127.0.0.1:%d", port), "app.example.com", "localhost",
		"127.0.0.1:8080", fmt.Sprintf("127.0.0.1:%d", appPort), "127.0.0.1:4477", strings.TrimPrefix(s.latchkey.PublicURL, "http://"))
	static, dynamic := traefikBlocks(t)
	startTraefik(t, port, addresses.Replace(static), addresses.Replace(dynamic))

	testForwardAuth(t, s, proxy, false)
	testForwardAuthReturns(t, s, proxy)
	testTraefikDemands(t, s, proxy)
	must(t, s.latchkey.Stop())
	(caller{base: proxy}).open(t, "without Latchkey", wanted).want(t, http.StatusInternalServerError, nil)
}

// testTraefikDemands: a router of its own demands more, and asks for the passkey again.
func testTraefikDemands(t *testing.T, s *stack, proxy string) {
	user, latchkey := s.browser(t)
	phone := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, phone)
	latchkey.stepUp(t, phone)
	person := caller{proxy, latchkey.header}
	for _, method := range []string{http.MethodGet, http.MethodPost, "PROPFIND"} {
		person.do(t, method, "/vault/gold?level=omit", nil).want(t, http.StatusOK, nil)
	}
	s.backdate(t, "step_ups", "at", user.IdentityID)
	person.open(t, "stepped up hours ago", wanted).want(t, http.StatusOK, nil)
	for _, path := range []string{"/vault/gold", "/vault/gold?max_age=999999&level=aal1", "/vault/gold?level=omit"} {
		got := person.open(t, "stepped up hours ago", path)
		got.want(t, http.StatusFound, nil)
		if to := got.header.Get("Location"); !strings.HasPrefix(to, s.latchkey.PublicURL+"/step-up?") {
			t.Errorf("%s: sent to %s", path, to)
		}
	}
}

// traefikBlocks returns the two blocks of the documentation: what is set at the start, and the rest with a router for a part of the
// application that demands more, as the documentation says.
func traefikBlocks(t *testing.T) (static, dynamic string) {
	t.Helper()
	const demand = "?redirect&level=aal2&max_age=300"
	text, err := os.ReadFile("../docs/forward-auth-proxies.md")
	must(t, err)
	if !strings.Contains(string(text), "`"+demand+"`") {
		t.Fatal("docs/forward-auth-proxies.md does not say how to demand more")
	}
	blocks := proxyBlocks(t, "Traefik", 2)
	static, dynamic = blocks[0], blocks[1]
	_, middleware, _ := strings.Cut(dynamic, "    latchkey:\n")
	middleware, _, _ = strings.Cut(middleware, "  routers:\n")
	stricter := "    stricter:\n" + strings.Replace(middleware, "?redirect", demand, 1)
	router := "    vault:\n      rule: Host(`app.example.com`) && PathPrefix(`/vault`)\n      middlewares: [stricter]\n      service: app\n"
	return static, strings.NewReplacer("  routers:\n", stricter+"  routers:\n", "  services:\n", router+"  services:\n").Replace(dynamic)
}

func startTraefik(t *testing.T, port int, static, dynamic string) {
	t.Helper()
	dir := t.TempDir()
	settings, rest := filepath.Join(dir, "traefik.yml"), filepath.Join(dir, "dynamic.yml")
	static += fmt.Sprintf("providers: {file: {filename: %q}}\nglobal: {checkNewVersion: false, sendAnonymousUsage: false}\n", rest)
	must(t, os.WriteFile(settings, []byte(static), 0o600))
	must(t, os.WriteFile(rest, []byte(dynamic), 0o600))
	startProxy(t, port, builtProxy(t, "traefik", "--configFile="+settings), nil)
	eventually(t, "Traefik knows its routers", func() bool {
		got, err := caller{base: localhost(port)}.send(t.Context(), http.MethodGet, "/", nil)
		return err == nil && got.status != http.StatusNotFound
	})
}
