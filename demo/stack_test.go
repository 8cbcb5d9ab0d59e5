package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/totp"
	"latchkey/webauthnsvc/webauthntest"
)

const stackPassword = "correct horse battery"

// TestStack goes through the demo as its guide describes, with forms and redirects but without a browser.
func TestStack(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
	frontEnd := serveFrontEnd(t)
	s, err := StartStack(t.Context(), StackOptions{Progress: t.Output(), FrontEnds: []string{frontEnd}})
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	defer func() {
		if !closed {
			s.Close()
		}
	}()
	ada := newFormBrowser(t)
	if home := ada.open(s.AppURL); !strings.Contains(home, "Create an account") {
		t.Fatalf("home shows %s", home)
	}

	testBrand(t, s)
	if registration := ada.open(s.AppURL + "/registration"); strings.Contains(registration, providerButton) {
		t.Errorf("registration offers Latchkey: %s", registration)
	}
	tooShort := ada.submit("password", url.Values{"traits.email": {"ada@example.com"}, "traits.name": {"Ada <b>"}, "password": {"short"}})
	if !strings.Contains(tooShort, "at least 8 characters") || !strings.Contains(tooShort, "ada@example.com") {
		t.Errorf("after a password too short: %s", tooShort)
	}
	ada.submit("password", url.Values{"password": {stackPassword}})
	if email, name, password := strings.Index(tooShort, `"traits.email"`), strings.Index(tooShort, `"traits.name"`), strings.Index(tooShort, `name="password"`); email > name || name > password {
		t.Errorf("the fields are out of order: %s", tooShort)
	}
	if ada.at != setupOffer(s.Latchkey.PublicURL, s.AppURL) {
		t.Errorf("registration ends at %s, want %s", ada.at, setupOffer(s.Latchkey.PublicURL, s.AppURL))
	}
	if home := ada.open(s.AppURL); !strings.Contains(home, "Hello, Ada &lt;b&gt;") || !strings.Contains(home, "password (aal1 at Kratos)") {
		t.Errorf("home shows %s", home)
	}

	authenticator := webauthntest.New(s.AppURL)
	ada.addPasskey(s.Latchkey.PublicURL, authenticator)
	if settings := ada.open(s.AppURL + "/settings"); !strings.Contains(settings, "Authenticator app") || !strings.Contains(settings, "data:image/png") ||
		strings.Contains(settings, providerButton) { // with a passkey, it would be "unlink"
		t.Errorf("settings show %s", settings)
	}
	ada.open(s.AppURL)
	if ada.post(s.AppURL + "/logout"); !strings.Contains(ada.page, "Create an account") {
		t.Errorf("signed out, at %s: %s", ada.at, ada.page)
	}
	ada.signIn(s.AppURL, s.Latchkey.PublicURL, authenticator)
	home := ada.open(s.AppURL)
	if !strings.Contains(home, "Hello, Ada &lt;b&gt;") || !strings.Contains(home, s.Kratos.passkeyLevel()) {
		t.Errorf("after signing in with a passkey home shows %s", home)
	}
	if vault := ada.open(s.AppURL + "/vault"); !strings.Contains(vault, "The vault is open") || !strings.Contains(vault, "aal2") {
		t.Errorf("after signing in with a passkey, at %s: %s", ada.at, vault)
	}
	t.Run("through Kratos", func(t *testing.T) { testThroughKratos(t, s, authenticator) })
	t.Run("the vault after a password", func(t *testing.T) { testVault(t, s, authenticator) })
	t.Run("an application beside the sample one", func(t *testing.T) { testFrontEnd(t, s, frontEnd) })
	t.Run("an account that is no longer active", func(t *testing.T) {
		found := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).FindString(home)
		if err := s.Kratos.SetState(t.Context(), uuid.MustParse(found), "inactive"); err != nil {
			t.Fatal(err)
		}
		if home := ada.open(s.AppURL); strings.Contains(home, "Hello") {
			t.Errorf("home shows %s", home)
		}
	})
	t.Run("posts from other sites", func(t *testing.T) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.AppURL+"/logout", nil)
		req.Header.Set("Sec-Fetch-Site", "same-site")
		if resp := ada.do(req); resp.StatusCode != http.StatusForbidden {
			t.Errorf("answered %d", resp.StatusCode)
		}
	})

	t.Run("a second factor at Kratos", func(t *testing.T) {
		bob := newFormBrowser(t)
		bob.open(s.AppURL + "/registration")
		bob.submit("password", url.Values{"traits.email": {"bob@example.com"}, "password": {stackPassword}})
		settings := bob.open(s.AppURL + "/settings")
		secret := regexp.MustCompile(`[A-Z2-7]{32}`).FindString(settings)
		if saved := bob.submit("totp", url.Values{"totp_code": {totpNow(t, secret)}}); !strings.Contains(saved, "Your changes have been saved!") {
			t.Fatalf("settings show %s", saved)
		}
		bob = newFormBrowser(t)
		bob.open(s.AppURL + "/login")
		if bob.submit("password", url.Values{"identifier": {"bob@example.com"}, "password": {stackPassword}}); bob.at != setupOffer(s.Latchkey.PublicURL, s.AppURL) {
			t.Fatalf("a password login ends at %s", bob.at)
		}
		if asked := bob.open(s.Kratos.BrowserURL + "/self-service/login/browser?aal=aal2"); strings.Contains(asked, "Sign in with a passkey") {
			t.Errorf("a passkey is offered where Kratos wants its own second factor")
		}
		if bob.submit("totp", url.Values{"totp_code": {totpNow(t, secret)}}); !strings.Contains(bob.open(s.AppURL), "password, authenticator app (aal2 at Kratos)") {
			t.Errorf("after the second factor, at %s: %s", bob.at, bob.page)
		}
	})

	pids := []int{s.Kratos.PID(), s.Latchkey.PID()}
	closed = true
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	for _, pid := range pids {
		if running(pid) {
			t.Errorf("process %d is left", pid)
		}
	}
	if _, err := os.Stat(s.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its data are left: %v", err)
	}
}

