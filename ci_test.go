package latchkey_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The result of a test that starts programs is used again only if these, their environment and their sources are the same.
func TestInputsOfTests(t *testing.T) {
	t.Parallel()
	dir, home := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	script, err := os.ReadFile(".ci/inputs")
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(dir, ".ci/inputs"), string(script))
	write(filepath.Join(dir, ".gitignore"), "node_modules\n")
	installed, binary, tool := filepath.Join(dir, "web/node_modules/.package-lock.json"), filepath.Join(home, "latchkey/kratos-v1/kratos"), filepath.Join(dir, "examples/tool")
	write(installed, "1")
	write(binary, "1")
	write(tool, "1")
	if out, err := exec.Command("git", "init", "--quiet", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	inputs := func(env ...string) []string {
		t.Helper()
		run := exec.Command("bash", filepath.Join(dir, ".ci/inputs"))
		run.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CACHE_HOME=" + home}, env...)
		out, err := run.Output()
		lines := strings.Fields(string(out))
		if err != nil || len(lines) != 2 {
			t.Fatalf("%v: %s", err, out)
		}
		return lines
	}
	last := inputs()
	if again := inputs("BUILD_NUMBER=7"); !slices.Equal(again, last) {
		t.Fatalf("without a change: %v, %v", last, again)
	}
	for name, c := range map[string]struct {
		of     int
		change func()
		env    []string
	}{
		"environment": {0, func() {}, []string{"NODE_OPTIONS=--no-warnings"}},
		"Kratos":      {0, func() { write(binary, "2") }, nil},
		"installed":   {1, func() { write(installed, "2") }, nil},
		"mode":        {1, func() { _ = os.Chmod(tool, 0o755) }, nil},
		"source":      {1, func() { write(tool, "2") }, nil},
	} {
		c.change()
		now := inputs(c.env...)
		if now[c.of] == last[c.of] || now[1-c.of] != last[1-c.of] {
			t.Errorf("%s: %v after %v", name, now, last)
		}
		last = inputs()
	}
}

// Without an answer of the vulnerability database, the check is left out, unless the caller insists on it.
func TestVulnerabilityDatabaseOutOfReach(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and sends nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, c := range []struct {
		database, strict string
		fails            bool
	}{
		{"http://" + silent.Addr().String(), "CI_STRICT=1", true},
		{"http://" + closed.Addr().String(), "CI_STRICT=1", true},
		{"http://" + closed.Addr().String(), "CI_STRICT=", false},
		{"file://" + t.TempDir() + "/none", "CI_STRICT=1", true},
	} {
		run := exec.Command(".ci/vulnerabilities")
		run.Env = append(os.Environ(), "GOVULNDB="+c.database, c.strict)
		out, err := run.CombinedOutput()
		if (err != nil) != c.fails || !strings.Contains(string(out), "govulncheck: not run, "+c.database+" cannot be reached") {
			t.Errorf("%s %s: %v\n%s", c.database, c.strict, err, out)
		}
	}
}
