package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/cmd/latchkey/examples"
)

func TestEveryCommandHasExamples(t *testing.T) {
	all := examples.ByCommand()
	for path := range commands(t) {
		if len(all[path]) == 0 {
			t.Errorf("%s has no example: add one to examples/examples.txt", path)
			continue
		}
		if help, _, _ := latchkey(t, nil, append(strings.Fields(path), "--help")...); !strings.Contains(help, all[path][0]) {
			t.Errorf("--help of %s has no example:\n%s", path, help)
		}
		delete(all, path)
	}
	for path := range all {
		t.Errorf("examples.txt: there is no command %q", path)
	}
}

// succeeding are the commands whose examples work in a folder with a database and without a Kratos. The others find no
// user, or nothing to do, and are no invalid command lines.
var succeeding = []string{"migrate", "config check", "config schema", "config example", "config manual", "keys create", "keys list", "keys revoke",
	"keys rotate-signing", "passkeys list", "mfa-reset list", "revocations list", "import json", "man",
	"completion bash", "completion zsh", "completion fish", "completion words", "version"}

// The examples run as they are written, by a shell.
func TestExamplesRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("latchkey", "#!/bin/sh\n"+ownProcess+"=1 exec '"+os.Args[0]+"' \"$@\"\n", 0o700)
	write("new.yml", "dsn: sqlite://latchkey.db\n", 0o600)
	shell := func(line string) (string, int) {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", "set -e; "+line)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
		said, _ := cmd.CombinedOutput()
		return string(said), cmd.ProcessState.ExitCode()
	}
	for _, line := range []string{"latchkey migrate", "latchkey export -o passkeys.jsonl", "latchkey keys create --name rest --scopes read"} {
		if said, code := shell(line); code != exitOK {
			t.Fatalf("%s: code %d, %s", line, code, said)
		}
	}
	elsewhere := strings.NewReplacer("sqlite:///var/lib/latchkey/", "sqlite://"+dir+"/", "hanko:password@localhost", "hanko:password@localhost:1")
	order := []string{"keys create"} // before what revokes one of them
	for path := range examples.ByCommand() {
		if path != "keys create" && path != "serve" { // TestServeLogsJSONAndSurvivesSIGHUP
			order = append(order, path)
		}
	}
	for _, path := range order {
		for _, line := range examples.ByCommand()[path] {
			said, code := shell(elsewhere.Replace(line))
			if code == exitUsage || code > exitUnfinished || strings.Contains(said, "there is no database") {
				t.Errorf("%s: code %d, %s", line, code, said)
			}
			if slices.Contains(succeeding, path) && !strings.Contains(line, "@example.com") && code != exitOK {
				t.Errorf("%s: code %d, want 0: %s", line, code, said)
			}
		}
	}
}
