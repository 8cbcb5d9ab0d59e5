package latchkey_test

import (
	"debug/buildinfo"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// The script of `make release` builds a small program as it builds Latchkey: twice the same, with its release, sums and SBOM.
func TestRelease(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, ".ci/sbom"), os.DirFS(".ci/sbom")); err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`github.com/rivo/uniseg (v\S+)`).FindStringSubmatch(markdown(t, "go.mod"))[1]
	sums := regexp.MustCompile(`(?m)^github.com/rivo/uniseg `+regexp.QuoteMeta(version)+`.*\n`).FindAllString(markdown(t, "go.sum"), -1)
	for name, text := range map[string]string{
		".ci/release":          markdown(t, ".ci/release"),
		".gitignore":           "/out/\n",
		"go.mod":               "module latchkey\n\ngo 1.26\n\nrequire github.com/rivo/uniseg " + version + "\n",
		"go.sum":               strings.Join(sums, ""),
		"cmd/latchkey/main.go": "package main\n\nimport \"github.com/rivo/uniseg\"\n\nfunc main() { println(uniseg.StringWidth(\"x\")) }\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) (string, error) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PLATFORMS=windows/amd64", "GOFLAGS=-buildvcs=false -tags=mine", "GIT_CONFIG_GLOBAL=/dev/null",
			"GIT_AUTHOR_DATE=2026-01-31T12:00:00Z", "GIT_COMMITTER_DATE=2026-01-31T12:00:00Z")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a"}, {"tag", "v1.2.3"}} {
		if out, err := run("git", args...); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	out, err := run("bash", ".ci/release", "out")
	if err != nil || !strings.Contains(out, "latchkey-windows-amd64.exe: two builds are identical\n") {
		t.Fatalf("%v: %s", err, out)
	}
	built, err := buildinfo.ReadFile(filepath.Join(dir, "out/latchkey-windows-amd64.exe"))
	if err != nil {
		t.Fatal(err)
	}
	if settings := settingsOf(built.Settings); built.Main.Version != "v1.2.3" || settings["vcs.time"] != "2026-01-31T12:00:00Z" ||
		len(settings["vcs.revision"]) != 40 || settings["CGO_ENABLED"] != "0" || settings["-tags"] != "" {
		t.Errorf("built with %s %v", built.Main.Version, settings)
	}
	if found := released(t, filepath.Join(dir, "out/latchkey-windows-amd64.cdx.json")); !slices.Equal(found, []string{
		"pkg:golang/github.com/rivo/uniseg@" + version, "pkg:golang/latchkey@v1.2.3", "pkg:golang/std@" + strings.TrimPrefix(built.GoVersion, "go"),
	}) {
		t.Errorf("the SBOM lists %v", found)
	}
	if out, err := run("bash", "-c", "cd out && sha256sum --check --strict SHA256SUMS && [ $(wc -l <SHA256SUMS) = 2 ]"); err != nil {
		t.Errorf("sums: %v: %s", err, out)
	}
	// A folder that was named by mistake loses nothing.
	if out, err := run("bash", ".ci/release", "cmd"); err == nil || !strings.Contains(out, "no release") || markdown(t, filepath.Join(dir, "cmd/latchkey/main.go")) == "" {
		t.Errorf("into a folder with sources: %v: %s", err, out)
	}
	// What is not committed cannot be released.
	if out, err := run("bash", "-c", "touch more && bash .ci/release out"); err == nil || !strings.Contains(out, "more") {
		t.Errorf("with a change: %v: %s", err, out)
	}
}

func settingsOf(list []debug.BuildSetting) map[string]string {
	settings := make(map[string]string)
	for _, s := range list {
		settings[s.Key] = s.Value
	}
	return settings
}

// released returns the package URLs of an SBOM, sorted.
func released(t *testing.T, name string) []string {
	t.Helper()
	var bom struct {
		BOMFormat  string `json:"bomFormat"`
		Metadata   struct{ Component struct{ PURL string } }
		Components []struct{ PURL string }
	}
	if err := json.Unmarshal([]byte(markdown(t, name)), &bom); err != nil || bom.BOMFormat != "CycloneDX" {
		t.Fatalf("%v: %+v", err, bom)
	}
	urls := map[string]bool{bom.Metadata.Component.PURL: true}
	for _, c := range bom.Components {
		urls[c.PURL] = true
	}
	return slices.Sorted(maps.Keys(urls))
}
