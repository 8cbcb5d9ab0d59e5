package build_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"latchkey/cmd/latchkey/build"
)

// program is the smallest one that tells its build, in text and as JSON.
const program = `package main

import (
	"encoding/json"
	"os"

	"latchkey.test/build"
)

var release string

func main() {
	if len(os.Args) > 1 {
		_ = json.NewEncoder(os.Stdout).Encode(build.Read(release))
		return
	}
	_ = build.Read(release).Write(os.Stdout)
}
`

// What a plain go build tells in a checkout, in unpacked sources, and with a release set, and what go install tells.
func TestBuilds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=auto", "GOBIN="+dir, "GIT_CONFIG_GLOBAL=/dev/null",
			"GIT_AUTHOR_DATE=2026-01-31T12:00:00Z", "GIT_COMMITTER_DATE=2026-01-31T12:00:00Z")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return string(out)
	}
	source, err := os.ReadFile("build.go")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{"go.mod": "module latchkey.test\n\ngo 1.26\n", "main.go": program, "build/build.go": string(source), ".gitignore": "latchkey\nlatchkey.test\n"} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join(dir, "latchkey")
	platform := "go       " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"

	run("go", "build", "-o", binary, ".") // as in unpacked sources
	if got, want := run(binary), "latchkey development\n"+platform; got != want {
		t.Errorf("unpacked sources: got %q, want %q", got, want)
	}
	run("go", "build", "-ldflags", "-X main.release=v1.2.3", "-o", binary, ".")
	if got, want := run(binary), "latchkey v1.2.3\n"+platform; got != want {
		t.Errorf("with a release: got %q, want %q", got, want)
	}

	run("git", "init", "--quiet")
	run("git", "add", ".")
	run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "x")
	commit := strings.TrimSpace(run("git", "rev-parse", "HEAD"))
	run("go", "install", ".")
	inCheckout := "latchkey v0.0.0-20260131120000-" + commit[:12] + "\ncommit   " + commit + "\ndate     2026-01-31T12:00:00Z\n" + platform
	if got := run(filepath.Join(dir, "latchkey.test")); got != inCheckout {
		t.Errorf("a checkout: got %q, want %q", got, inCheckout)
	}
	run("git", "tag", "v1.4.0")
	if err := os.WriteFile(filepath.Join(dir, "more.go"), []byte("package main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run("go", "build", "-o", binary, ".")
	var got build.Info
	if err := json.Unmarshal([]byte(run(binary, "--json")), &got); err != nil {
		t.Fatal(err)
	}
	want := build.Info{Release: "v1.4.0+dirty", Commit: commit, Date: "2026-01-31T12:00:00Z", Modified: true, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if got != want || got.String() != "v1.4.0+dirty "+commit[:12] {
		t.Errorf("a changed checkout: got %+v, want %+v", got, want)
	}
}
