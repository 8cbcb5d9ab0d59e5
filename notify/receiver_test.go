package notify

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// receiver is a sink that records its deliveries, and fails on request.
type receiver struct {
	mu   sync.Mutex
	got  []store.AuditEvent
	fail func(e store.AuditEvent) outcome // nil: never
}

func (r *receiver) name() string                           { return "test" }
func (r *receiver) wants(store.AuditEvent, time.Time) bool { return true }

// atMost returns that of mail.
func (r *receiver) atMost(eventType string) int { return (&mailer{}).atMost(eventType) }

func (r *receiver) deliver(_ context.Context, _ uuid.UUID, e store.AuditEvent) outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		if out := r.fail(e); out != delivered {
			return out
		}
	}
	r.got = append(r.got, e)
	return delivered
}

func (r *receiver) of(identity uuid.UUID) (ids []uuid.UUID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.got {
		if e.IdentityID == identity {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// running starts a replica that delivers to the sinks; stop ends it and waits.
func running(t *testing.T, records store.Store, sinks ...sink) (stop func()) {
	t.Helper()
	cancel, wait := begin(t, records, sinks...)
	stop = func() { cancel(); wait() }
	t.Cleanup(stop)
	return stop
}

// begin is like running, for tests that let something happen between the signal to stop and the end.
func begin(t *testing.T, records store.Store, sinks ...sink) (cancel, wait func()) {
	t.Helper()
	cfg := testConfig(t)
	cfg.Seal = sealing(records)
	n := &Notifier{cfg: cfg, records: records, sinks: sinks}
	ctx, cancel := context.WithCancel(t.Context())
	var replica sync.WaitGroup
	replica.Go(func() { n.Run(ctx) })
	return cancel, replica.Wait
}

// started waits until the sink exists: events from then on are delivered to it.
func started(t *testing.T, records store.Store, sink string) {
	t.Helper()
	eventually(t, "the sink is open", func() bool {
		_, err := records.SinkPosition(t.Context(), sink)
		return err == nil
	})
}

func eventually(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !reached(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after 30 s: %s", what)
		}
	}
}

func record(t *testing.T, records store.Store, identity uuid.UUID) uuid.UUID {
	t.Helper()
	e := happened("passkey.registered")
	e.At, e.IdentityID = time.Now(), identity
	if err := records.RecordEvent(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

type named struct{ receiver }

func (*named) name() string { return "other" }
