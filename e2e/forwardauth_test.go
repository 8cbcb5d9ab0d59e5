package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// TestForwardAuth runs the configurations of docs/forward-auth.md, changed only in the addresses, in a real nginx and
// a real Caddy in front of an application that displays the headers that it receives.
func TestForwardAuth(t *testing.T) {
	t.Parallel()
	nginxPort, caddyPort, appPort := freePort(t), freePort(t), freePort(t)
	nginx, caddy := localhost(nginxPort), localhost(caddyPort)
	s := startStack(t, demo.KratosOptions{Login: &demo.KratosLogin{}, ReturnURLs: []string{nginx + "/", caddy + "/"}}, demo.LatchkeyOptions{
		Env: []string{"LATCHKEY_POLICY_REQUIRED=highest_available", "LATCHKEY_RETURN_TO=" + nginx + "/," + caddy + "/"},
	})
	serve(t, appPort, http.HandlerFunc(application))
	addresses := strings.NewReplacer(
		"listen 80;", fmt.Sprintf("listen 127.0.0.1:%d;", nginxPort), "server_name app.example.com;", "server_name localhost;",
		"http://app.example.com {", caddy+" {", "127.0.0.1:8080", fmt.Sprintf("127.0.0.1:%d", appPort),
		"127.0.0.1:4477", strings.TrimPrefix(s.latchkey.PublicURL, "http://"),
	)
	startNginx(t, nginxPort, addresses.Replace(documented(t, "nginx")))
	startCaddy(t, caddyPort, addresses.Replace(documented(t, "caddyfile")))
	for name, proxy := range map[string]string{"nginx": nginx, "Caddy": caddy} {
		t.Run(name, func(t *testing.T) {
			testForwardAuth(t, s, proxy, name == "nginx")
			testForwardAuthReturns(t, s, proxy)
		})
	}
}

// application displays what it receives of Latchkey's headers.
func application(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, "The application at", r.URL.RequestURI())
	if upgrade := r.Header.Get("Upgrade"); upgrade != "" && strings.EqualFold(r.Header.Get("Connection"), "Upgrade") {
		fmt.Fprintln(w, "asked for", upgrade)
	}
	for name, values := range r.Header {
		if folded := strings.Map(fold, name); strings.HasPrefix(folded, "x-latchkey") {
			fmt.Fprintln(w, folded, values)
		}
	}
}

// fold reads header names as the most lenient applications do, those behind CGI, WSGI and their like: all but letters and
// digits is one character.
func fold(r rune) rune {
	if r = unicode.ToLower(r); r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return r
	}
	return '-'
}

// wanted has characters that are lost if return addresses are not encoded.
const wanted = "/reports?year=2026&tab=all"

