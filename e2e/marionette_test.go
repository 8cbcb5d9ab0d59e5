package e2e_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// firefox is driven by Marionette, the protocol beneath geckodriver: a frame is the length of its text, a colon, and the
// text; a command is [0, id, name, parameters], its answer [1, id, error or null, result].
type firefox struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	sent int
}

// preferences let software authenticators complete ceremonies, which hang otherwise, and keep Firefox on this
// machine: all other requests go to a proxy that does not exist.
const preferences = `user_pref("marionette.port", 0);
user_pref("security.webauth.webauthn_enable_softtoken", true);
user_pref("security.webauth.webauthn_enable_usbtoken", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("intl.accept_languages", "en");
`

// startFirefox starts one with a profile of its own; it is gone when the test is over.
func startFirefox(t *testing.T) *firefox {
	t.Helper()
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		t.Fatal("there is no firefox-esr in PATH; run .ci/setup test")
	}
	profile := t.TempDir()
	must(t, os.WriteFile(filepath.Join(profile, "user.js"), []byte(preferences), 0o600))
	// The shell ends Firefox when its own input closes, which happens however these tests end.
	cmd := exec.Command("sh", "-c", `"$@" </dev/null & read -r _; kill -KILL "$!"; wait`, "sh",
		path, "--headless", "--marionette", "--no-remote", "--profile", profile)
	cmd.Env = append(os.Environ(), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1")
	leash, err := cmd.StdinPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = leash.Close()
		_ = cmd.Wait() // it was killed
	})
	f := &firefox{t: t}
	f.connect(filepath.Join(profile, "MarionetteActivePort"))
	f.command("WebDriver:NewSession", map[string]any{"capabilities": map[string]any{}}, nil)
	return f
}

// connect waits for the file that names the port. The first start on a machine may take long.
func (f *firefox) connect(portFile string) {
	f.t.Helper()
	var port []byte
	eventuallyWithin(f.t, 4*patience, "Firefox has started", func() bool {
		port, _ = os.ReadFile(portFile) // not there yet
		return len(port) > 0
	})
	var err error
	f.conn, err = net.Dial("tcp", "127.0.0.1:"+string(port))
	must(f.t, err)
	f.t.Cleanup(func() { _ = f.conn.Close() })
	f.in = bufio.NewReader(f.conn)
	_, err = f.frame() // it introduces itself
	must(f.t, err)
}

func (f *firefox) frame() ([]byte, error) {
	length, err := f.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil || n < 0 || n > 16<<20 {
		return nil, fmt.Errorf("a frame of length %q", length)
	}
	text := make([]byte, n)
	_, err = io.ReadFull(f.in, text)
	return text, err
}

// call sends a command and decodes the result into what into points to, unless it is nil.
func (f *firefox) call(name string, parameters any, into any) error {
	f.sent++
	text, err := json.Marshal([]any{0, f.sent, name, parameters})
	if err != nil {
		return err
	}
	if err := f.conn.SetDeadline(time.Now().Add(2 * patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f.conn, "%d:%s", len(text), text); err != nil {
		return err
	}
	reply, err := f.frame()
	if err != nil {
		return err
	}
	var failed *struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}
	var kind, id int
	var result json.RawMessage
	if err := json.Unmarshal(reply, &[]any{&kind, &id, &failed, &result}); err != nil {
		return err
	}
	switch {
	case kind != 1 || id != f.sent:
		return errors.New("an answer to another command")
	case failed != nil:
		return fmt.Errorf("%s: %s: %s", name, failed.Error, failed.Message)
	case into == nil:
		return nil
	}
	return json.Unmarshal(result, into)
}

func (f *firefox) command(name string, parameters any, into any) {
	f.t.Helper()
	if err := f.call(name, parameters, into); err != nil {
		f.t.Fatalf("%v\n%s", err, f.state())
	}
}
