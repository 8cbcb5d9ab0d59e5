package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/audit"
	"latchkey/rules"
	"latchkey/store"
	"latchkey/store/migrated"
)

func onBothDatabases(t *testing.T, test func(t *testing.T, environ []string, driver, name string)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Chdir(t.TempDir())
		path := migrated.SQLite(t)
		test(t, []string{"LATCHKEY_DSN=sqlite://" + path}, "sqlite", "file:"+path)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Chdir(t.TempDir())
		dsn := migrated.Postgres(t)
		test(t, []string{"LATCHKEY_DSN=" + dsn, "LATCHKEY_SECRETS_CIPHER=" + goodSecret}, "pgx", dsn)
	})
}

// sealNow does what serve does at each audit.seal_every.
func sealNow(t *testing.T, environ []string) {
	t.Helper()
	program := Program{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Environ: environ}
	err := program.withKeys(t.Context(), func(service *rules.Rules) error {
		_, err := service.Audit.Seal(t.Context())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAuditCommands(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, environ []string, driver, name string) {
		run := func(want int, args ...string) (stdout, stderr string) {
			t.Helper()
			stdout, stderr, code := latchkey(t, environ, args...)
			if code != want {
				t.Fatalf("%v: code %d, want %d\n%s%s", args, code, want, stdout, stderr)
			}
			return stdout, stderr
		}
		if _, errOut := run(exitFailure, "audit", "head"); !strings.Contains(errOut, "audit.seal_every") {
			t.Errorf("no head: %s", errOut)
		}
		for _, key := range []string{"one", "two", "three"} {
			run(exitOK, "keys", "create", "--name", key, "--scopes", "read")
		}
		sealNow(t, environ)
		head, _ := run(exitOK, "audit", "head")
		if err := os.WriteFile("head.json", []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, _ := run(exitOK, "audit", "verify"); !strings.Contains(out, "3 events in 1 batches") || !strings.Contains(out, "--head") {
			t.Errorf("verify: %s", out)
		}
		run(exitOK, "audit", "verify", "--head", "head.json")
		testExports(t, run)

		// Exports are recorded themselves. Then someone with the database's own password changes the log.
		sealNow(t, environ)
		raw, err := sql.Open(driver, name)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		disarm := `ALTER TABLE security_audit DISABLE TRIGGER USER`
		if driver == "sqlite" {
			disarm = `DROP TRIGGER security_audit_no_update`
		}
		for _, statement := range []string{disarm, `UPDATE security_audit SET reason = 'nothing' WHERE event_type = 'admin_key.created'`} {
			if _, err := raw.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		out, errOut := run(exitTampered, "audit", "verify", "--head", "head.json")
		if strings.Count(out, "The event was changed.") != 3 || !strings.Contains(errOut, "3 faults") {
			t.Errorf("tampered: %s%s", out, errOut)
		}
		var report audit.Report
		out, _ = run(exitTampered, "audit", "verify", "--json")
		if err := json.Unmarshal([]byte(out), &report); err != nil || report.FaultCount != 3 || report.Faults[0].Batch != 1 {
			t.Errorf("%v in %s", err, out)
		}
		for _, kept := range []string{"", "{}", "null", `{"number": 1}`, strings.Replace(head, `"number": 1`, `"number": 2`, 1)} {
			if err := os.WriteFile("bad.json", []byte(kept), 0o600); err != nil {
				t.Fatal(err)
			}
			run(exitFailure, "audit", "verify", "--head", "bad.json")
		}
		run(exitFailure, "audit", "verify", "--head", "missing.json")
	})
}

func testExports(t *testing.T, run func(want int, args ...string) (string, string)) {
	t.Helper()
	out, _ := run(exitOK, "audit", "export")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 4 || !strings.Contains(lines[0], "audit.exported") || !json.Valid([]byte(lines[3])) {
		t.Errorf("export: %s", out)
	}
	if out, _ := run(exitOK, "audit", "export", "--format", "csv", "--type", "admin_key.created", "--since", "2020-01-01T00:00:00Z", "-o", "all.csv"); out != "" {
		t.Errorf("also on standard output: %s", out)
	}
	raw, err := os.ReadFile("all.csv")
	if err != nil || bytes.Count(raw, []byte("\n")) != 4 || !bytes.HasPrefix(raw, []byte("id,at,")) {
		t.Errorf("%v, %s", err, raw)
	}
	if info, err := os.Stat("all.csv"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is open to others: %v, %v", info.Mode(), err)
	}
	if out, _ := run(exitOK, "audit", "export", "--until", "2020-01-01T00:00:00Z"); out != "" {
		t.Errorf("before there was anything: %s", out)
	}
	run(exitFailure, "audit", "export", "-o", "no/such/folder/x")
	for _, bad := range [][]string{{"--format", "xml"}, {"--since", "yesterday"},
		{"--since", "2026-01-02T00:00:00Z", "--until", "2026-01-01T00:00:00Z"}} {
		run(exitUsage, append([]string{"audit", "export"}, bad...)...)
	}
	if left, err := filepath.Glob(".latchkey-export-*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestIdentitiesExportAndErase(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, environ []string, driver, name string) {
		const ada = "5d8ae1c6-2c62-4f0e-9a4b-0c2ee6d2a001"
		run := func(want int, args ...string) string {
			t.Helper()
			out, errOut, code := latchkey(t, environ, args...)
			if code != want {
				t.Fatalf("%v: code %d, want %d\n%s%s", args, code, want, out, errOut)
			}
			return out + errOut
		}
		run(exitUsage, "identities", "erase", "", "--reason", "x", "--yes")
		run(exitUsage, "identities", "erase", ada, "--yes") // no reason
		run(exitUsage, "identities", "erase", "00000000-0000-0000-0000-000000000000", "--reason", "x", "--yes")
		if out := run(exitFailure, "identities", "erase", ada, "--reason", "x"); !strings.Contains(out, "--yes") {
			t.Errorf("without a terminal: %s", out)
		}
		for _, args := range [][]string{{"export", ada}, {"erase", ada, "--reason", "x", "--yes"}} {
			if out := run(exitFailure, append([]string{"identities"}, args...)...); !strings.Contains(out, "holds nothing") {
				t.Errorf("of an unknown identity: %s", out)
			}
		}
		for _, args := range [][]string{{"identities", "export", "ada@example.com"}, {"identities", "erase", "ada@example.com", "--reason", "x", "--yes"}} {
			if out := run(exitFailure, args...); !strings.Contains(out, "no answer from Kratos") { // only Kratos knows whose address it is
				t.Errorf("by an address: %s", out)
			}
		}
		run(exitOK, "audit", "export", "--identity", ada) // leaves an event about her
		out := run(exitOK, "identities", "export", ada)
		var held struct {
			IdentityID string `json:"identity_id"`
			Passkeys   []any
			Events     []struct{ Type string }
		}
		if err := json.Unmarshal([]byte(out), &held); err != nil || held.IdentityID != ada || held.Passkeys == nil || len(held.Events) != 2 || held.Events[0].Type != "identity.exported" {
			t.Errorf("%v in %s", err, out)
		}
		if out := run(exitFailure, "identities", "erase", ada, "--reason", "  ", "--yes"); !strings.Contains(out, "reason") {
			t.Errorf("an empty reason: %s", out)
		}
		var errOut struct{ Erased store.Erased }
		if err := json.Unmarshal([]byte(run(exitOK, "identities", "erase", ada, "--reason", "asked for", "--yes", "--json")), &errOut); err != nil || errOut.Erased.Events != 2 {
			t.Errorf("%v, %+v", err, errOut)
		}
		if log := run(exitOK, "audit", "export"); strings.Contains(log, ada) || !strings.Contains(log, "identity.erased") {
			t.Errorf("the log:\n%s", log)
		}
		run(exitFailure, "identities", "export", ada)
		if out := run(exitOK, "audit", "verify"); !strings.Contains(out, "2 blanked") {
			t.Errorf("verify: %s", out)
		}
	})
}

// The user confirms with a word, and nothing else; without a terminal there is no prompt.
func TestConfirm(t *testing.T) {
	var asked bytes.Buffer
	program := Program{Stdin: strings.NewReader("erase\n"), Stderr: &asked}
	if err := program.confirm("It is gone for good.", "erase"); err == nil || asked.Len() > 0 {
		t.Errorf("a pipe was asked: %v, %s", err, &asked)
	}
	null, err := os.Open(os.DevNull) // a character device, at its end
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	program.Stdin = null
	if err := program.confirm("It is gone for good.", "erase"); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("silence confirms: %v", err)
	}
}

// serve seals by itself.
func TestServeSeals(t *testing.T) {
	t.Chdir(t.TempDir())
	environ := []string{"LATCHKEY_DSN=sqlite://k.db", "LATCHKEY_AUDIT_SEAL_EVERY=1s", "LATCHKEY_SERVE_PUBLIC_ADDRESS=127.0.0.1:0", "LATCHKEY_SERVE_ADMIN_ADDRESS=127.0.0.1:0"}
	if _, errOut, code := latchkey(t, environ, "keys", "create", "--name", "one", "--scopes", "read"); code != exitOK {
		t.Fatal(errOut)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan string)
	go func() {
		var log bytes.Buffer
		program := Program{Stdout: &log, Stderr: &log, Environ: environ}
		ended <- fmt.Sprint(program.Run(ctx, []string{"serve"}), log.String())
	}()
	sealed := false
	for range 300 {
		time.Sleep(50 * time.Millisecond)
		if out, _, code := latchkey(t, environ, "audit", "head"); code == exitOK {
			sealed = strings.Contains(out, `"events": 1`)
			break
		}
		select {
		case log := <-ended:
			t.Fatalf("serve ended: %s", log)
		default:
		}
	}
	stop()
	if log := <-ended; !sealed || !strings.HasPrefix(log, "0") {
		t.Errorf("sealed: %v, serve: %s", sealed, log)
	}
}
