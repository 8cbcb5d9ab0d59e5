package e2e_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestExampleGo runs examples/go, whose routes package client protects, with a real Kratos and Latchkey.
func TestExampleGo(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "example")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = "../examples/go"
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	testProtectedExample(t, exec.Command(binary))
}

// TestExampleExpress runs examples/express, whose routes the middleware of the npm package protects.
func TestExampleExpress(t *testing.T) {
	t.Parallel()
	express := newApp(t, framework{name: "express", lock: "../examples/express/package-lock.json"}.libraries(t))
	express.copy(t, "express", "server.js", "package.json")
	express.installSDK(t)
	server := exec.Command("node", "server.js")
	server.Dir = express.dir
	testProtectedExample(t, server)
}

// testProtectedExample runs an application with two routes: / for any session, and /transfer for a recent one at aal2.
func testProtectedExample(t *testing.T, server *exec.Cmd) {
	t.Helper()
	port := freePort(t)
	app := localhost(port)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Env: []string{"LATCHKEY_RETURN_TO=" + app + "/", "LATCHKEY_PROOF_AUDIENCE=" + app + "," + serviceB}})
	between := newBetween(t, s.latchkey.PublicURL)
	address := strings.TrimPrefix(app, "http://")
	startProxy(t, port, server, append(os.Environ(), "LATCHKEY_URL="+between.server.URL, "ISSUER="+s.latchkey.PublicURL, "APP_URL="+app, "LISTEN="+address, "PORT="+strconv.Itoa(port)))

	user, latchkey := s.browser(t)
	person := caller{app, latchkey.header.Clone()}
	says := func(method, path, want string) {
		t.Helper()
		got := person.do(t, method, path, nil)
		if got.status != http.StatusOK || string(got.body) != want+"\n" {
			t.Errorf("%s %s: %d %s, want %s", method, path, got.status, got.body, want)
		}
	}
	// What the client claims about itself has no part in the answer.
	for name, claim := range map[string]string{"X-Latchkey-Identity": "someone", "X-Latchkey-Level": "aal2", "X-Forwarded-Host": "evil.example", "X-Forwarded-Uri": "/evil"} {
		person.header.Set(name, claim)
	}
	says(http.MethodGet, "/?level=aal1&redirect", "Hello "+user.IdentityID.String())
	refused := person.do(t, http.MethodPost, "/transfer?level=omit&max_age=2147483647", nil)
	challenge := refused.header.Get("WWW-Authenticate")
	if refused.status != http.StatusUnauthorized || !strings.HasPrefix(challenge, `Bearer error="insufficient_user_authentication"`) || !strings.Contains(challenge, `max_age="300"`) ||
		!strings.Contains(challenge, `acr_values="urn:latchkey:acr:passkey:uv"`) {
		t.Errorf("%d %s", refused.status, challenge)
	}
	phone := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, phone)
	latchkey.stepUp(t, phone)
	says(http.MethodPost, "/transfer", "Transferred for "+user.IdentityID.String()+" at aal2")
	s.backdate(t, "step_ups", "at", user.IdentityID)
	if got := person.do(t, http.MethodPost, "/transfer", nil); got.status != http.StatusUnauthorized {
		t.Errorf("with an old proof: %d %s", got.status, got.body)
	}

	// Who opens a page signed out is led to the login, and back.
	says(http.MethodGet, "/files/a", "/a of "+user.IdentityID.String())
	for _, page := range []string{"/?a=b&c=d", "/files/a?c=d"} {
		signedOut := caller{app, http.Header{"Sec-Fetch-Mode": {"navigate"}}}.do(t, http.MethodGet, page, nil)
		to, err := url.Parse(signedOut.header.Get("Location"))
		must(t, err)
		if signedOut.status != http.StatusFound || !strings.HasPrefix(to.String(), s.latchkey.PublicURL+"/login?") || to.Query().Get("return_to") != app+page {
			t.Errorf("%d to %s", signedOut.status, to)
		}
	}
	if got := (caller{app, nil}).do(t, http.MethodGet, "/", nil); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("a program without a session: %d %v", got.status, got.header)
	}
	stranger, _ := s.browser(t)
	if got := (caller{app, http.Header{"Cookie": {stranger.Cookie().String()}}}).do(t, http.MethodPost, "/transfer", nil); got.status != http.StatusUnauthorized {
		t.Errorf("another person's session: %d", got.status)
	}
	testOneCredential(t, s, between, app)
	testProofs(t, s, between, app)
	between.says(http.StatusOK, "hello")
	if got := person.do(t, http.MethodGet, "/", nil); got.status != http.StatusServiceUnavailable {
		t.Errorf("with a server that is not Latchkey: %d %s", got.status, got.body)
	}
	between.says(http.StatusNoContent, "")
	if got := person.do(t, http.MethodGet, "/", nil); got.status != http.StatusInternalServerError {
		t.Errorf("with another such server: %d %s", got.status, got.body)
	}
	between.server.Close()
	if got := person.do(t, http.MethodGet, "/", nil); got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("without Latchkey: %d %v", got.status, got.header)
	}
}
