package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// BuildLatchkey builds cmd/latchkey of this checkout and returns the path of the binary, in the user's cache directory.
// Flags are those of `go build`, such as "-race"; each set has its own binary. It runs the go command each time,
// because the source may have changed; with cached packages that takes a second or two. Concurrent calls are safe.
func BuildLatchkey(ctx context.Context, progress io.Writer, flags ...string) (string, error) {
	root, err := checkout()
	if err != nil {
		return "", err
	}
	if os.Getenv("LATCHKEY_TEST_SOURCES") == "" { // see .ci/test
		if err := lookAt(root); err != nil {
			return "", err
		}
	}
	if _, err := exec.LookPath("go"); err != nil {
		return "", errors.New("building Latchkey needs Go, and there is none in PATH: install it from https://go.dev/dl")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache directory for Latchkey (set HOME or XDG_CACHE_HOME): %w", err)
	}
	variant := sha256.Sum256([]byte(root + "\x00" + strings.Join(flags, "\x00")))
	dir := filepath.Join(cache, "latchkey", "latchkey-"+hex.EncodeToString(variant[:6]))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	unfinished, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(unfinished)

	fmt.Fprintln(progress, "Building Latchkey: a few seconds, up to a minute the first time.")
	started := time.Now()
	binary := filepath.Join(unfinished, "latchkey")
	path := filepath.Join(dir, "latchkey")
	_ = os.Link(path, binary) // the go command keeps it if the source is unchanged, which saves linking
	// Linked as the Dockerfile does, without tables for debuggers, which takes half the time.
	build := exec.CommandContext(ctx, "go", slices.Concat([]string{"build", "-ldflags=-s -w"}, flags, []string{"-o", binary, "./cmd/latchkey"})...)
	build.Dir = root
	output, err := build.CombinedOutput()
	if ctx.Err() != nil {
		return "", fmt.Errorf("building Latchkey was stopped: %w", ctx.Err())
	}
	if err != nil {
		return "", buildFailure("Latchkey", err, output)
	}
	// Renamed into place, so that processes that run the old binary are not affected.
	if err := os.Rename(binary, path); err != nil {
		return "", err
	}
	fmt.Fprintf(progress, "Built Latchkey in %s.\n", time.Since(started).Round(100*time.Millisecond))
	return path, nil
}

// lookAt lists all folders of the source, so that Go's cache of test results knows that a test which runs the binary depends
// on what is in them.
func lookAt(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "node_modules" || path != root && strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		return err
	})
}
