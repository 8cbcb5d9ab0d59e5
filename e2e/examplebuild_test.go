package e2e_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keptBuilds is how long a build that is not used stays in the cache.
const keptBuilds = 7 * 24 * time.Hour

// framework is what builds an application. Its build goes to a folder.
type framework struct {
	name, lock string // lock: the file that pins its libraries
	output     string
	env        []string
	command    []string // default: npm run build
}

// cache is the folder for what is kept of the framework from one run of the tests to the next.
func (f framework) cache(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	must(t, err)
	return filepath.Join(cache, "latchkey", f.name)
}

// build makes the production build, or takes the one that was made of the same files: it costs as much as a dozen other
// tests. Those files are the application's, the SDK's, the pinned versions of the libraries, and Node.js.
func (f framework) build(t *testing.T, e example) {
	t.Helper()
	cache := f.cache(t)
	built, kept := filepath.Join(e.dir, f.output), filepath.Join(cache, f.inputs(t, e))
	if isFolder(kept) {
		now := time.Now()
		must(t, os.Chtimes(kept, now, now))
		must(t, os.CopyFS(built, os.DirFS(kept)))
		return
	}
	command := f.command
	if command == nil {
		command = []string{"npm", "run", "--silent", "build"}
	}
	e.run(t, f.env, command[0], command[1:]...)
	must(t, os.RemoveAll(filepath.Join(built, "cache"))) // Next.js' for its next build; the server does not need it
	must(t, os.MkdirAll(cache, 0o755))
	forgetOldBuilds(t, cache)
	unfinished, err := os.MkdirTemp(cache, "unfinished-")
	must(t, err)
	defer os.RemoveAll(unfinished)
	must(t, os.CopyFS(unfinished, os.DirFS(built)))
	if err := os.Rename(unfinished, kept); err != nil && !isFolder(kept) { // another run may have been first
		t.Fatal(err)
	}
}

// inputs is the hash of all that the build depends on.
func (f framework) inputs(t *testing.T, e example) string {
	t.Helper()
	node, err := e.try(t, nil, "node", "--version")
	must(t, err)
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %q %q\n", node, f.env, f.command)
	add := func(name, path string) {
		text, err := os.ReadFile(path)
		must(t, err)
		fmt.Fprintf(hash, "%q %d\n", name, len(text))
		_, _ = hash.Write(text)
	}
	add("package-lock.json", f.lock)
	must(t, fs.WalkDir(os.DirFS(e.dir), ".", func(name string, file fs.DirEntry, err error) error {
		if err == nil && file.Type().IsRegular() && filepath.Ext(name) != ".tgz" {
			add(name, filepath.Join(e.dir, name))
		}
		return err
	}))
	return hex.EncodeToString(hash.Sum(nil)[:12])
}

func forgetOldBuilds(t *testing.T, cache string) {
	t.Helper()
	kept, err := os.ReadDir(cache)
	must(t, err)
	for _, one := range kept {
		if about, err := one.Info(); err == nil && time.Since(about.ModTime()) > keptBuilds {
			must(t, os.RemoveAll(filepath.Join(cache, one.Name())))
		}
	}
}

func isFolder(path string) bool {
	about, err := os.Stat(path)
	return err == nil && about.IsDir()
}

// builtPages serves the build of a page that calls Latchkey and Kratos itself, for each path that is not a file, with exactly
// the policy of docs/elements.md.
func builtPages(dir string, s *stack) http.Handler {
	files := os.DirFS(dir)
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; connect-src " + s.latchkey.PublicURL + " " + s.kratos.BrowserURL +
		"; img-src " + s.latchkey.PublicURL + " data:"
	addresses := strings.NewReplacer(latchkeyOfBuilds, s.latchkey.PublicURL, kratosOfBuilds, s.kratos.BrowserURL)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if file, err := fs.Stat(files, name); err != nil || file.IsDir() {
			name = "index.html"
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		http.ServeContent(w, r, name, time.Time{}, strings.NewReader(addresses.Replace(string(text))))
	})
}

// Each test has its own ports. Builds have these addresses instead, so that they can be kept.
const latchkeyOfBuilds, kratosOfBuilds = "http://latchkey.test", "http://kratos.test"

// vite builds a page that calls Latchkey and Kratos itself.
func vite(example, output string, env []string, command ...string) framework {
	return framework{
		name: example, lock: filepath.Join("../examples", example, "package-lock.json"), output: output, command: command,
		env: append(env, "VITE_LATCHKEY_URL="+latchkeyOfBuilds, "VITE_KRATOS_URL="+kratosOfBuilds),
	}
}
