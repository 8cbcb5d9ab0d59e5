package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"latchkey/admin"
	"latchkey/config"
	"latchkey/store/storetest"
)

// ownProcess is set where this test binary is to run as latchkey itself.
const ownProcess = "LATCHKEY_TEST_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(ownProcess) != "" {
		main()
	}
	os.Exit(storetest.Main(m))
}

// latchkey runs one command line in the current working directory.
func latchkey(t testing.TB, environ []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errOut bytes.Buffer
	program := Program{Stdout: &out, Stderr: &errOut, Environ: environ}
	code = program.Run(context.Background(), args)
	return out.String(), errOut.String(), code
}

func TestExitCodes(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("bad.yml", []byte("migrate: x\nlog: {level: y}"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		args        []string
		code        int
		out, errOut string
	}{
		{[]string{"--help"}, exitOK, "keys create", ""},
		{[]string{"keys", "create", "--help"}, exitOK, "--scopes", ""},
		{[]string{"version"}, exitOK, "latchkey development\ngo       go1.", ""},
		{[]string{"--version"}, exitOK, "latchkey development\ngo       go1.", ""},
		{[]string{"keys", "list", "--version"}, exitOK, "latchkey development\n", ""}, // and no database
		{[]string{"version", "--json"}, exitOK, `"release": "development"`, ""},
		{[]string{"config", "check"}, exitOK, "ok\n", ""},
		{[]string{"config", "example"}, exitOK, "user_verification: preferred", ""},
		{[]string{"config", "schema"}, exitOK, "2020-12", ""},
		{[]string{"-c", "bad.yml", "config", "check"}, exitFailure, "", "2 faults"},
		{[]string{"-c", "missing.yml", "migrate"}, exitFailure, "", "cannot be read"},
		{[]string{"-c", "bad.yml", "health"}, exitFailure, "", "2 faults"},
		{[]string{}, exitUsage, "", "latchkey --help"},
		{[]string{"sevre"}, exitUsage, "", "sevre"},
		{[]string{"serve", "--nope"}, exitUsage, "", "--nope"},
		{[]string{"keys", "create", "--name", "x"}, exitUsage, "", "--scopes"},
		{[]string{"keys", "create", "--name", "x", "--scopes", "all"}, exitUsage, "", "all"},
		{[]string{"keys", "create", "--name", "x", "--scopes", "read", "--expires-in=-1h"}, exitUsage, "", "--expires-in"},
		{[]string{"keys", "create", "--name", "x", "--scopes", "read", "--expires-in=30"}, exitUsage, "", "24h or 30d"},
		{[]string{"keys", "create", "--name", "", "--scopes", "read"}, exitFailure, "", "name"},
		{[]string{"keys", "revoke", "nobody"}, exitFailure, "", "keys list"},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			out, errOut, code := latchkey(t, nil, test.args...)
			if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(errOut, test.errOut) {
				t.Errorf("code %d, want %d\n%s\n%s", code, test.code, out, errOut)
			}
		})
	}
}