func testForwardAuth(t *testing.T, s *stack, proxy string, hasAPI bool) {
	claims := http.Header{
		"X-Latchkey-Identity": {"00000000-0000-0000-0000-000000000001"}, "X-Latchkey-Level": {"aal3"}, "x-latchkey-session": {"mine"},
		"X_Latchkey_Identity": {"00000000-0000-0000-0000-000000000001"}, "X-Latchkey-Other": {"x"}, "X-Forwarded-Host": {"evil.example"},
	}
	through := func(c caller) caller {
		header := claims.Clone()
		for name, values := range c.header {
			header[name] = values
		}
		return caller{proxy, header}
	}
	sentTo := func(got answer, page string) {
		t.Helper()
		got.want(t, http.StatusFound, nil)
		target, err := url.Parse(got.header.Get("Location"))
		must(t, err)
		if !strings.HasPrefix(target.String(), s.latchkey.PublicURL+page+"?") || target.Query().Get("return_to") != proxy+wanted {
			t.Errorf("sent to %s, want %s and back to %s", target, page, proxy+wanted)
		}
	}
	signedOut := through(s.anyone())
	sentTo(signedOut.open(t, "signed out", wanted), "/login")
	if hasAPI {
		signedOut.open(t, "signed out", "/api/reports").want(t, http.StatusUnauthorized, nil)
	}

	user, latchkey := s.browser(t)
	person := through(latchkey)
	passes := func(level string) {
		t.Helper()
		got := person.open(t, "signed in at "+level, wanted)
		got.want(t, http.StatusOK, nil)
		want := []string{"The application at " + wanted, "x-latchkey-identity [" + user.IdentityID.String() + "]",
			"x-latchkey-session [" + user.SessionID.String() + "]", "x-latchkey-level [" + level + "]"}
		for _, line := range want {
			if !strings.Contains(string(got.body), line+"\n") {
				t.Errorf("the application does not know %q: %s", line, got.body)
			}
		}
		if strings.Contains(string(got.body), "00000000") || strings.Contains(string(got.body), "aal3") || strings.Contains(string(got.body), "mine") ||
			strings.Count(string(got.body), "x-latchkey-identity") != 1 {
			t.Errorf("what the client claims gets through: %s", got.body)
		}
	}
	passes("aal1") // no factor for a step-up, so highest_available requires none
	testForwardAuthClaims(t, latchkey.header, proxy, user.IdentityID.String(), user.SessionID.String(), !hasAPI)
	a := webauthntest.New(s.latchkey.PublicURL)
	latchkey.register(t, a)
	sentTo(person.open(t, "a passkey, and a session by password", wanted), "/step-up")
	if hasAPI {
		person.open(t, "a passkey, and a session by password", "/api/reports").want(t, http.StatusForbidden, nil)
	}
	latchkey.stepUp(t, a)
	passes("aal2")
}

// testForwardAuthClaims: whatever headers a signed-in client sends, the application receives all of Latchkey's
// headers, and no others.
func testForwardAuthClaims(t *testing.T, signedIn http.Header, proxy, identity, session string, upgrades bool) {
	t.Helper()
	get := func(claims http.Header) string {
		t.Helper()
		header := signedIn.Clone()
		maps.Copy(header, claims)
		got := caller{proxy, header}.do(t, http.MethodGet, wanted, nil)
		got.want(t, http.StatusOK, nil)
		return string(got.body)
	}
	want := "The application at " + wanted + "\n" + strings.Join([]string{
		"x-latchkey-identity [" + identity + "]", "x-latchkey-level [aal1]", "x-latchkey-session [" + session + "]",
	}, "\n") + "\n"
	sorted := func(body string) string {
		lines := strings.Split(strings.TrimSpace(body), "\n")
		slices.Sort(lines[1:])
		return strings.Join(lines, "\n") + "\n"
	}
	// RFC 9110 §7.6.1: a proxy drops the headers that Connection names. Ours must not be among them.
	for _, connection := range [][]string{
		{"X-Latchkey-Identity"}, {"close, X-Latchkey-Identity, X-Latchkey-Level"}, {"keep-alive, x-latchkey-session"},
		{"close", "X-Latchkey-Identity"}, {"Upgrade, X-Latchkey-Identity"}, {"X-Latchkey-Identity,X-Latchkey-Session,X-Latchkey-Level,Cookie2"},
	} {
		if got := sorted(get(http.Header{"Connection": connection})); got != want {
			t.Errorf("Connection: %q: the application gets %s, want %s", connection, got, want)
		}
	}
	for _, between := range []string{"-", "_", ".", "~", "+", "!", "'", "|"} {
		for _, before := range []string{"-", "_", "."} {
			name := "X" + before + "Latchkey" + between
			claims := http.Header{name + "Identity": {"someone"}, strings.ToLower(name) + "level": {"aal3"}, strings.ToUpper(name + "Session"): {"theirs"}}
			if got := sorted(get(claims)); got != want {
				t.Errorf("%s: the application gets %s, want %s", name, got, want)
			}
		}
	}
	upgrade := http.Header{"Connection": {"X-Latchkey-Identity, Upgrade"}, "Upgrade": {"websocket"}}
	if got := get(upgrade); !strings.Contains(got, "x-latchkey-identity ["+identity+"]\n") {
		t.Errorf("with an upgrade the application gets %s", got)
	} else if upgrades && !strings.Contains(got, "asked for websocket\n") {
		t.Errorf("an upgrade does not get through: %s", got)
	}
}

