package e2e_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestServerRendering builds an application of each further framework that renders on its server, as docs/sdk.md promises, runs
// what was built, and opens its page in Chromium. The elements have no Kratos and no Latchkey there.
func TestServerRendering(t *testing.T) {
	for _, one := range []struct {
		framework
		server, address, ready string
	}{
		{framework{name: "nuxt", output: ".output", env: []string{"NUXT_TELEMETRY_DISABLED=1"}}, "server/index.mjs", "NUXT_PUBLIC_BASE", "Listening on"},
		{framework{name: "sveltekit", output: "build"}, "index.js", "LATCHKEY_URL", "Listening on"},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			one.lock = filepath.Join("testdata", one.name, "package-lock.json")
			app := newApp(t, one.libraries(t))
			must(t, os.CopyFS(app.dir, os.DirFS(filepath.Join("testdata", one.name))))
			app.installSDK(t)
			one.build(t, app)
			port, nobody := freePort(t), localhost(freePort(t))
			env := append(one.env, "HOST=127.0.0.1", "PORT="+strconv.Itoa(port), one.address+"="+nobody)
			app.serve(t, env, one.ready, "node", filepath.Join(app.dir, one.output, one.server))
			if page, element := get(t, localhost(port)), `<latchkey-login base-url="`+nobody+`"`; !strings.Contains(page, element) {
				t.Errorf("the server did not render %s, but:\n%s", element, page)
			}
			tb := newTab(t)
			tb.everyPage(noteWarnings)
			tb.open(localhost(port) + "/")
			tb.see("Sign in with a passkey")
			tb.sound(one.name)
		})
	}
}

// libraries returns the folder with what the framework's lock file pins, which it fetches once. It is outside the
// repository, so that a fresh clone does not fetch hundreds of packages anew.
func (f framework) libraries(t *testing.T) string {
	t.Helper()
	lock, err := os.ReadFile(f.lock)
	must(t, err)
	dir := filepath.Join(f.cache(t), "libraries")
	if fetched, err := os.ReadFile(filepath.Join(dir, "fetched")); err == nil && string(fetched) == string(lock) {
		return dir
	}
	must(t, os.MkdirAll(f.cache(t), 0o755))
	fetching, err := os.MkdirTemp(f.cache(t), "unfinished-")
	must(t, err)
	defer os.RemoveAll(fetching)
	must(t, os.CopyFS(fetching, os.DirFS(filepath.Dir(f.lock))))
	// Not npm ci: it wants packages of other systems that not every registry has.
	example{fetching}.run(t, nil, "npm", "install", "--silent", "--no-save", "--ignore-scripts")
	must(t, os.WriteFile(filepath.Join(fetching, "fetched"), lock, 0o644))
	must(t, os.RemoveAll(dir))
	if err := os.Rename(fetching, dir); err != nil && !isFolder(dir) { // another run may have been first
		t.Fatal(err)
	}
	return dir
}

func get(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	must(t, err)
	resp, err := http.DefaultClient.Do(req)
	must(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	return string(text)
}
