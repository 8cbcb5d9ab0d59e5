package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/doctor"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// A PostgreSQL is restored from a backup, and `latchkey restore-check` names exactly what has happened since. What it says to do
// undoes that.
func TestRestoreCheck(t *testing.T) {
	t.Parallel()
	dsn, secret := storetest.Postgres(t), demo.RandomSecret()
	remember("cipher secret", secret)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{DSN: dsn, Env: []string{"LATCHKEY_LIFECYCLE_EVERY=0s", "LATCHKEY_SECRETS_CIPHER=" + secret}})
	enrol := func() (*demo.KratosUser, caller, *webauthntest.Authenticator, passkey) {
		user, latchkey := s.app(t)
		a := webauthntest.New(s.latchkey.PublicURL)
		return user, latchkey, a, latchkey.register(t, a)
	}
	_, _, _, revoked := enrol()
	_, _, ada, used := enrol()
	_, _, _, untouched := enrol()
	erased, _, _, _ := enrol()
	coded, latchkey, key, _ := enrol()
	latchkey.stepUp(t, key)
	var made struct {
		Codes []string `json:"codes"`
	}
	latchkey.do(t, http.MethodPost, "/v1/recovery-codes", struct{}{}).want(t, http.StatusCreated, &made)
	for _, code := range made.Codes {
		remember("recovery code", code)
	}
	leaked, err := s.latchkey.CreateKey("read")
	must(t, err)
	remember("admin key", leaked)

	dir := t.TempDir()
	backup, events, head := filepath.Join(dir, "backup"), filepath.Join(dir, "events.ndjson"), filepath.Join(dir, "head.json")
	b := backedUp{t, dsn, backup}
	b.dump()
	s.commandLine(t, nil, 0, "passkeys", "revoke", revoked.ID.String(), "--reason", "lost")
	s.anyone().login(t, ada).want(t, http.StatusOK, nil)
	s.commandLine(t, nil, 0, "identities", "erase", erased.IdentityID.String(), "--yes", "--reason", "asked for it")
	latchkey.do(t, http.MethodPost, "/v1/recovery-codes/redeem", map[string]string{"code": made.Codes[0]}).want(t, http.StatusOK, nil)
	newcomer, _, _, _ := enrol()
	keys, _ := s.commandLine(t, nil, 0, "keys", "list", "--json")
	var listed struct {
		Keys []struct{ ID string } `json:"keys"`
	}
	must(t, json.Unmarshal([]byte(keys), &listed))
	s.commandLine(t, nil, 0, "keys", "revoke", listed.Keys[0].ID)
	s.commandLine(t, nil, 0, "audit", "export", "-o", events)
	kept, _ := s.commandLine(t, nil, 0, "audit", "head")
	must(t, os.WriteFile(head, []byte(kept), 0o600))

	must(t, s.latchkey.Stop())
	b.restore()
	found := s.restored(t, nil, "--events", events, "--head", head)
	for check, names := range map[string]string{
		"audit.cut": "", "events.lost": events, "ceremonies.replayed": "", "passkeys.back": revoked.ID.String(), "passkeys.used": used.ID.String(),
		"erasures.back": erased.IdentityID.String(), "passkeys.first_lost": newcomer.IdentityID.String(),
		"recovery_codes.back": coded.IdentityID.String(), "admin_keys.back": listed.Keys[0].ID,
	} {
		at := slices.IndexFunc(found, func(f doctor.Finding) bool { return f.Check == check })
		if at < 0 {
			t.Errorf("there is no finding %s", check)
			continue
		}
		if f := found[at]; !strings.Contains(f.Wrong+f.Seen, names) || strings.Contains(f.Wrong+f.Seen, untouched.ID.String()) {
			t.Errorf("%s does not name exactly %s: %+v", check, names, f)
		}
		if command, isCommand := strings.CutPrefix(found[at].Remedy, "latchkey "); isCommand {
			s.commandLine(t, nil, 0, words(command)...)
		}
		found = slices.Delete(found, at, at+1)
	}
	if len(found) > 0 {
		t.Errorf("also found: %+v", found)
	}

	t.Log("after what it said")
	left := s.restored(t, nil, "--events", events)
	for _, f := range left {
		if slices.Contains([]string{"passkeys.back", "erasures.back", "admin_keys.back"}, f.Check) {
			t.Errorf("still: %+v", f)
		}
	}
	if out, _ := s.commandLine(t, nil, 0, "restore-check"); !strings.Contains(out, "what happened after the backup is not known") {
		t.Errorf("without events: %s", out)
	}
	if _, told := s.commandLine(t, nil, 1, "restore-check", "--events", backup); !strings.Contains(told, "line 1 is no event") {
		t.Errorf("of another file: %s", told)
	}
	if other := s.restored(t, []string{"LATCHKEY_SECRETS_CIPHER=" + demo.RandomSecret()}, "--head", head); len(other) != 1 || other[0].Check != "secrets.other" {
		t.Errorf("with another secret: %+v", other)
	}
}

// restored returns the faults, of which there must be some, and the warnings of `latchkey restore-check`.
func (s *stack) restored(t *testing.T, env []string, args ...string) []doctor.Finding {
	t.Helper()
	out, told := s.commandLine(t, env, 1, append([]string{"restore-check", "--json"}, args...)...)
	var report doctor.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v: %s%s", err, out, told)
	}
	checkLog(t, out)
	return slices.DeleteFunc(report.Findings, func(f doctor.Finding) bool { return f.Result != doctor.Fault && f.Result != doctor.Warning })
}

// backedUp is the schema of a test, with its backup.
type backedUp struct {
	t         *testing.T
	dsn, file string
}

func (b backedUp) dump() {
	b.run("pg_dump", "--format=custom", "--schema="+b.schema(), "--file="+b.file, b.server())
}

func (b backedUp) restore() {
	b.run("psql", "--quiet", "--command", "DROP SCHEMA "+b.schema()+" CASCADE", b.server())
	b.run("pg_restore", "--exit-on-error", "--dbname="+b.server(), b.file)
}

func (b backedUp) schema() string {
	parsed, err := url.Parse(b.dsn)
	must(b.t, err)
	return parsed.Query().Get("search_path")
}

// server is the DSN without the schema, which only Latchkey's driver understands.
func (b backedUp) server() string {
	parsed, err := url.Parse(b.dsn)
	must(b.t, err)
	query := parsed.Query()
	query.Del("search_path")
	parsed.RawQuery = query.Encode()
	return parsed.String()
}

// query returns the one value that a query selects.
func (b backedUp) query(sql string) string {
	b.t.Helper()
	return b.run("psql", "--quiet", "--tuples-only", "--no-align", "--command", sql, b.server())
}

func (b backedUp) run(name string, args ...string) (out string) {
	b.t.Helper()
	text, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", name, err, text)
	}
	return string(text)
}

// words splits a command line as a shell does, for the quotes in remedies.
func words(line string) (split []string) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			split = append(split, part)
		} else {
			split = append(split, strings.Fields(part)...)
		}
	}
	return split
}
