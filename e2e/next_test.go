package e2e_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"latchkey/demo"
)

// TestNext builds examples/next, runs its production server and uses it in Chromium. The server renders the pages, elements
// included.
func TestNext(t *testing.T) {
	t.Parallel()
	next := newNextExample(t)
	framework{name: "next", lock: "../examples/next/package-lock.json", output: ".next", env: quietNext}.build(t, next)
	port := freePort(t)
	s := startStackWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, localhost(port))
	next.start(t, port, s)
	testExampleJourney(t, s, localhost(port), testNextVault)
}

// testNextVault: the application's own API refuses a session without a recent passkey, and the SDK's guard asks for it.
func testNextVault(tb *tab) {
	tb.device.knowsPerson(false)
	tb.press("Open the vault")
	tb.see("The vault stays closed.")
	tb.device.knowsPerson(true)
	tb.press("Open the vault")
	tb.see("The vault is open.")
	tb.forgiven() // the refusals
}

var quietNext = []string{"NEXT_TELEMETRY_DISABLED=1"}

// newNextExample copies the example into its own folder: Turbopack finds libraries in a folder above, and not by links.
func newNextExample(t *testing.T) example {
	t.Helper()
	next := newApp(t, filepath.Dir(fetchedModules(t, "next")))
	next.copy(t, "next", "app", "package.json", "next.config.mjs")
	next.installSDK(t)
	return next
}

// start starts the production server, and ends it with the test.
func (e example) start(t *testing.T, port int, s *stack) {
	t.Helper()
	next := filepath.Join(fetchedModules(t, "next"), ".bin/next")
	env := append(quietNext, "LATCHKEY_URL="+s.latchkey.PublicURL, "KRATOS_URL="+s.kratos.BrowserURL, "APP_URL="+localhost(port))
	e.serve(t, env, "Ready in", next, "start", "--port", strconv.Itoa(port))
}

// serve runs a server until the test ends. It returns when the server has said that it is ready.
func (e example) serve(t *testing.T, env []string, ready, name string, args ...string) {
	t.Helper()
	server := exec.Command(name, args...)
	server.Dir, server.Env, server.Stderr = e.dir, append(os.Environ(), env...), os.Stderr
	output, err := server.StdoutPipe()
	must(t, err)
	must(t, server.Start())
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	late := time.AfterFunc(time.Minute, func() { server.Process.Kill() })
	defer late.Stop()
	said := bufio.NewScanner(output)
	for said.Scan() {
		if strings.Contains(said.Text(), ready) {
			return
		}
	}
	t.Fatal("the server has ended before it was ready, or took a minute")
}
