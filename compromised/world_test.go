package compromised_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/authenticator"
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
	bad     = authenticator.Model{AAGUID: uuid.MustParse("f1d00000-0000-4000-8000-00000000000b")}
	good    = authenticator.Model{AAGUID: uuid.MustParse("f1d00000-0000-4000-8000-00000000000a")}
	badKey  = authenticator.Model{KeyIdentifier: strings.Repeat("0b", 20)}
	goodKey = authenticator.Model{KeyIdentifier: strings.Repeat("0a", 20)}
)

var publisher, another = metadatatest.New("mds.example"), metadatatest.New("mds2.example")

// lists is a current list.
type lists struct{ current atomic.Pointer[metadata.List] }

func (l *lists) List() *metadata.List { return l.current.Load() }

// publish replaces the list by one with these statuses of models.
func (l *lists) publish(t *testing.T, number int, statuses map[authenticator.Model]string) {
	t.Helper()
	l.publishBy(t, publisher, number, statuses)
}

func (l *lists) publishBy(t *testing.T, publisher *metadatatest.Publisher, number int, statuses map[authenticator.Model]string) {
	t.Helper()
	var entries []any
	for model, status := range statuses {
		entry := map[string]any{
			"statusReports":     []any{map[string]any{"status": status}},
			"metadataStatement": map[string]any{"description": "Key " + model.ID()[len(model.ID())-2:], "attestationTypes": []string{"basic_full"}},
		}
		if model.KeyIdentifier != "" {
			entry["attestationCertificateKeyIdentifiers"] = []string{strings.ToUpper(model.KeyIdentifier)}
		} else {
			entry["aaguid"] = model.AAGUID
		}
		entries = append(entries, entry)
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
func exempting(c *compromised.Config)    { c.Exempt = []authenticator.Model{bad, badKey} }

// runs lets time pass, so that the next comparison is due, and runs it.
func (w *world) runs(s *compromised.Service, later time.Duration) {
	w.Helper()
	w.now = w.now.Add(later)
	if err := s.Run(w.Context()); err != nil {
		w.Fatal(err)
	}
}

// holds registers a passkey of a model.
func (w *world) holds(identity uuid.UUID, model authenticator.Model) store.Passkey {
	w.Helper()
	id := store.NewID()
	passkey := store.Passkey{
		ID: id, IdentityID: identity, CredentialID: id[:], UserHandle: identity[:], RPID: "example.org", Name: "x", Record: []byte(`{}`), AAGUID: model.AAGUID,
		KeyIdentifier: model.KeyIdentifier, CreatedAt: w.now,
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
