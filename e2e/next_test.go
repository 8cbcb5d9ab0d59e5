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
	next.buildNext(t)
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
	dir, err := os.MkdirTemp(filepath.Dir(fetchedModules(t, "next")), ".built-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	next := example{dir}
	next.copy(t, "next", "app", "package.json", "next.config.mjs")
	next.installSDK(t)
	return next
}

// start starts the production server, and ends it with the test.
func (e example) start(t *testing.T, port int, s *stack) {
	t.Helper()
	server := exec.Command(filepath.Join(fetchedModules(t, "next"), ".bin/next"), "start", "--port", strconv.Itoa(port))
	server.Dir = e.dir
	server.Env = append(os.Environ(), append(quietNext, "LATCHKEY_URL="+s.latchkey.PublicURL, "KRATOS_URL="+s.kratos.BrowserURL)...)
	server.Stderr = os.Stderr
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
		if strings.Contains(said.Text(), "Ready in") {
			return
		}
	}
	t.Fatal("the server of the example has ended before it was ready, or took a minute")
}
