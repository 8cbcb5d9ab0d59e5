package lifecycle_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/fault"
	"latchkey/lifecycle"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/sqlite"
)

const grace = 7 * 24 * time.Hour

// directory is Kratos: the states by identity.
type directory struct {
	mu     sync.Mutex
	states map[uuid.UUID]string
	lists  int
	asked  map[uuid.UUID]int
	failed func(list bool) error // nil: Kratos answers
	hidden map[uuid.UUID]bool    // omitted from lists, as by a database that lags behind
}

func (d *directory) States(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(ids) > lifecycle.Chunk {
		return nil, errors.New("too many at once")
	}
	d.lists++
	if d.failed != nil && d.failed(true) != nil {
		return nil, d.failed(true)
	}
	found := map[uuid.UUID]string{}
	for _, id := range ids {
		if state, ok := d.states[id]; ok && !d.hidden[id] {
			found[id] = state
		}
	}
	return found, nil
}

func (d *directory) Active(_ context.Context, id uuid.UUID) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked[id]++
	if d.failed != nil && d.failed(false) != nil {
		return false, d.failed(false)
	}
	state, ok := d.states[id]
	if !ok {
		return false, fault.ErrIdentityNotFound
	}
	return state == lifecycle.StateActive, nil
}

type world struct {
	*testing.T
	records store.Store
	kratos  *directory
	now     time.Time
	log     bytes.Buffer
	settled int
}

// skewed is a store whose clock is the test's.
type skewed struct {
	store.Store
	now func() time.Time
}

func (s skewed) Now(context.Context) (time.Time, error) { return s.now(), nil }

func (w *world) Settle(_ context.Context, list []store.SessionEnding) string {
	w.settled += len(list)
	return ""
}

func create(t *testing.T) *world {
	records, err := sqlite.Open(t.Context(), migrated.SQLite(t), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	return &world{T: t, records: records, kratos: &directory{states: map[uuid.UUID]string{}, asked: map[uuid.UUID]int{}}, now: time.Now().UTC().Truncate(time.Microsecond)}
}

func (w *world) audit() *audit.Log {
	sealer, err := seal.New([][]byte{bytes.Repeat([]byte("x"), 32)})
	if err != nil {
		w.Fatal(err)
	}
	return audit.New(audit.Config{Now: func() time.Time { return w.now }}, w.records, sealer)
}

// service is a replica.
func (w *world) service() *lifecycle.Service { return w.serviceEvery(time.Hour) }

func (w *world) serviceEvery(every time.Duration) *lifecycle.Service {
	now := func() time.Time { return w.now }
	return lifecycle.New(lifecycle.Config{Grace: grace, Every: every, Log: slog.New(slog.NewTextHandler(&w.log, nil)), Now: now},
		skewed{w.records, now}, w.kratos, w, w.audit())
}

// holds registers a passkey of an identity.
func (w *world) holds(id uuid.UUID) {
	w.Helper()
	passkey := store.Passkey{ID: store.NewID(), IdentityID: id, CredentialID: id[:], UserHandle: id[:], RPID: "example.org", Name: "x", Record: []byte(`{}`), CreatedAt: w.now}
	err := w.records.CreatePasskey(w.Context(), store.NewPasskey{
		Passkey: passkey, Limit: 20, Challenge: store.Challenge{Hash: [32]byte(append(id[:], id[:]...)), ExpiresAt: w.now},
		Event: store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.registered", IdentityID: id, ActorKind: store.ActorSystem},
	})
	if err != nil {
		w.Fatal(err)
	}
}

// people registers users with a passkey each, in this state at Kratos.
func (w *world) people(n int, state string) (ids []uuid.UUID) {
	w.Helper()
	for range n {
		id := uuid.New()
		w.holds(id)
		w.kratos.states[id] = state
		ids = append(ids, id)
	}
	return ids
}

func (w *world) reconcile() (report lifecycle.Report, said []string) {
	w.Helper()
	report, err := w.service().Reconcile(w.Context(), lifecycle.Options{MaxMissing: lifecycle.DefaultMaxMissing, Changed: func(c lifecycle.Change) error {
		said = append(said, c.Change)
		return nil
	}})
	if err != nil {
		w.Fatal(err)
	}
	slices.Sort(said)
	return report, said
}

// events counts the events about identities by type.
func (w *world) events() map[string]int {
	w.Helper()
	list, err := w.records.AuditEvents(w.Context(), store.AuditFilter{}, store.Page{Size: 1000})
	if err != nil {
		w.Fatal(err)
	}
	n := map[string]int{}
	for _, e := range list {
		if strings.HasPrefix(e.Type, "identity.") {
			n[e.Type]++
		}
	}
	return n
}

func (w *world) wantEvents(want map[string]int) {
	w.Helper()
	if got := w.events(); !maps.Equal(got, want) {
		w.Errorf("events %v, want %v", got, want)
	}
}

func (w *world) passkeys(id uuid.UUID) []store.Passkey {
	w.Helper()
	list, err := w.records.PasskeysOf(w.Context(), id)
	if err != nil {
		w.Fatal(err)
	}
	return list
}
