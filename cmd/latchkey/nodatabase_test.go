package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"latchkey/cmd/latchkey/examples"
	"latchkey/store/storetest"
)

// commands returns the whole tree of commands: the path of each one that can be run, such as "keys create".
func commands(t *testing.T) map[string]*kong.Node {
	t.Helper()
	found := make(map[string]*kong.Node)
	program := Program{Stdout: new(bytes.Buffer), Stderr: new(bytes.Buffer)}
	for _, leaf := range program.parser(t.Context(), new(commandLine)).Model.Leaves(false) {
		found[examples.Path(leaf)] = leaf
	}
	if len(found) < 30 {
		t.Fatalf("only %d commands: the walk is broken", len(found))
	}
	return found
}

// complete is a command line of that command which is valid, with what it requires and no more.
func complete(leaf *kong.Node, path string) []string {
	args := strings.Fields(path)
	for _, positional := range leaf.Positional {
		args = append(args, sample(positional))
	}
	for _, group := range leaf.AllFlags(false) {
		for _, flag := range group {
			if flag.Required {
				args = append(args, "--"+flag.Name+"="+sample(flag.Value))
			}
		}
	}
	return args
}

func sample(value *kong.Value) string {
	switch {
	case value.Name == "file": // of an import: standard input
		return "-"
	case value.Name == "changed": // an empty file
		return os.DevNull
	case value.Name == "number": // of a list
		return "1"
	case value.Name == "dsn":
		return "postgres://localhost:1/none"
	case value.Enum != "":
		return value.EnumSlice()[0]
	}
	return "7cbe1b1b-7e5f-4e5e-8d5a-8ab1d6a7b9a0" // an ID, or a text
}

// creators may create a database. The others say that there is none; offline are those which need none.
var (
	creators = []string{"serve", "migrate", "keys create"}
	offline  = []string{"version", "health", "config check", "config schema", "config example", "config manual", "man",
		"completion bash", "completion zsh", "completion fish", "completion words"}
)

// extra is what a command needs beyond what its grammar requires.
var extra = map[string][]string{"import kratos": {"--rp-id=localhost"}, "revocations start": {"--dry-run"}}

func TestNoCommandCreatesADatabaseSilently(t *testing.T) {
	for path, leaf := range commands(t) {
		if slices.Contains(creators, path) {
			continue
		}
		t.Run(path, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			args := append(complete(leaf, path), extra[path]...)
			said, code := inEmptyFolder(t, nil, args)
			if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
				t.Errorf("%v, and it made %v", err, entries)
			}
			if slices.Contains(offline, path) {
				return
			}
			for _, want := range []string{"there is no database", filepath.Join(dir, "latchkey.db"), "LATCHKEY_DSN", "--config", "latchkey migrate"} {
				if code != exitFailure || !strings.Contains(said, want) {
					t.Errorf("%v: code %d, and %q is missing in %s", args, code, want, said)
				}
			}
		})
	}
}

func inEmptyFolder(t *testing.T, environ, args []string) (said string, code int) {
	t.Helper()
	var out, errOut bytes.Buffer
	program := Program{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errOut, Environ: environ}
	code = program.Run(t.Context(), args)
	return out.String() + errOut.String(), code // doctor says it in its report
}

// The other two; TestServeLogsJSONAndSurvivesSIGHUP starts serve in an empty folder.
func TestCreatorsCreateADatabase(t *testing.T) {
	for _, path := range creators[1:] {
		t.Chdir(t.TempDir())
		args := complete(commands(t)[path], path)
		if said, code := inEmptyFolder(t, nil, args); code != exitOK {
			t.Errorf("%v: code %d, %s", args, code, said)
		}
		if _, err := os.Stat("latchkey.db"); err != nil {
			t.Error(err)
		}
	}
}

// A mistaken dsn may lead to the database of another program, or to an empty file.
func TestDatabasesOfOthersStayAsTheyAre(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("other.db", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	list := []string{"keys", "list"}
	if said, code := inEmptyFolder(t, []string{"LATCHKEY_DSN=sqlite://other.db"}, list); code != exitFailure || !strings.Contains(said, "other.db is empty (dsn, set in LATCHKEY_DSN, names it)") {
		t.Errorf("SQLite: code %d, %s", code, said)
	}
	if files, err := os.ReadDir("."); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
	environ := []string{"LATCHKEY_DSN=" + storetest.Postgres(t), "LATCHKEY_SECRETS_CIPHER=" + goodSecret}
	for range 2 { // the first has created nothing either
		if said, code := inEmptyFolder(t, environ, list); code != exitFailure || !strings.Contains(said, "has no tables of Latchkey") {
			t.Errorf("PostgreSQL: code %d, %s", code, said)
		}
	}
}
