package demo

import (
	"bufio"
	"context"
	"encoding/json"
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

const (
	kratosModule = "github.com/ory/kratos"
	moduleX      = "github.com/ory/x"

	// sortedOnce tells the build that sortOnce changes from one without that change.
	sortedOnce = "-sorted"
)

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
	dir := filepath.Join(cache, "latchkey", "kratos-"+version+"-"+strings.Fields(runtime.Version())[0]+sortedOnce)
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
	dir, err := os.MkdirTemp("", "latchkey-kratos-build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	modfile, err := sortOnce(ctx, source, dir)
	if err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-modfile", modfile, "-tags", "sqlite", "-o", unfinished, kratosModule)
	build.Dir, build.Env = source, kratosBuildEnvironment()
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

// sortOnce copies ory/x and the module file of Kratos into dir, and returns the path of the copy of the latter. In that
// build ory/x sorts the migrations of Kratos once, after it has read all of their files, and not again after each file;
// ory/x does so itself since v0.0.729. That is two thirds of the CPU time of Kratos' start, and nothing else changes.
func sortOnce(ctx context.Context, source, dir string) (string, error) {
	original, err := downloadedX(ctx, source)
	if err != nil {
		return "", err
	}
	copied := filepath.Join(dir, "x")
	if err := os.CopyFS(copied, os.DirFS(original)); err != nil {
		return "", err
	}
	box := filepath.Join(copied, "popx", "migration_box.go")
	text, err := os.ReadFile(box)
	if err != nil {
		return "", err
	}
	changed, err := sortAfterwards(string(text))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(box, []byte(changed), 0o600); err != nil {
		return "", err
	}
	return replaceX(source, dir, copied)
}

// downloadedX returns the directory of ory/x in the module cache.
func downloadedX(ctx context.Context, source string) (string, error) {
	download := exec.CommandContext(ctx, "go", "mod", "download", "-json", moduleX)
	download.Dir, download.Env = source, kratosBuildEnvironment()
	output, err := download.Output()
	if err != nil {
		return "", buildFailure("Kratos", err, output) // the output contains the reason, too
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(output, &module); err != nil {
		return "", fmt.Errorf("go mod download -json: %w", err)
	}
	return module.Dir, nil
}

// replaceX copies go.mod and go.sum into dir; the go.mod there names the copy of ory/x.
func replaceX(source, dir, copied string) (string, error) {
	sums, err := os.ReadFile(filepath.Join(source, "go.sum"))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o600); err != nil {
		return "", err
	}
	requirements, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return "", err
	}
	modfile := filepath.Join(dir, "go.mod")
	return modfile, os.WriteFile(modfile, fmt.Appendf(requirements, "\nreplace %s => %q\n", moduleX, copied), 0o600)
}

// sortAfterwards moves the sort in popx.(*MigrationBox).findMigrations behind its only call.
func sortAfterwards(source string) (string, error) {
	const (
		afterEachFile = `		mod := sort.Interface(fm.Migrations[mf.Direction])
		if mf.Direction == "down" {
			mod = sort.Reverse(mod)
		}
		sort.Sort(mod)
		return nil
`
		call = `	err := mb.findMigrations(runner)
	if err != nil {
		return mb, err
	}
`
		afterAll = `	sort.Sort(mb.Migrations["up"])
	sort.Sort(sort.Reverse(mb.Migrations["down"]))
`
	)
	if strings.Count(source, afterEachFile) != 1 || strings.Count(source, call) != 1 {
		return "", errors.New("this version of ory/x sorts migrations elsewhere; see sortOnce")
	}
	source = strings.Replace(source, afterEachFile, "\t\treturn nil\n", 1)
	return strings.Replace(source, call, call+afterAll, 1), nil
}

func kratosBuildEnvironment() []string {
	return append(os.Environ(), "CGO_ENABLED=1", "GOWORK=off", "GOOS=", "GOARCH=")
}
