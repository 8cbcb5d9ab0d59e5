package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"latchkey/demo"
)

// TestForwardAuthDemands: an application behind a real Caddy demands a level and a recent proof. Its API answers with the
// challenge of RFC 9470, with which the SDK asks for a passkey and repeats the call; its page leads to /step-up, which asks
// although the session is fresh by the policy.
func TestForwardAuthDemands(t *testing.T) {
	t.Parallel()
	caddyPort, appPort := freePort(t), freePort(t)
	address := localhost(caddyPort)
	s := startStack(t, demo.KratosOptions{ReturnURLs: []string{address + "/"}}, demo.LatchkeyOptions{AppURL: address, Env: []string{
		"LATCHKEY_POLICY_FRESHNESS=6h", "LATCHKEY_RETURN_TO=" + address + "/"}})
	s.appURL = address
	serve(t, appPort, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch level := r.Header.Get("X-Latchkey-Level"); {
		case strings.HasPrefix(r.URL.Path, "/api/"):
			fmt.Fprint(w, r.Method, " at ", level)
		case r.URL.Path == "/vault":
			fmt.Fprint(w, "The vault is open at ", level)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1>`)
		}
	}))
	guarded := documentedDemand(t)
	site := fmt.Sprintf("%s {\n\thandle /api/* {\n%s\t}\n\thandle /vault {\n%s\t}\n\thandle {\n\t\treverse_proxy 127.0.0.1:8080\n\t}\n}\n",
		address, strings.Replace(guarded, "?redirect&", "?", 1), guarded)
	startCaddy(t, caddyPort, strings.NewReplacer("127.0.0.1:8080", fmt.Sprintf("127.0.0.1:%d", appPort),
		"127.0.0.1:4477", strings.TrimPrefix(s.latchkey.PublicURL, "http://")).Replace(site))

	tb, _ := s.sdkTab(t)
	const call = counted + `
		const response = await latchkey.guard(fetch)('/api/transfer', { method: 'POST', body: 'x' });
		return [response.status, await response.text(), prompts.get, response.headers.get('www-authenticate') ?? ''].join(' | ')`
	value[passkey](tb, s.run(tb, `return latchkey.register()`))
	wants := func(want string) {
		t.Helper()
		if got := value[string](tb, s.run(tb, call)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	wants("200 | POST at aal2 | 1 | ") // a password next to a passkey is no proof
	wants("200 | POST at aal2 | 0 | ")
	s.backdate(t, "step_ups", "at", tb.user.IdentityID)
	wants("200 | POST at aal2 | 1 | ")

	tb.open(address + "/vault")
	tb.see("The vault is open at aal2")
	s.backdate(t, "step_ups", "at", tb.user.IdentityID)
	tb.open(address + "/vault")
	tb.at(s.latchkey.PublicURL + "/step-up?")
	tb.see("Confirm it’s you")
	tb.press("Confirm with your passkey")
	tb.at(address + "/vault")
	tb.see("The vault is open at aal2")
	tb.forgiven() // the refusals
}

// documentedDemand is the Caddy block of docs/forward-auth.md with the line for a part of an application that demands more.
func documentedDemand(t *testing.T) string {
	t.Helper()
	const plain, demand = "uri /v1/authz?redirect\n", "uri /v1/authz?redirect&level=aal2&max_age=300"
	text, err := os.ReadFile("../docs/forward-auth.md")
	must(t, err)
	_, route, _ := strings.Cut(documented(t, "caddyfile"), "{\n")
	route = strings.TrimSuffix(strings.TrimSpace(route), "}")
	if !strings.Contains(route, plain) || !strings.Contains(string(text), "`"+demand+"`") {
		t.Fatal("docs/forward-auth.md has no such lines")
	}
	return strings.Replace(route, plain, demand+"\n", 1)
}
