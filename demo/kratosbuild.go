package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const kratosModule = "github.com/ory/kratos"

// EnvKratos is the variable with the path of a Kratos that runs instead of the built one: another version.
const EnvKratos = "LATCHKEY_KRATOS"

// KratosBinary returns the path of a real Kratos: that in LATCHKEY_KRATOS if it is set, else the one of BuildKratos.
func KratosBinary(ctx context.Context, progress io.Writer) (string, error) {
	given := os.Getenv(EnvKratos)
	if given == "" {
		return BuildKratos(ctx, progress)
	}
	path, err := filepath.Abs(given)
	if err == nil {
		err = mustBeKratos(ctx, path)
	}
	if err != nil {
		return "", fmt.Errorf("%s must be the path of a Kratos binary: %w", EnvKratos, err)
	}
	return path, nil
}

// versionTime limits the time in which a Kratos names its version.
const versionTime = 30 * time.Second

// mustBeKratos returns an error unless a file is a Kratos that runs here.
func mustBeKratos(ctx context.Context, path string) error {
	if !runnable(path) {
		return fmt.Errorf("%s is not an executable file", path)
	}
	known, err := has(path, isKratos)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("%s is another program", path)
	}
	ctx, cancel := context.WithTimeout(ctx, versionTime)
	defer cancel()
	version := exec.CommandContext(ctx, path, "version")
	version.WaitDelay = time.Second
	if output, err := version.CombinedOutput(); err != nil {
		return fmt.Errorf("%s version: %w\n%s", path, err, lastLines(string(output), 5))
	}
	return nil
}

// BuildKratos returns the path of a real Kratos, built from the nested module demo/kratos and cached in the user's
// cache directory by versions of Kratos and Go. The first build takes about two minutes on two cores and reports it on
// progress; later calls, in this process or another, find the binary. It needs Go and a C compiler.
func BuildKratos(ctx context.Context, progress io.Writer) (string, error) {
	source, err := kratosSource()
	if err != nil {
		return "", err
	}
	version, err := kratosVersion(filepath.Join(source, "go.mod"))
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache directory for Kratos (set HOME or XDG_CACHE_HOME): %w", err)
	}
	dir := filepath.Join(cache, "latchkey", "kratos-"+version+"-"+strings.Fields(runtime.Version())[0])
	binary := filepath.Join(dir, "kratos")
	if runnable(binary) {
		return binary, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	unlock, err := lockFile(ctx, filepath.Join(dir, "lock"), progress)
	if err != nil {
		return "", err
	}
	defer unlock()
	if runnable(binary) { // another process built it while this one waited
		return binary, nil
	}
	return binary, buildKratos(ctx, source, version, binary, progress)
}

// buildKratos builds under a temporary name and renames, so that the file is always complete.
func buildKratos(ctx context.Context, source, version, binary string, progress io.Writer) error {
	if err := haveCompilers(); err != nil {
		return err
	}
	fmt.Fprintf(progress, "Building Ory Kratos %s, once: about two minutes on two cores, more when its modules have to be fetched first.\n", version)
	started := time.Now()
	unfinished := binary + ".unfinished"
	defer os.Remove(unfinished)
	build := exec.CommandContext(ctx, "go", "build", "-tags", "sqlite", "-o", unfinished, kratosModule)
	build.Dir = source
	build.Env = append(os.Environ(), "CGO_ENABLED=1", "GOWORK=off", "GOOS=", "GOARCH=")
	output, err := build.CombinedOutput()
	if ctx.Err() != nil {
		return fmt.Errorf("building Kratos was stopped after %s: %w", time.Since(started).Round(time.Second), ctx.Err())
	}
	if err != nil {
		return buildFailure("Kratos", err, output)
	}
	if err := os.Rename(unfinished, binary); err != nil {
		return err
	}
	fmt.Fprintf(progress, "Built Ory Kratos in %s: %s\n", time.Since(started).Round(time.Second), binary)
	return nil
}

func haveCompilers() error {
	if _, err := exec.LookPath("go"); err != nil {
		return errors.New("building Kratos needs Go, and there is none in PATH: install it from https://go.dev/dl")
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "gcc"
	}
	if _, err := exec.LookPath(strings.Fields(compiler)[0]); err != nil {
		return fmt.Errorf("building Kratos needs a C compiler for its SQLite, and there is no %s in PATH: on Debian, apt-get install -y gcc libc6-dev", compiler)
	}
	return nil
}

// kratosSource finds demo/kratos. It cannot be embedded, because embedding stops at a nested module; but demos and
// tests run from a checkout.
func kratosSource() (string, error) {
	root, err := checkout()
	if err != nil {
		return "", err
	}
	if dir := filepath.Join(root, "demo", "kratos"); isFile(filepath.Join(dir, "go.mod")) {
		return dir, nil
	}
	return "", errors.New("cannot find demo/kratos/go.mod, from which Kratos is built: run this inside a checkout of Latchkey")
}

func kratosVersion(gomod string) (string, error) {
	file, err := os.Open(gomod)
	if err != nil {
		return "", err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) >= 2 && fields[0] == kratosModule {
			return fields[1], nil
		}
	}
	return "", errors.Join(fmt.Errorf("%s requires no %s", gomod, kratosModule), lines.Err())
}

// lockFile makes sure that there is only one builder at a time.
func lockFile(ctx context.Context, path string, progress io.Writer) (unlock func(), err error) {
	for reported := false; ; reported = true {
		unlock, err := tryLock(path)
		if !errors.Is(err, errLocked) {
			return unlock, err
		}
		if !reported {
			fmt.Fprintln(progress, "Waiting for another process that is building Ory Kratos.")
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
