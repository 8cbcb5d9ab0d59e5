package e2e_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"latchkey/demo"
)

// example is a copy of an example, whose latchkey-web is what npm would publish now.
type example struct{ dir string }

// newExample copies an example, without what it has built, and links the libraries that .ci/setup has fetched.
func newExample(t *testing.T, name string, files ...string) example {
	t.Helper()
	e := example{t.TempDir()}
	e.copy(t, name, append(files, "package.json")...)
	fetched := fetchedModules(t, name)
	modules, err := os.ReadDir(fetched)
	must(t, err)
	installed := filepath.Join(e.dir, "node_modules")
	must(t, os.Mkdir(installed, 0o755))
	for _, module := range modules {
		if module.Name() != "latchkey-web" {
			must(t, os.Symlink(filepath.Join(fetched, module.Name()), filepath.Join(installed, module.Name())))
		}
	}
	e.installSDK(t)
	return e
}

// newApp makes a folder for an application below the folder with its libraries.
func newApp(t *testing.T, libraries string) example {
	t.Helper()
	dir, err := os.MkdirTemp(libraries, ".built-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return example{dir}
}

// copy copies files and folders of an example.
func (e example) copy(t *testing.T, name string, files ...string) {
	t.Helper()
	for _, file := range files {
		from, to := filepath.Join("../examples", name, file), filepath.Join(e.dir, file)
		if found, err := os.Stat(from); err == nil && found.IsDir() {
			must(t, os.CopyFS(to, os.DirFS(from)))
			continue
		}
		text, err := os.ReadFile(from)
		must(t, err)
		must(t, os.WriteFile(to, text, 0o644))
	}
}

func fetchedModules(t *testing.T, name string) string {
	t.Helper()
	fetched, err := filepath.Abs(filepath.Join("../examples", name, "node_modules"))
	must(t, err)
	if _, err := os.Stat(fetched); err != nil {
		t.Fatalf("the example's libraries are not there; run .ci/setup test: %v", err)
	}
	return fetched
}

func (e example) installSDK(t *testing.T) {
	t.Helper()
	e.run(t, nil, "tar", "xzf", packSDK(t, e.dir))
	must(t, os.MkdirAll(filepath.Join(e.dir, "node_modules"), 0o755))
	must(t, os.Rename(filepath.Join(e.dir, "package"), filepath.Join(e.dir, "node_modules/latchkey-web")))
}

// exampleTime limits a command: a build takes half a minute on a core of its own.
const exampleTime = 4 * time.Minute

// try runs a command in the example.
func (e example) try(t *testing.T, env []string, name string, args ...string) (output string, err error) {
	ctx, cancel := context.WithTimeout(t.Context(), exampleTime)
	defer cancel()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir, command.Env = e.dir, append(os.Environ(), env...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // npm leaves what it started
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	said, err := command.CombinedOutput()
	return string(said), err
}

func (e example) run(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	if output, err := e.try(t, env, name, args...); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, output)
	}
}

// TestVue builds examples/vue and uses it in Chromium.
func TestVue(t *testing.T) {
	t.Parallel()
	vue := newExample(t, "vue", "src", "index.html", "vite.config.js")
	listener := listen(t, 0)
	page := localhost(listener.Addr().(*net.TCPAddr).Port)
	s := startStackWithApp(t, demo.KratosOptions{Login: &demo.KratosLogin{}}, page)
	vite("vue", "dist", nil).build(t, vue)
	serveOn(t, listener, builtPages(filepath.Join(vue.dir, "dist"), s))
	testExampleJourney(t, s, page)
}

// testExampleJourney registers at Kratos, signs in with the password, sets up a passkey, signs out, and in with the passkey. What only one example has is
// tried before signing out.
func testExampleJourney(t *testing.T, s *stack, page string, own ...func(*tab)) {
	t.Helper()
	tb, email := newTab(t), newEmail()
	tb.everyPage(noteWarnings)
	calm := func(state string) {
		t.Helper()
		tb.sound(state)
		tb.screenshot(state)
		for _, warning := range evaluate[[]string](tb, `warned.splice(0)`) {
			t.Errorf("%s: %s", state, warning)
		}
	}
	tb.open(page + "/")
	tb.at(page + "/sign-in")
	tb.see("Sign in with a passkey")
	calm("sign-in")
	tb.press("Create an account")
	tb.at(s.appURL + "/registration")
	tb.fill(`[name="traits.email"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.at(page + "/welcome")
	tb.see("Create a passkey")
	calm("welcome")
	tb.press("Not now")
	tb.see("Signed in as " + email)
	tb.press("Sign out")
	tb.at(page + "/sign-in")
	evaluate[any](tb, `localStorage.clear()`) // "not now" counts for a month
	tb.press("Use a password")
	tb.fill(`[name="identifier"]`, email)
	tb.fill(`[name="password"]`, password)
	tb.click(`#password button`)
	tb.at(page + "/welcome") // a password login leads to the offer, too
	tb.press("Create a passkey")
	tb.see("Signed in as " + email)
	tb.see("Your passkeys")
	calm("account")
	for _, try := range own {
		try(tb)
	}
	tb.press("Sign out")
	tb.at(page + "/sign-in")
	tb.see("Sign in with a passkey")
	tb.press("Sign in with a passkey")
	tb.see("Signed in as " + email)
}