// providerButton is Kratos' button to sign in with, link or unlink Latchkey.
const providerButton = `value="passkey"`

// testThroughKratos chooses the passkey among Kratos' own nodes: the form goes to Kratos, which redirects the browser
// to Latchkey's /login, and from there it returns.
func testThroughKratos(t *testing.T, s *Stack, authenticator *webauthntest.Authenticator) {
	ada := newFormBrowser(t)
	if login := ada.open(s.AppURL + "/login"); !strings.Contains(login, providerButton) {
		t.Fatalf("Kratos' provider is not offered: %s", login)
	}
	ada.submit("oidc", nil)
	at, err := url.Parse(ada.at)
	if err != nil || !strings.HasPrefix(ada.at, s.Latchkey.PublicURL+"/login?") {
		t.Fatalf("the browser is sent to %s", ada.at)
	}
	var done struct {
		RedirectTo string `json:"redirect_to"`
	}
	options := map[string]string{"interaction": at.Query().Get("interaction")}
	if status := ada.ceremony("login", s.Latchkey.PublicURL, s.Latchkey.PublicURL, options, authenticator, &done); status != http.StatusOK {
		t.Fatalf("login/finish: %d %s", status, ada.page)
	}
	ada.open(done.RedirectTo) // to the offer for those who used another device's passkey
	if at := ada.at; at != setupOffer(s.Latchkey.PublicURL, s.AppURL) || !strings.Contains(ada.open(s.AppURL), s.Kratos.passkeyLevel()) {
		t.Errorf("the login ends at %s; home shows %s", at, ada.page)
	}
}

// testVault: a password alone does not open the vault; the user is redirected to the missing step, and back.
func testVault(t *testing.T, s *Stack, authenticator *webauthntest.Authenticator) {
	ada, latchkey := newFormBrowser(t), s.Latchkey.PublicURL
	if ada.open(s.AppURL + "/vault"); !strings.HasPrefix(ada.at, s.AppURL+"/login?") {
		t.Fatalf("without a session one is sent to %s", ada.at)
	}
	ada.submit("password", url.Values{"identifier": {"ada@example.com"}, "password": {stackPassword}})
	if want := latchkey + "/step-up?return_to=" + url.QueryEscape(s.AppURL+"/vault"); ada.at != want {
		t.Fatalf("with a password one is sent to %s, want %s", ada.at, want)
	}
	if status := ada.ceremony("step-up", latchkey, latchkey, map[string]any{}, authenticator, &struct{}{}); status != http.StatusOK {
		t.Fatalf("step-up/finish: %d %s", status, ada.page)
	}
	if vault := ada.open(s.AppURL + "/vault"); ada.at != s.AppURL+"/vault" || !strings.Contains(vault, "The vault is open") {
		t.Errorf("after the step-up, at %s: %s", ada.at, vault)
	}
}

// Data in a given directory persist across runs, and only one stack uses them at a time. Ports in use are replaced; a
// child that dies is reported.
func TestStackKeepsData(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it runs a real Kratos")
	}
	ctx, dir := t.Context(), t.TempDir()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var progress strings.Builder
	options := StackOptions{Dir: dir, Progress: &progress, Ports: Ports{App: taken.Addr().(*net.TCPAddr).Port}}
	first, err := StartStack(ctx, options)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if want := fmt.Sprintf("Port %d is taken", options.Ports.App); !strings.Contains(progress.String(), want) {
		t.Errorf("progress %q, not that %q", &progress, want)
	}
	if err := (&Stack{dir: dir}).makeDir(); err == nil || !strings.Contains(err.Error(), "in use by another demo") {
		t.Errorf("a second one with the same data: %v", err)
	}
	ada := newFormBrowser(t)
	ada.open(first.AppURL + "/registration")
	ada.submit("password", url.Values{"traits.email": {"ada@example.com"}, "password": {stackPassword}})
	authenticator := webauthntest.New(first.Latchkey.PublicURL)
	ada.addPasskey(first.Latchkey.PublicURL, authenticator)
	ended := make(chan error, 1)
	go func() { ended <- first.Wait(ctx) }()
	if err := syscall.Kill(first.Kratos.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "Kratos ended unexpectedly") {
		t.Errorf("after Kratos was killed: %v", err)
	}
	if home := ada.open(first.AppURL); !strings.Contains(home, "Kratos is not responding") {
		t.Errorf("without Kratos home shows %s", home)
	}
	if err := first.Latchkey.Kill(); err != nil {
		t.Fatal(err)
	}
	if vault := ada.open(first.AppURL + "/vault"); !strings.Contains(vault, "The vault stays closed") {
		t.Errorf("without Latchkey the vault shows %s", vault)
	}
	secret, err := first.keptSecret("login.secret")
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}

	second, err := StartStack(ctx, StackOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if kept, err := second.keptSecret("login.secret"); err != nil || kept != secret {
		t.Errorf("the secret between Kratos and Latchkey has changed (%v)", err)
	}
	ada = newFormBrowser(t)
	ada.signIn(second.AppURL, second.Latchkey.PublicURL, authenticator)
	if home := ada.open(second.AppURL); !strings.Contains(home, "Hello, ada@<wbr>example.<wbr>com") {
		t.Errorf("account and passkey are gone: home shows %s", home)
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if err := second.Wait(done); err != nil {
		t.Error(err)
	}
}

func totpNow(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.Code(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}
