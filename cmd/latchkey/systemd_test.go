package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const unitFile = "../../deploy/latchkey.service"

// maxExposure is the limit for what systemd-analyze says that a service exposes, times ten: 10 and less is "safe", 20 is "OK".
const maxExposure = "20"

func analyze(t *testing.T, args ...string) {
	t.Helper()
	path, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is missing; on Debian: apt-get install systemd")
	}
	if out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze %v: %v\n%s", args, err, out)
	}
}

// systemd accepts the unit. The binary is another one here, since the path in the unit is for where it is installed.
func TestUnitIsValid(t *testing.T) {
	t.Parallel()
	unit, err := os.ReadFile(unitFile)
	if err != nil {
		t.Fatal(err)
	}
	local := filepath.Join(t.TempDir(), "latchkey.service")
	here := strings.Replace(string(unit), "/usr/local/bin/latchkey ", os.Args[0]+" ", 1)
	if err := os.WriteFile(local, []byte(here), 0o600); err != nil {
		t.Fatal(err)
	}
	analyze(t, "verify", "--man=no", "--recursive-errors=no", local)
}

func TestUnitIsHardened(t *testing.T) {
	t.Parallel()
	analyze(t, "security", "--offline=yes", "--threshold="+maxExposure, unitFile)
}

// What the unit starts is a valid command line, in the folder that it may write to.
func TestUnitStartsServe(t *testing.T) {
	unit, err := os.ReadFile(unitFile)
	if err != nil {
		t.Fatal(err)
	}
	settings := make(map[string]string)
	for line := range strings.Lines(string(unit)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			settings[name] = value
		}
	}
	words := strings.Fields(settings["ExecStart"])
	var grammar commandLine
	command, err := new(Program).parser(t.Context(), &grammar).Parse(words[1:])
	if err != nil || command.Command() != "serve" || grammar.Config != "/etc/latchkey/latchkey.yml" {
		t.Errorf("%v: %v, %q", words, err, grammar.Config)
	}
	if settings["StartLimitIntervalSec"] != "0" {
		t.Error("systemd gives up after a few starts while the database is down")
	}
	if settings["WorkingDirectory"] != "/var/lib/"+settings["StateDirectory"] {
		t.Errorf("a relative path of a database is in %s", settings["WorkingDirectory"])
	}
}
