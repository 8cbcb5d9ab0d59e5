package latchkey_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRename gives a copy of the repository another module path, with the command for it.
func TestRename(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	copySources(t, dir)
	run := func(name string, args ...string) (string, error) {
		command := exec.CommandContext(t.Context(), name, args...)
		command.Dir = dir
		output, err := command.CombinedOutput()
		return string(output), err
	}
	goMod := contentsOf(t, filepath.Join(dir, "go.mod"))
	for _, wrong := range []string{"", "latchkey", "example.org", "example.org/", "https://example.org/latchkey", "example.org/x;y"} {
		if said, err := run("make", "rename", "MODULE="+wrong); err == nil || !strings.Contains(said, "Nothing has been changed") || contentsOf(t, filepath.Join(dir, "go.mod")) != goMod {
			t.Errorf("%q: %v, %s", wrong, err, said)
		}
	}
	for _, path := range []string{"example.org/latchkey", "code.example.org/team/passkeys"} { // again, from a path with a domain
		if said, err := run("make", "rename", "MODULE="+path); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		listed, err := run("go", "list", "./...")
		if err != nil {
			t.Fatalf("%v\n%s", err, listed)
		}
		for _, name := range strings.Fields(listed) {
			if name != path && !strings.HasPrefix(name, path+"/") {
				t.Errorf("the package %s is not below %s", name, path)
			}
		}
		if said, err := run("go", "list", "-test", "-deps", "./..."); err != nil || strings.Contains("\n"+said, "\nlatchkey/") {
			t.Errorf("imports: %v\n%.2000s", err, said)
		}
		for _, module := range []string{".ci/sbom", "demo/kratos", "deploy/check"} {
			if said, err := run("go", "-C", module, "list", "-m"); err != nil || !strings.HasPrefix(said, path+"/") {
				t.Errorf("%s: %v, %s", module, err, said)
			}
		}
		if said, err := run("go", "vet", "./client/...", "./fault"); err != nil {
			t.Errorf("%v\n%s", err, said)
		}
		if said, err := run("go", "-C", "examples/go", "build", "-o", os.DevNull, "."); err != nil {
			t.Errorf("the example: %v\n%s", err, said)
		}
		if said, err := run("go", "test", "-count=1", "-run", "^TestPackagesHaveNoCycle$|^TestImportsFollowThePlan$", "."); err != nil {
			t.Errorf("the plan of the packages: %v\n%s", err, said)
		}
		if page := contentsOf(t, filepath.Join(dir, "docs/integrate.md")); !strings.Contains(page, "`"+path+"/client`") || strings.Contains(page, "`latchkey/client`") {
			t.Error("docs/integrate.md has not the new path")
		}
	}
	if regexp.MustCompile(`(?m)^module latchkey$`).MatchString(contentsOf(t, filepath.Join(dir, "go.mod"))) {
		t.Error("go.mod has the old path")
	}
}

// copySources copies the repository, without what is fetched or built.
func copySources(t *testing.T, to string) {
	t.Helper()
	without := []string{".git", ".bin", "node_modules", "screenshots"}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || slices.Contains(without, entry.Name()) {
			if err == nil && entry.IsDir() {
				return fs.SkipDir
			}
			return err
		}
		target := filepath.Join(to, path)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, info.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func contentsOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
