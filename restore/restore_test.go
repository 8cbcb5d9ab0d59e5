package restore_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/doctor"
	"latchkey/lifecycle"
	"latchkey/restore"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

const secret = "a secret of the tests, with at least 32 bytes"

var backedUp = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func id() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func to[T any](v T) *T { return &v }

// world is a restored database, with what was recorded at the old one since the backup.
type world struct {
	*testing.T
	records *sqlite.Store
	raw     *sql.DB
	sealer  *seal.Sealer
	kept    *audit.Head
	now     time.Time
	since   []audit.Entry
	compare func(changed func(lifecycle.Change) error) error
}

func create(t *testing.T) *world {
	t.Helper()
	path := migrated.SQLite(t)
	records, err := sqlite.Open(t.Context(), path, sqlite.Options{Existing: true})
	must(t, err)
	raw, err := sql.Open("sqlite", path)
	must(t, err)
	t.Cleanup(func() { _, _ = records.Close(), raw.Close() })
	sealer, err := seal.New([][]byte{[]byte(secret)})
	must(t, err)
	w := &world{T: t, records: records, raw: raw, sealer: sealer, now: backedUp.Add(24 * time.Hour), compare: func(func(lifecycle.Change) error) error { return nil }}
	w.record("server.started", uuid.Nil)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// log is the audit log of the restored database.
func (w *world) log() *audit.Log {
	return audit.New(audit.Config{Now: func() time.Time { return w.now }}, w.records, w.sealer)
}

func event(kind string, identity uuid.UUID, at time.Time) store.AuditEvent {
	return store.AuditEvent{ID: id(), At: at, Type: kind, IdentityID: identity, ActorKind: "system"}
}

// record records an event in the database.
func (w *world) record(kind string, identity uuid.UUID) store.AuditEvent {
	w.Helper()
	e := event(kind, identity, backedUp)
	must(w.T, w.records.RecordEvent(w.Context(), e))
	return e
}

// happens adds an event that was recorded at the old database, so many minutes after the backup.
func (w *world) happens(minutes int, kind string, identity, passkey uuid.UUID, metadata string) {
	entry := audit.Entry{ID: id(), At: backedUp.Add(time.Duration(minutes) * time.Minute), Type: kind, Metadata: json.RawMessage(metadata)}
	if identity != uuid.Nil {
		entry.IdentityID = &identity
	}
	if passkey != uuid.Nil {
		entry.PasskeyID = &passkey
	}
	w.since = append(w.since, entry)
}

// passkey stores one that was registered before the backup.
func (w *world) passkey(identity uuid.UUID) uuid.UUID {
	w.Helper()
	p := store.Passkey{ID: id(), IdentityID: identity, CredentialID: random(32), UserHandle: identity[:], RPID: "example.com", Name: "Phone",
		Record: []byte(`{}`), BackupEligible: to(true), CreatedAt: backedUp.Add(-time.Hour)}
	registered := event("passkey.registered", identity, backedUp.Add(-time.Hour))
	registered.PasskeyID = p.ID
	must(w.T, w.records.CreatePasskey(w.Context(), store.NewPasskey{
		Passkey: p, Limit: 20, Challenge: store.Challenge{Hash: [32]byte(random(32)), ExpiresAt: time.Now().Add(time.Minute)}, Event: registered,
	}))
	return p.ID
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}

// file is the export of the old database.
func (w *world) file() string {
	var lines strings.Builder
	for _, entry := range w.since {
		line, err := json.Marshal(entry)
		must(w.T, err)
		lines.Write(append(line, '\n'))
	}
	return lines.String()
}

// findings returns the faults and warnings of all checks, or of those with events if some happened.
func (w *world) findings() (found []doctor.Finding) {
	w.Helper()
	cfg := restore.Config{
		Store: w.records, Sealer: w.sealer, Now: func() time.Time { return w.now },
		Verify: func(ctx context.Context) (*audit.Report, error) {
			return w.log().Verify(ctx, w.kept, func(int64, int64) {})
		},
		Compare: func(_ context.Context, changed func(lifecycle.Change) error) error { return w.compare(changed) },
	}
	if len(w.since) > 0 {
		events, err := restore.Read("events.ndjson", strings.NewReader(w.file()))
		must(w.T, err)
		cfg.Events = events
	}
	doctor.Run(w.Context(), restore.Checks(cfg), func(f doctor.Finding) {
		if f.Result == doctor.Fault || f.Result == doctor.Warning {
			found = append(found, f)
		}
	})
	return found
}

// finds requires exactly these findings, apart from keys that are missing and events that are lost, in any order.
func (w *world) finds(want ...string) []doctor.Finding {
	w.Helper()
	found := slices.DeleteFunc(w.findings(), func(f doctor.Finding) bool { return f.Check == "secrets.missing" || f.Check == "events.lost" })
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s %s", f.Check, f.Result))
		if f.Wrong == "" || f.Remedy == "" {
			w.Errorf("%s lacks what is wrong, or what to do: %+v", f.Check, f)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		w.Errorf("found %v, want %v:\n%+v", got, want, found)
	}
	return found
}

func (w *world) exec(statement string, args ...any) {
	w.Helper()
	_, err := w.raw.ExecContext(w.Context(), statement, args...)
	must(w.T, err)
}

func TestPasskeys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(w *world, identity, passkey uuid.UUID)
		want    []string
	}{
		"nothing":   {func(w *world, identity, _ uuid.UUID) { w.happens(1, "identity.registered", identity, uuid.Nil, "{}") }, nil},
		"removed":   {func(w *world, i, p uuid.UUID) { w.happens(1, "passkey.removed", i, p, "{}") }, []string{"passkeys.back fault"}},
		"revoked":   {func(w *world, i, p uuid.UUID) { w.happens(1, "passkey.revoked", i, p, "null") }, []string{"passkeys.back fault"}},
		"suspended": {func(w *world, i, p uuid.UUID) { w.happens(1, "passkey.suspended", i, p, "{}") }, []string{"passkeys.resumed fault"}},
		"resumed": {func(w *world, i, p uuid.UUID) {
			w.happens(2, "passkey.resumed", i, p, "{}")
			w.happens(1, "passkey.suspended", i, p, "{}") // in any order
		}, nil},
		"copied": {func(w *world, i, p uuid.UUID) { w.happens(1, "passkey.clone_suspected", i, p, "{}") }, []string{"passkeys.clone fault"}},
		"used":   {func(w *world, i, p uuid.UUID) { w.happens(1, "login.succeeded", i, p, "{}") }, []string{"passkeys.used warning"}},
		"reset":  {func(w *world, i, _ uuid.UUID) { w.happens(1, audit.AdminReset, i, uuid.Nil, "{}") }, []string{"passkeys.back fault"}},
		"set up again after a reset": {func(w *world, i, p uuid.UUID) {
			w.happens(1, audit.AdminReset, i, uuid.Nil, "{}")
			w.happens(2, "passkey.registered", i, id(), "{}")
		}, []string{"passkeys.back fault", "passkeys.lost warning"}},
		"another one": {func(w *world, i, _ uuid.UUID) { w.happens(1, "passkey.registered", i, id(), "{}") },
			[]string{"passkeys.lost warning"}},
		"another one, removed": {func(w *world, i, _ uuid.UUID) {
			gone := id()
			w.happens(1, "passkey.registered", i, gone, "{}")
			w.happens(2, "passkey.removed", i, gone, "{}")
		}, nil},
		"a first one":                   {func(w *world, _, _ uuid.UUID) { w.happens(1, "passkey.registered", id(), id(), "{}") }, []string{"passkeys.first_lost fault"}},
		"a first one of an erased user": {func(w *world, _, _ uuid.UUID) { w.happens(1, "passkey.registered", uuid.Nil, id(), "{}") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := create(t)
			identity := uuid.New()
			passkey := w.passkey(identity)
			w.passkey(uuid.New()) // another user
			c.happens(w, identity, passkey)
			for _, f := range w.finds(c.want...) {
				if strings.Contains(f.Remedy, "latchkey passkeys") && !strings.Contains(f.Remedy, passkey.String()) {
					t.Errorf("the remedy is for another passkey: %s", f.Remedy)
				}
			}
		})
	}
}

