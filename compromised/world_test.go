package compromised_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/compromised"
	"latchkey/metadata"
	"latchkey/metadata/metadatatest"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
)

const delay = 12 * time.Hour

var (
	bad  = uuid.MustParse("f1d00000-0000-4000-8000-00000000000b")
	good = uuid.MustParse("f1d00000-0000-4000-8000-00000000000a")
)

var publisher, another = metadatatest.New("mds.example"), metadatatest.New("mds2.example")

// lists is a current list.
type lists struct{ current atomic.Pointer[metadata.List] }

func (l *lists) List() *metadata.List { return l.current.Load() }

// publish replaces the list by one with these statuses of models.
func (l *lists) publish(t *testing.T, number int, statuses map[uuid.UUID]string) {
	t.Helper()
	l.publishBy(t, publisher, number, statuses)
}

func (l *lists) publishBy(t *testing.T, publisher *metadatatest.Publisher, number int, statuses map[uuid.UUID]string) {
	t.Helper()
	var entries []any
	for aaguid, status := range statuses {
		entries = append(entries, map[string]any{
			"aaguid": aaguid, "statusReports": []any{map[string]any{"status": status}},
			"metadataStatement": map[string]any{"description": "Key " + aaguid.String()[34:], "attestationTypes": []string{"basic_full"}},
		})
	}
	blob := publisher.Blob(map[string]any{"no": number, "nextUpdate": "2026-12-31", "entries": entries})
	list, err := metadata.Parse(blob, metadata.Trust{Roots: []*x509.Certificate{publisher.Root}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	l.current.Store(list)
}

// world is a database, the clock of the test, and a publisher.
type world struct {
	*testing.T
	records store.Store
	lists   lists
	now     time.Time
	log     bytes.Buffer
	mu      sync.Mutex
	settled func() // called when sessions of a passkey end; nil: nothing
}

// skewed is a store whose clock is the test's.
type skewed struct {
	store.Store
	now func() time.Time
}

func (s skewed) Now(context.Context) (time.Time, error) { return s.now(), nil }

func (w *world) Settle(context.Context, []store.SessionEnding) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.settled != nil {
		w.settled()
	}
	return ""
}

func create(t *testing.T) *world {
	records, err := postgres.Open(t.Context(), migrated.Postgres(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { records.Close() })
	return &world{T: t, records: records, now: time.Now().UTC().Truncate(time.Microsecond)}
}

// replica returns a replica that suspends after the delay, with changed settings.
func (w *world) replica(change ...func(*compromised.Config)) *compromised.Service {
	sealer, err := seal.New([][]byte{bytes.Repeat([]byte("x"), 32)})
	if err != nil {
		w.Fatal(err)
	}
	now := func() time.Time { return w.now }
	cfg := compromised.Config{Lists: &w.lists, Action: store.ActionSuspend, After: delay, Log: slog.New(slog.NewTextHandler(&w.log, nil)), Now: now}
	for _, c := range change {
		c(&cfg)
	}
	records := skewed{w.records, now}
	return compromised.New(cfg, records, w, audit.New(audit.Config{Now: now}, records, sealer))
}

func marks(c *compromised.Config)        { c.Action = store.ActionMark }
func atThatMoment(c *compromised.Config) { c.After = 0 }
func exempting(c *compromised.Config)    { c.Exempt = []uuid.UUID{bad} }

// runs lets time pass, so that the next comparison is due, and runs it.
func (w *world) runs(s *compromised.Service, later time.Duration) {
	w.Helper()
	w.now = w.now.Add(later)
	if err := s.Run(w.Context()); err != nil {
		w.Fatal(err)
	}
}

// holds registers a passkey of a model.
func (w *world) holds(identity, aaguid uuid.UUID) store.Passkey {
	w.Helper()
	return w.holdsWith(identity, aaguid, `{}`)
}

func (w *world) holdsWith(identity, aaguid uuid.UUID, record string) store.Passkey {
	w.Helper()
	id := store.NewID()
	passkey := store.Passkey{
		ID: id, IdentityID: identity, CredentialID: id[:], UserHandle: identity[:], RPID: "example.org", Name: "x", Record: []byte(record), AAGUID: aaguid, CreatedAt: w.now,
	}
	err := w.records.CreatePasskey(w.Context(), store.NewPasskey{
		Passkey: passkey, Limit: 20, Challenge: store.Challenge{Hash: [32]byte(append(id[:], id[:]...)), ExpiresAt: w.now},
		Event: store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.registered", IdentityID: identity, ActorKind: store.ActorSystem},
	})
	if err != nil {
		w.Fatal(err)
	}
	return passkey
}

// causes checks why passkeys are suspended; "": they are not.
func (w *world) causes(want map[uuid.UUID]string) {
	w.Helper()
	for id, cause := range want {
		if got, err := w.records.Passkey(w.Context(), id); err != nil || got.SuspensionCause() != cause {
			w.Errorf("cause %q, %v, want %q", got.SuspensionCause(), err, cause)
		}
	}
}

// events returns the events, newest first, without registrations.
func (w *world) events() (all []store.AuditEvent) {
	w.Helper()
	list, err := w.records.AuditEvents(w.Context(), store.AuditFilter{}, store.Page{Size: 1000})
	if err != nil {
		w.Fatal(err)
	}
	for _, e := range list {
		if e.Type != "passkey.registered" {
			all = append(all, e)
		}
	}
	return all
}

// recorded checks how many events there are of each type, with their reason.
func (w *world) recorded(want map[string]int) {
	w.Helper()
	got := map[string]int{}
	for _, e := range w.events() {
		name := e.Type
		if e.Reason != "" {
			name += "/" + e.Reason
		}
		got[name]++
	}
	if !maps.Equal(got, want) {
		w.Errorf("events %v, want %v", got, want)
	}
}

func (w *world) details(kind string) (d map[string]any) {
	w.Helper()
	for _, e := range w.events() {
		if e.Type == kind {
			if err := json.Unmarshal(e.Metadata, &d); err != nil {
				w.Fatal(err)
			}
			return d
		}
	}
	w.Fatalf("no event %s", kind)
	return nil
}

func (w *world) overview(s *compromised.Service) *compromised.Overview {
	w.Helper()
	found, err := s.Overview(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return found
}
