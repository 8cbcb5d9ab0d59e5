package api_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/api"
	"latchkey/audit"
	"latchkey/oidc"
	"latchkey/rules"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
	"latchkey/transport"
	"latchkey/web/authenticators"
	"latchkey/webauthnsvc"
)

func TestMain(m *testing.M) {
	if os.Getenv(kratosProcess) != "" {
		fmt.Fprintln(os.Stderr, answerAsKratos())
		os.Exit(1)
	}
	if os.Getenv(clientProcess) != "" {
		fmt.Fprintln(os.Stderr, sendAsClient())
		os.Exit(1)
	}
	os.Exit(storetest.Main(m))
}

const (
	baseURL = "http://localhost:4477"
	origin  = "https://app.example.com"
	rpID    = "example.com"
)

// harness is a complete service on a real SQLite file, with a Kratos in memory. Replicas share both.
type harness struct {
	t       testing.TB
	raw     *sql.DB // the SQLite file, opened separately
	clock   *clock
	kratos  *fakeKratos
	store   *failingStore
	rules   rules.Config
	config  api.Config
	oidc    oidc.Config
	service *rules.Rules
	server  *api.Server
	public  http.Handler
	admin   http.Handler
	log     *lines
	// unprepared delays creating the signing key until it is needed.
	unprepared bool
}

// newHarness returns a harness; edits change its settings first.
func newHarness(t testing.TB, edits ...func(*harness)) *harness {
	t.Helper()
	path := migrated.SQLite(t)
	opened, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	h := harnessOn(t, opened, edits...)
	h.raw = openRaw(t, path)
	return h
}

// openRaw opens a database file for query. A kept connection reads the schema once.
func openRaw(t testing.TB, path string) *sql.DB {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func harnessOn(t testing.TB, records store.Store, edits ...func(*harness)) *harness {
	t.Helper()
	h := &harness{
		t:      t,
		clock:  &clock{now: time.Now().UTC().Truncate(time.Second)},
		kratos: newKratos(),
		store:  &failingStore{Store: records},
		log:    &lines{},
	}
	h.rules = rules.Config{
		RPs: []webauthnsvc.RP{{
			ID: rpID, Name: "Example", Origins: []string{origin, "https://www.example.com"},
			RelatedOrigins: []string{"https://example.net"},
		}},
		UserVerification: "preferred", ResidentKey: "preferred", MaxPasskeys: 20, Clone: webauthnsvc.CloneReject,
		Freshness: 15 * time.Minute, FirstPasskeyWithin: 24 * time.Hour,
		Required: "none", UVPasskeyIsAAL2: true,
		RecoveryCodes: true, RecoveryLevel: rules.RecoveryAAL2,
		ReturnTo: baseURL + "/passkeys", Secrets: [][]byte{[]byte(strings.Repeat("first secret ", 4))},
	}
	h.config = api.Config{
		BaseURL:        baseURL,
		Origins:        []string{baseURL, origin, "https://www.example.com", "https://example.net"},
		PasskeyOrigins: []string{origin, "https://www.example.com", "https://example.net"},
		Returns:        transport.Returns{BaseURL: baseURL, Prefixes: []string{origin + "/home"}},
		Icon:           (*authenticators.Icons)(nil).Icon,
		Log:            slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, edit := range edits {
		edit(h)
	}
	h.build()
	return h
}

func (h *harness) build() {
	h.t.Helper()
	h.rules.Now, h.config.Now = h.clock.Now, h.clock.Now
	sealer, err := seal.New(h.rules.Secrets)
	if err != nil {
		h.t.Fatal(err)
	}
	h.oidc.Issuer, h.oidc.Now, h.oidc.UVIsAAL2 = baseURL, h.clock.Now, h.rules.UVPasskeyIsAAL2
	if h.config.Provider, err = oidc.New(h.oidc, sealer, h.store); err != nil {
		h.t.Fatal(err)
	}
	if !h.unprepared {
		if err := h.config.Provider.Prepare(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
	}
	h.rules.Proofs, h.rules.Codes = h.config.Provider, h.config.Provider
	service, err := rules.New(h.rules, h.store, h.kratos, h.kratos)
	if err != nil {
		h.t.Fatal(err)
	}
	h.service = service
	h.server = api.New(h.config, service, h.kratos)
	h.public, h.admin = h.server.Public(), h.server.Admin()
}

// replica is another process on the same database and Kratos, with its own clock.
func (h *harness) replica(edits ...func(*harness)) *harness {
	h.t.Helper()
	other := *h
	other.clock = &clock{now: h.clock.Now()}
	other.rules.Secrets = slices.Clone(h.rules.Secrets)
	for _, edit := range edits {
		edit(&other)
	}
	other.build()
	return &other
}

// query runs SQL directly, for what the API cannot do.
func (h *harness) query(statement string, args ...any) [][]any {
	h.t.Helper()
	rows, err := h.raw.Query(statement, args...)
	if err != nil {
		h.t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var all [][]any
	for rows.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			h.t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return all
}

var tables = []string{"passkeys", "spent_challenges", "step_ups", "security_audit", "admin_keys", "keys",
	"recovery_codes", "recovery_attempts", "recoveries", "gate_passes", "resets", "approvals", "revocations", "revocation_passkeys", "enrolment_grace", "second_grace", "deliveries", "sinks",
	"factors", "passkey_sessions", "session_endings", "authorization_codes", "tombstones", "removed_passkeys", "removed_credentials",
	"first_passkeys", "user_handle_aliases"}

// dump returns the content of the database.
func (h *harness) dump() string {
	h.t.Helper()
	var out strings.Builder
	for _, table := range tables {
		fmt.Fprintf(&out, "%s\n", table)
		for _, row := range h.query("SELECT * FROM " + table + " ORDER BY 1") {
			if table == "admin_keys" {
				row = append(row[:len(row)-2], row[len(row)-1]) // without last_used_at, which every call updates
			}
			fmt.Fprintf(&out, "%x\n", row)
		}
	}
	return out.String()
}

func (h *harness) count(table string) int {
	h.t.Helper()
	return int(h.query("SELECT count(*) FROM " + table)[0][0].(int64))
}

// adminWith is a caller of the admin listener with a new key of these scopes.
func (h *harness) adminWith(scopes ...string) *caller {
	h.t.Helper()
	key, _ := h.adminKey(nil, scopes...)
	return h.adminBy(key)
}

func (h *harness) adminBy(key string) *caller {
	c := h.caller(h.admin)
	if key != "" {
		c.header.Set("Authorization", "Bearer "+key)
	}
	return c
}

func (h *harness) adminKey(expiresAt *time.Time, scopes ...string) (key string, id uuid.UUID) {
	h.t.Helper()
	key, made, err := h.service.Keys.Create(h.t.Context(), admin.System, audit.Request{}, "key "+uuid.NewString(), scopes, expiresAt)
	if err != nil {
		h.t.Fatal(err)
	}
	return key, made.ID
}

func decode[T any](t testing.TB, raw []byte) T {
	t.Helper()
	var value T
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return value
}