// An export of the old database has an erased user's events without the user.
func TestErasures(t *testing.T) {
	t.Parallel()
	w := create(t)
	identity := uuid.New()
	w.passkey(identity)
	before := w.record("login.succeeded", identity)
	w.since = append(w.since, audit.Entry{ID: before.ID, At: before.At, Type: before.Type}) // blanked
	w.happens(1, audit.IdentityErased, uuid.Nil, uuid.Nil, "{}")
	if found := w.finds("erasures.back fault"); len(found) == 1 && !strings.Contains(found[0].Remedy, identity.String()) {
		t.Errorf("%+v", found)
	}
	unknown := create(t)
	unknown.happens(1, audit.IdentityErased, uuid.Nil, uuid.Nil, "{}")
	unknown.finds("erasures.unknown warning")
	must(t, unknown.records.RecordEvent(t.Context(), event(audit.IdentityErased, uuid.Nil, unknown.now)))
	unknown.finds() // they were erased again
}

// What the log lacks is counted from the backup on, also once commands have been recorded.
func TestLostEvents(t *testing.T) {
	t.Parallel()
	w := create(t)
	first := w.record("login.succeeded", uuid.New())
	w.since = append(w.since, audit.Entry{ID: first.ID, At: first.At, Type: first.Type})
	between := id()
	shared := w.record("login.succeeded", uuid.New())
	w.since = append(w.since, audit.Entry{ID: shared.ID, At: shared.At, Type: shared.Type, IdentityID: &shared.IdentityID})
	for i := range 3 {
		w.happens(i, "login.refused", uuid.Nil, uuid.Nil, "{}")
	}
	// Another replica was recording it when the backup was taken: its ID is earlier than the last one of the backup.
	w.since = append(w.since, audit.Entry{ID: between, At: backedUp, Type: "login.refused"})
	for _, when := range []string{"at once", "after a command"} {
		found := slices.DeleteFunc(w.findings(), func(f doctor.Finding) bool { return f.Check != "events.lost" })
		if len(found) != 1 || !strings.Contains(found[0].Wrong, "lacks 4 events") || !strings.Contains(found[0].Seen, "of 2026-11-20T12:00:00Z") {
			t.Errorf("%s: %+v", when, found)
		}
		w.record("admin_key.revoked", uuid.Nil)
	}
}