// testForwardAuthReturns: a signed-out user opens a page, signs in with a passkey, and returns to that page.
func testForwardAuthReturns(t *testing.T, s *stack, proxy string) {
	tb := newTab(t)
	user, _ := s.browser(t)
	tb.signIn(s.kratos.BrowserURL, user.Cookie())
	tb.open(s.latchkey.PublicURL + "/setup")
	tb.press("Create a passkey")
	tb.see("Your passkey is ready")
	ctx, cancel := tb.within()
	defer cancel()
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	must(t, err)

	tb.open(proxy + wanted)
	tb.at(s.latchkey.PublicURL + "/login?return_to=")
	tb.press("Sign in with a passkey")
	tb.at(proxy + wanted)
	tb.see("x-latchkey-identity [" + user.IdentityID.String() + "]")
	tb.see("x-latchkey-level [aal2]")
}

// show is do, and leaves the exchange in the log of the test, without the credential.
func (c caller) open(t *testing.T, who, path string) answer {
	t.Helper()
	got := c.do(t, http.MethodGet, path, nil)
	head, err := httputil.DumpResponse(&http.Response{StatusCode: got.status, ProtoMajor: 1, ProtoMinor: 1, Header: got.header, ContentLength: int64(len(got.body))}, false)
	must(t, err)
	t.Logf("(%s)\n$ curl -i %s%s\n%s%s", who, c.base, path, head, got.body)
	return got
}

// documented is the one code block of that language in docs/forward-auth.md.
func documented(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../docs/forward-auth.md")
	must(t, err)
	parts := strings.Split(string(text), "```"+language+"\n")
	if len(parts) != 2 {
		t.Fatalf("%d blocks of %s", len(parts)-1, language)
	}
	block, _, _ := strings.Cut(parts[1], "```")
	return block
}

func startNginx(t *testing.T, port int, server string) {
	dir := t.TempDir()
	config := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log stderr warn;
events {}
http {
client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi; uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
access_log off;
%[2]s}
`, dir, server)
	file := filepath.Join(dir, "nginx.conf")
	must(t, os.WriteFile(file, []byte(config), 0o600))
	startProxy(t, port, exec.Command(proxyBinary(t, "nginx"), "-e", "stderr", "-p", dir, "-c", file), nil)
}

func startCaddy(t *testing.T, port int, site string) {
	dir := t.TempDir()
	file := filepath.Join(dir, "Caddyfile")
	must(t, os.WriteFile(file, []byte("{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\n"+site), 0o600))
	startProxy(t, port, exec.Command(proxyBinary(t, "caddy"), "run", "--config", file, "--adapter", "caddyfile"),
		[]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir})
}

// proxyBinary also looks where Debian keeps servers, which is not in everybody's PATH.
func proxyBinary(t *testing.T, name string) string {
	t.Helper()
	for _, candidate := range []string{name, "/usr/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Fatalf("there is no %s; on Debian: apt-get install -y --no-install-recommends nginx-light caddy", name)
	return ""
}

// startProxy runs it as a child until the test is over.
func startProxy(t *testing.T, port int, cmd *exec.Cmd, env []string) {
	t.Helper()
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &log, &log, env
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
		select {
		case <-ended:
		case <-time.After(patience):
			t.Errorf("%s does not stop", cmd.Path)
			_ = cmd.Process.Kill()
			<-ended
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", cmd.Path, log.String())
		}
	})
	eventually(t, cmd.Path+" answers", func() bool {
		_, err := caller{base: localhost(port)}.send(t.Context(), http.MethodGet, "/", nil)
		return err == nil
	})
}
