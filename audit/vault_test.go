package audit_test

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
)

// vault is the log on a real database, with access that bypasses the driver and its triggers.
type vault struct {
	*audit.Log
	store    store.Store
	raw      *sql.DB
	postgres bool
	now      time.Time
	// reopen is another replica, with other secrets.
	reopen func(secrets ...[]byte) *audit.Log
}

var secret = []byte(strings.Repeat("a secret ", 8))

func onBoth(t *testing.T, test func(t *testing.T, v *vault)) {
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		dsn := migrated.Postgres(t)
		records, err := postgres.Open(t.Context(), dsn, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		test(t, newVault(t, records, "pgx", dsn))
	})
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := migrated.SQLite(t)
		records, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		test(t, newVault(t, records, "sqlite", "file:"+path+"?_busy_timeout=10000"))
	})
}

func newVault(t *testing.T, records store.Store, driver, name string) *vault {
	t.Helper()
	t.Cleanup(func() { records.Close() })
	raw, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	raw.SetMaxOpenConns(1) // one session: settings persist
	t.Cleanup(func() { raw.Close() })
	v := &vault{store: records, raw: raw, postgres: driver == "pgx", now: time.Now().UTC().Truncate(time.Microsecond)}
	v.reopen = func(secrets ...[]byte) *audit.Log {
		sealer, err := seal.New(secrets)
		if err != nil {
			t.Fatal(err)
		}
		return audit.New(audit.Config{Now: func() time.Time { return v.now }}, records, sealer)
	}
	v.Log = v.reopen(secret)
	return v
}

// record writes an event about an identity.
func (v *vault) record(t *testing.T, identity uuid.UUID, change ...func(*store.AuditEvent)) store.AuditEvent {
	t.Helper()
	e := store.AuditEvent{
		ID: uuid.Must(uuid.NewV7()), At: v.now, Type: "login.succeeded", IdentityID: identity, ActorKind: "identity",
		ActorID: identity.String(), PasskeyID: uuid.New(), RequestID: "request-1", IP: "192.0.2.1", UserAgent: "Mozilla/5.0",
		Reason: "", Metadata: json.RawMessage(`{"b": 1, "a": "ü"}`),
	}
	for _, c := range change {
		c(&e)
	}
	if err := v.store.RecordEvent(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

// fill seals batches of the given sizes.
func (v *vault) fill(t *testing.T, sizes ...int) (events []store.AuditEvent) {
	t.Helper()
	for _, size := range sizes {
		for range size {
			events = append(events, v.record(t, uuid.New()))
		}
		if sealed, err := v.Seal(t.Context()); err != nil || sealed < size { // other events may have waited
			t.Fatalf("sealed %d of %d, %v", sealed, size, err)
		}
	}
	return events
}

func (v *vault) verify(t *testing.T, kept *audit.Head) *audit.Report {
	t.Helper()
	report, err := v.Verify(t.Context(), kept, func(done, all int64) {
		if done > all {
			t.Errorf("%d of %d batches are done", done, all)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (v *vault) head(t *testing.T) *audit.Head {
	t.Helper()
	head, err := v.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// faults returns their kinds, each once.
func faults(r *audit.Report) (kinds []string) {
	for _, f := range r.Faults {
		kinds = append(kinds, f.Fault)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