// A login can be finished again until its ceremony is over.
func TestCeremonies(t *testing.T) {
	t.Parallel()
	w := create(t)
	w.happens(0, "login.refused", uuid.Nil, uuid.Nil, "{}")
	w.now = backedUp.Add(15*time.Minute + 29*time.Second)
	w.finds("ceremonies.replayed fault")
	w.now = w.now.Add(time.Second)
	w.finds()
}

// With the users' comparison.
func TestIdentities(t *testing.T) {
	t.Parallel()
	w := create(t)
	missing := uuid.New()
	w.compare = func(changed func(lifecycle.Change) error) error {
		return errors.Join(changed(lifecycle.Change{IdentityID: missing, Change: lifecycle.Missing}), changed(lifecycle.Change{IdentityID: uuid.New(), Change: lifecycle.Suspended}))
	}
	if found := w.finds("identities.missing warning"); len(found) == 1 && !strings.Contains(found[0].Wrong, missing.String()) {
		t.Errorf("%+v", found)
	}
	w.compare = func(func(lifecycle.Change) error) error {
		return &lifecycle.TooManyMissing{Held: 9, Missing: 8, Percent: 5}
	}
	w.finds("identities.other_kratos fault")
	w.compare = func(func(lifecycle.Change) error) error { return errors.New("Kratos is down") }
	w.finds("identities fault")
}