func TestCheckShowsWhatIsSetAndNoSecret(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("latchkey.yml", []byte("policy: {freshness: 90s}\nserve: {admin: {address: ':4478'}}\nsecrets: {cipher: ["+goodSecret+"]}"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errOut, code := latchkey(t, []string{"LATCHKEY_DSN=postgres://me:hunter2@db/latchkey", "LATCHKEY_RETURN_TO=https://a.example,https://b.example"}, "config", "check")
	for _, want := range []string{
		"policy.freshness = 90s (latchkey.yml:1)\n", "secrets.cipher = [[redacted]] (latchkey.yml:3)\n",
		"dsn = postgres://me:xxxxx@db/latchkey (LATCHKEY_DSN)\n",
		`return_to = ["https://a.example","https://b.example"] (LATCHKEY_RETURN_TO)` + "\n", "\nok\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if code != exitOK || !strings.Contains(errOut, "warning: serve.admin.address (latchkey.yml:2) can be reached") {
		t.Errorf("code %d, stderr %s", code, errOut)
	}
	if strings.Contains(out+errOut, goodSecret) || strings.Contains(out+errOut, "hunter2") {
		t.Errorf("a secret is shown:\n%s%s", out, errOut)
	}
}

// The command line announces a signing key for replicas with the same database and secret.
func TestRotateSigning(t *testing.T) {
	t.Chdir(t.TempDir())
	announced := func(env ...string) string {
		t.Helper()
		out, errOut, code := latchkey(t, env, "keys", "rotate-signing")
		id, said := strings.CutPrefix(out, "announced ")
		if code != exitOK || !said {
			t.Fatalf("code %d\n%s%s", code, out, errOut)
		}
		id, _, _ = strings.Cut(id, ":")
		return id
	}
	if _, errOut, code := latchkey(t, nil, "migrate"); code != exitOK {
		t.Fatal(errOut)
	}
	first := announced()
	second := announced("LATCHKEY_KRATOS_LOGIN_ENABLED=true", "LATCHKEY_KRATOS_LOGIN_CLIENT_SECRET="+goodSecret)
	loaded, err := config.Load("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loaded.EnsureSecrets(); err != nil {
		t.Fatal(err)
	}
	records, err := openStore(t.Context(), loaded.Config, opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	served, _, err := assemble(loaded.Config, records, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	served.public.ServeHTTP(recorder, httptest.NewRequest("GET", "/.well-known/jwks.json", nil))
	var set struct{ Keys []struct{ Kid string } }
	if err := json.Unmarshal(recorder.Body.Bytes(), &set); err != nil {
		t.Fatal(err)
	}
	if len(set.Keys) != 3 || set.Keys[1].Kid != first || set.Keys[2].Kid != second {
		t.Errorf("announced %s and %s, published %+v", first, second, set.Keys)
	}
}

func TestKeysOnBothDatabases(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		t.Chdir(t.TempDir())
		testKeys(t, []string{"LATCHKEY_DSN=sqlite://" + filepath.Join(t.TempDir(), "k.db")})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Chdir(t.TempDir())
		testKeys(t, []string{"LATCHKEY_DSN=" + storetest.Postgres(t), "LATCHKEY_SECRETS_CIPHER=" + goodSecret})
	})
}

// testKeys goes through the lifecycle of a key, on an empty database.
func testKeys(t *testing.T, environ []string) {
	run := func(want int, args ...string) string {
		t.Helper()
		out, errOut, code := latchkey(t, environ, args...)
		if code != want {
			t.Fatalf("%v: code %d, want %d\n%s%s", args, code, want, out, errOut)
		}
		return out + errOut
	}
	run(exitFailure, "keys", "create", "--name", "x", "--scopes", "read", "-c", "missing.yml")
	var made struct {
		Key, ID, Name string
		Scopes        []string
	}
	if err := json.Unmarshal([]byte(run(exitOK, "keys", "create", "--name", "support", "--scopes", "revoke,read", "--json")), &made); err != nil {
		t.Fatal(err)
	}
	if len(made.Key) < 40 || made.ID == "" || made.Name != "support" || !reflect.DeepEqual(made.Scopes, []string{"read", "revoke"}) {
		t.Errorf("got %+v, want key, ID, name support, scopes [read revoke]", made)
	}
	if out := run(exitFailure, "keys", "create", "--name", "support", "--scopes", "read"); !strings.Contains(out, "choose another name") {
		t.Errorf("taken name: %s", out)
	}
	run(exitOK, "keys", "create", "--name", "night job", "--scopes", "export", "--expires-in", "30d")
	list := run(exitOK, "keys", "list")
	if strings.Contains(list, made.Key) || !strings.Contains(list, "read,revoke") || !strings.Contains(list, "works until "+time.Now().UTC().AddDate(0, 0, 30).Format(time.DateOnly)) {
		t.Errorf("list:\n%s", list)
	}
	run(exitOK, "keys", "revoke", made.ID)
	run(exitOK, "keys", "revoke", made.ID) // idempotent
	run(exitOK, "keys", "revoke", "night job")
	run(exitFailure, "keys", "revoke", "night job") // no active key has this name
	if list := run(exitOK, "keys", "list", "--json"); strings.Contains(list, `"revoked_at": null`) {
		t.Errorf("a key still works:\n%s", list)
	}
	run(exitOK, "keys", "create", "--name", "support", "--scopes", "read") // the name is free again
	if out := run(exitOK, "migrate"); !strings.Contains(out, "up to date") || strings.Contains(out, goodSecret) {
		t.Errorf("migrate: %s", out)
	}
}

func TestMigrateOffRefusesAnEmptyDatabase(t *testing.T) {
	t.Chdir(t.TempDir())
	environ := []string{"LATCHKEY_MIGRATE=off"}
	if out, errOut, code := latchkey(t, environ, "keys", "list"); code != exitFailure {
		t.Errorf("code %d\n%s%s", code, out, errOut)
	}
	if _, errOut, code := latchkey(t, environ, "migrate"); code != exitOK {
		t.Errorf("migrate: %s", errOut)
	}
	if _, errOut, code := latchkey(t, environ, "keys", "list"); code != exitOK {
		t.Errorf("after migrate: %s", errOut)
	}
}

func TestScopesOfTheCommandLineAreThoseOfTheRules(t *testing.T) {
	tag, _ := reflect.TypeFor[keysCreate]().FieldByName("Scopes")
	if got, want := tag.Tag.Get("enum"), strings.Join(admin.Scopes, ","); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHealth(t *testing.T) {
	t.Chdir(t.TempDir())
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/health/ready" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	environ := []string{"LATCHKEY_SERVE_PUBLIC_ADDRESS=:" + port} // on all interfaces: called on loopback
	if out, errOut, code := latchkey(t, environ, "health"); code != exitOK || out != "ready\n" {
		t.Errorf("ready: code %d, %s%s", code, out, errOut)
	}
	status = http.StatusServiceUnavailable
	if _, errOut, code := latchkey(t, environ, "health"); code != exitFailure || !strings.Contains(errOut, "503") {
		t.Errorf("not ready: code %d, %s", code, errOut)
	}
	down := []string{"LATCHKEY_SERVE_PUBLIC_ADDRESS=:1"} // tcpmux, which no system serves
	if _, errOut, code := latchkey(t, down, "health"); code != exitFailure || !strings.Contains(errOut, "latchkey serve") {
		t.Errorf("down: code %d, %s", code, errOut)
	}
}
