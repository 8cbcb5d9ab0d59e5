package audit_test

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/postgres"
	"latchkey/store/sqlite"
	"latchkey/store/storetest"
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
		dsn := storetest.Postgres(t)
		records, err := postgres.Open(t.Context(), dsn, postgres.Options{Migrate: true})
		if err != nil {
			t.Fatal(err)
		}
		test(t, newVault(t, records, "pgx", dsn))
	})
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "latchkey.db")
		records, err := sqlite.Open(t.Context(), path, sqlite.Options{Migrate: true})
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

func TestAuditChainVerifies(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		if r := v.verify(t, nil); !r.Intact() || r.Head != nil {
			t.Errorf("an empty log: %+v", r)
		}
		ada := uuid.New()
		for _, change := range []func(*store.AuditEvent){
			func(e *store.AuditEvent) { *e = store.AuditEvent{ID: e.ID, At: e.At, Type: "x", ActorKind: "system"} },
			func(e *store.AuditEvent) { e.IdentityID, e.ActorKind, e.ActorID = uuid.Nil, "anonymous", "" },
			func(e *store.AuditEvent) { e.ActorID = uuid.NewString() },
			func(e *store.AuditEvent) {
				e.ActorKind, e.ActorID, e.Reason = "admin_key", uuid.NewString(), "lost\nphone"
			},
			func(e *store.AuditEvent) {
				e.Metadata = json.RawMessage(`{"z":1.50,"a":[1e2,null,"\u00fc"],"n":9007199254740993}`)
			},
		} {
			v.record(t, ada, change)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 5 {
			t.Fatal(n, err)
		}
		v.fill(t, 500, 501, 1)
		kept := v.head(t)
		v.fill(t, 3)
		// An event that arrives late belongs to the next batch, and is not a fault.
		v.record(t, ada, func(e *store.AuditEvent) { e.ID = uuid.MustParse("00000000-0000-7000-8000-000000000001") })
		r := v.verify(t, kept)
		if !r.Intact() || r.Batches != 6 || r.Events != 1010 || r.Unsealed != 1 || r.Head.Number != 6 {
			t.Errorf("got %+v, want intact, Batches 6, Events 1010, Unsealed 1, Number 6", r)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 1 {
			t.Error(n, err)
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 0 {
			t.Error(n, err)
		}
		if r := v.verify(t, v.head(t)); !r.Intact() || r.Unsealed != 0 || r.Events != 1011 {
			t.Errorf("got %+v, want intact, Unsealed 0, Events 1011", r)
		}
	})
}

// A log that is older than the chain is sealed like any other.
func TestAuditChainOfAnOlderLog(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		for i := range 1200 {
			v.record(t, uuid.New(), func(e *store.AuditEvent) { e.At = v.now.Add(-time.Duration(i) * time.Hour) })
		}
		if n, err := v.Seal(t.Context()); err != nil || n != 1200 {
			t.Fatal(n, err)
		}
		if r := v.verify(t, nil); !r.Intact() || r.Batches != 3 || r.Events != 1200 {
			t.Errorf("got %+v, want intact, Batches 3, Events 1200", r)
		}
	})
}

// Replicas seal while others write and one verifies: each event gets one place, and nothing is reported as tampered.
func TestAuditChainWhileSealing(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		const writers, each = 4, 100
		ada := uuid.New()
		var writing, sealing sync.WaitGroup
		done := make(chan struct{})
		for range writers {
			writing.Go(func() {
				for range each {
					v.record(t, ada)
				}
			})
		}
		for range 3 {
			replica := v.reopen(secret)
			sealing.Go(func() {
				for {
					if _, err := replica.Seal(t.Context()); err != nil {
						t.Error(err)
						return
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		sealing.Go(func() {
			for {
				if r := v.verify(t, nil); !r.Intact() {
					t.Errorf("under way: %+v", r)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
		writing.Wait()
		close(done)
		sealing.Wait()
		if _, err := v.Seal(t.Context()); err != nil {
			t.Error(err)
		}
		if r := v.verify(t, nil); !r.Intact() || r.Events != writers*each || r.Unsealed != 0 {
			t.Errorf("got %+v, want intact, Events %d, Unsealed 0", r, writers*each)
		}
	})
}

func TestAuditRetention(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 3, 2)
		kept := v.head(t)
		v.now = v.now.Add(24 * time.Hour)
		v.fill(t, 4)
		trim := func(retention time.Duration, want int) {
			t.Helper()
			if n, err := v.Trim(t.Context(), retention); err != nil || n != want {
				t.Errorf("trimmed %d, want %d, %v", n, want, err)
			}
		}
		trim(0, 0)
		trim(24*time.Hour, 0)
		trim(time.Hour, 2)
		trim(time.Hour, 0)
		if r := v.verify(t, kept); !r.Intact() || r.Removed != 2 || r.Batches != 3 || r.Events != 4 {
			t.Errorf("got %+v, want intact, Removed 2, Batches 3, Events 4", r)
		}
		v.now = v.now.Add(2 * time.Hour)
		v.fill(t, 1)
		trim(time.Hour, 1)
		if r := v.verify(t, v.head(t)); !r.Intact() || r.Removed != 3 || r.Events != 1 {
			t.Errorf("got %+v, want intact, Removed 3, Events 1", r)
		}
	})
}

// The key is sealed with the others, and is sealed again when secrets rotate.
func TestAuditChainOverSecrets(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, v *vault) {
		v.fill(t, 2)
		fresh := []byte(strings.Repeat("another one ", 5))
		v.Log = v.reopen(fresh, secret)
		v.fill(t, 2)
		v.Log = v.reopen(fresh)
		v.fill(t, 2)
		if r := v.verify(t, nil); !r.Intact() || r.Batches != 3 {
			t.Errorf("got %+v, want intact, Batches 3", r)
		}
		v.Log = v.reopen(secret)
		if _, err := v.Seal(t.Context()); err == nil || !strings.Contains(err.Error(), "secrets.cipher") {
			t.Errorf("with a secret that opens nothing: %v", err)
		}
	})
}
