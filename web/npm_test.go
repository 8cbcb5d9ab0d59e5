package web

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unpack returns the files of an npm package by name.
func unpack(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	files, reader := map[string]string{}, tar.NewReader(zip)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		name, in := strings.CutPrefix(header.Name, "package/")
		if _, twice := files[name]; twice || !in || header.Mode != 0o644 || header.ModTime.Year() != 1985 {
			t.Errorf("%+v", header)
		}
		files[name] = string(body)
	}
}

func TestNPMPackage(t *testing.T) {
	cfg := config()
	cfg.Version = "v1.4.2 0a1b2c3d4e5f"
	s := newServer(t, cfg)
	resp, body := request(t, "GET", s.URL+npmPath)
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "application/gzip" || resp.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("%s, %v", resp.Status, resp.Header)
	}
	if _, again := request(t, "GET", newServer(t, cfg).URL+npmPath); again != body {
		t.Error("another server of the same build makes another package")
	}
	if same, _ := request(t, "GET", s.URL+npmPath, "If-None-Match", resp.Header.Get("ETag")); same.StatusCode != http.StatusNotModified {
		t.Errorf("with its ETag: %s", same.Status)
	}
	files := unpack(t, []byte(body))
	for name, text := range files {
		if strings.Contains(name, "admin") || strings.Contains(name, ".page.") || strings.Contains(name, "test") {
			t.Errorf("%s is in the package", name)
		}
		if module, isModule := strings.CutSuffix(name, ".js"); isModule && files[module+".d.ts"] == "" {
			t.Errorf("%s has no declaration beside it", name)
		}
		if strings.HasSuffix(name, ".d.ts") && strings.Contains(text, "/types/") {
			t.Errorf("%s names a folder that is not there", name)
		}
	}
	for _, name := range []string{"LICENSE", "README.md", "elements.d.ts", "react.d.ts", "sdk/latchkey.js", "server/express.js", "elements/login.js", "elements/messages.de.login.js"} {
		if files[name] == "" {
			t.Errorf("%s is not in the package", name)
		}
	}
	if license, err := os.ReadFile("../LICENSE"); err != nil || string(license) != files["LICENSE"] {
		t.Errorf("another licence, %v", err)
	}
	checkManifest(t, files)
}

// checkManifest checks package.json: whatever it exports is there.
func checkManifest(t *testing.T, files map[string]string) {
	var manifest map[string]any
	if err := json.Unmarshal([]byte(files["package.json"]), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest["name"] != "latchkey-web" || manifest["version"] != "1.4.2" || manifest["type"] != "module" {
		t.Errorf("%v", manifest)
	}
	for _, member := range []string{"private", "files", "scripts", "devDependencies", "dependencies"} {
		if manifest[member] != nil {
			t.Errorf("it has %s", member)
		}
	}
	exports := manifest["exports"].(map[string]any)
	if len(exports) < 5 {
		t.Errorf("it exports %v", exports)
	}
	for name, conditions := range exports {
		targets, isMap := conditions.(map[string]any)
		if !isMap {
			targets = map[string]any{"default": conditions}
		}
		for _, target := range targets {
			file := strings.TrimPrefix(strings.Replace(target.(string), "*", "login", 1), "./")
			if files[file] == "" {
				t.Errorf("%s exports %s, which is not there", name, file)
			}
		}
	}
}

func TestNPMVersion(t *testing.T) {
	for build, want := range map[string]string{
		"v1.4.2 0a1b2c3d4e5f":      "1.4.2",
		"v1.4.2":                   "1.4.2",
		"v2.0.0-rc.1 0a1b2c3d4e5f": "2.0.0-rc.1",
		"v0.0.0-20261128030000-0a1b2c3d4e5f+dirty 0a1b2c3d4e5f": "0.0.0-20261128030000-0a1b2c3d4e5f+dirty",
		"development 0a1b2c3d4e5f":                              "0.0.0-build-development-0a1b2c3d4e5f",
		"development":                                           "0.0.0-build-development",
		"2026.01.05":                                            "0.0.0-build-2026-01-05",
		`1.0"}`:                                                 "0.0.0-build-1-0",
		"unknown":                                               "0.0.0-build-unknown",
		"":                                                      "0.0.0-build",
	} {
		got := npmVersion(build)
		if got != want || !semver.MatchString(got) {
			t.Errorf("%q became %q, want %q", build, got, want)
		}
	}
}

// Outside a browser, as in server-side rendering, every module of the package loads, and none changes the global scope.
func TestModulesLoadInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatalf("node is needed; run .ci/setup fast: %v", err)
	}
	dir := t.TempDir()
	var modules []string
	for name, body := range unpack(t, npmPackage("v1.0.0")) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".js") {
			modules = append(modules, "./"+name)
		}
	}
	slices.Sort(modules)
	names, err := json.Marshal(modules)
	if err != nil {
		t.Fatal(err)
	}
	script := `const before = Reflect.ownKeys(globalThis).length;
for (const name of ` + string(names) + `) await import(name);
if (Reflect.ownKeys(globalThis).length !== before) throw new Error('the global scope has changed');`
	if err := os.WriteFile(filepath.Join(dir, "load.mjs"), []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(node, filepath.Join(dir, "load.mjs")).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
