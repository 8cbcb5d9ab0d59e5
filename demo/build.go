package demo

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// buildFailure adds a remedy to the go command's output, if there is a known one.
func buildFailure(what string, err error, output []byte) error {
	text := string(output)
	remedy := ""
	for _, sign := range []string{"dial tcp", "no such host", "i/o timeout", "connection refused", "TLS handshake", "Bad Gateway", "Service Unavailable", "proxyconnect"} {
		if strings.Contains(text, sign) {
			remedy = "\nIts modules could not be fetched. Check the network, or set GOPROXY to a module proxy that you can reach (`go env GOPROXY` shows the current one), then run this again: what was fetched already is kept."
			break
		}
	}
	return fmt.Errorf("building %s failed (%w):\n%s%s", what, err, lastLines(text, 30), remedy)
}

// checkout returns the directory of this module's source: demos and tests run from there.
func checkout() (string, error) {
	if _, file, _, ok := runtime.Caller(0); ok {
		if dir := filepath.Dir(filepath.Dir(file)); isFile(filepath.Join(dir, "go.mod")) {
			return dir, nil
		}
	}
	// Built with -trimpath: use the module of the working directory.
	if root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "latchkey").Output(); err == nil {
		return strings.TrimSpace(string(root)), nil
	}
	return "", errors.New("cannot find the source of Latchkey: run this inside a checkout of it")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func runnable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// lastLines returns the end of a log.
func lastLines(log string, n int) string {
	lines := strings.Split(strings.TrimRight(log, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n") + "\n"
}
