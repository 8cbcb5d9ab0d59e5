//go:build proxies

package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// builtProxy is a program that make proxies has built.
func builtProxy(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := filepath.Abs("../.bin/proxies/" + name)
	must(t, err)
	if _, err := os.Stat(path); err != nil {
		t.Fatal("make proxies builds it, and runs this test: ", err)
	}
	return exec.Command(path, args...)
}

// proxyBlocks returns the YAML blocks of a section of docs/forward-auth-proxies.md.
func proxyBlocks(t *testing.T, section string, n int) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile("../docs/forward-auth-proxies.md")
	must(t, err)
	_, found, _ := strings.Cut(string(text), "\n## "+section+"\n")
	found, _, _ = strings.Cut(found, "\n## ")
	parts := strings.Split(found, "```yaml\n")
	for _, part := range parts[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	if len(blocks) != n {
		t.Fatalf("docs/forward-auth-proxies.md has %d blocks for %s, want %d", len(blocks), section, n)
	}
	return blocks
}
