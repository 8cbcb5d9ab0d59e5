package lifecycle_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/lifecycle"
	"latchkey/store"
)

func (w *world) run(s *lifecycle.Service) {
	w.Helper()
	if err := errors.Join(s.Run(w.Context()), s.RunWaiting(w.Context())); err != nil {
		w.Fatal(err)
	}
}

func (w *world) cause(id uuid.UUID) string {
	w.Helper()
	return w.passkeys(id)[0].SuspensionCause()
}

// Passkeys are suspended while the identity is inactive. It waits a minute to be resumed, not for the next comparison of all.
func TestInactive(t *testing.T) {
	t.Parallel()
	w := create(t)
	ada, bob := w.people(1, lifecycle.StateInactive)[0], w.people(1, lifecycle.StateInactive)[0]
	odd := w.people(1, "of a later Kratos")[0]
	s := w.service()
	w.run(s)
	if w.cause(ada) != store.SuspendedForInactivity || w.cause(bob) != store.SuspendedForInactivity || w.cause(odd) != "" {
		t.Fatalf("causes %q, %q and %q", w.cause(ada), w.cause(bob), w.cause(odd))
	}
	paused := store.AuditEvent{ID: store.NewID(), At: w.now, Type: "passkey.suspended", IdentityID: bob, ActorKind: store.ActorSystem}
	if _, err := w.records.SuspendPasskey(t.Context(), w.passkeys(bob)[0].ID, store.Ending{At: w.now, DueAt: w.now}, false, paused); err != nil {
		t.Fatal(err)
	}
	w.kratos.states[ada], w.kratos.states[bob] = lifecycle.StateActive, lifecycle.StateActive
	w.kratos.states[odd] = lifecycle.StateInactive
	w.now = w.now.Add(time.Minute)
	w.run(s)
	if w.cause(ada) != "" || w.cause(bob) != store.SuspendedByStaff || w.cause(odd) != "" {
		t.Errorf("causes %q, %q and %q", w.cause(ada), w.cause(bob), w.cause(odd))
	}
	w.wantEvents(map[string]int{"identity.suspended": 2, "identity.resumed": 1})
}

// Of many replicas one does the work, each identity has one event, and the others do not ask Kratos.
func TestReplicas(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(250, lifecycle.StateActive)
	for _, id := range ids[:10] {
		delete(w.kratos.states, id)
	}
	var wait sync.WaitGroup
	for range 20 {
		s := w.service()
		wait.Go(func() {
			if err := s.Run(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	w.wantEvents(map[string]int{"identity.missing": 10})
	for _, id := range ids[:10] {
		if w.kratos.asked[id] != 1 {
			t.Errorf("asked %d times for one identity", w.kratos.asked[id])
		}
	}
	if w.kratos.lists > 4 { // three chunks, and those that are missing
		t.Errorf("%d lists", w.kratos.lists)
	}
}

// A replica that is killed holds the others up for no longer than its claim; then another one does all of it.
func TestKilled(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(40, lifecycle.StateActive)
	delete(w.kratos.states, ids[0])
	if err := w.records.ClaimReconciliation(t.Context(), store.ScopeAll, store.NewID(), w.now, w.now.Add(2*time.Minute), false); err != nil {
		t.Fatal(err)
	}
	s := w.service()
	w.run(s)
	if _, err := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 5}); !errors.Is(err, lifecycle.ErrRunning) {
		t.Errorf("%v", err)
	}
	w.wantEvents(map[string]int{})
	w.now = w.now.Add(2 * time.Minute)
	w.run(s)
	w.wantEvents(map[string]int{"identity.missing": 1})
}

// What was not trusted is said to operators, until it is.
func TestAbortedIsSaid(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(20, lifecycle.StateActive)
	for _, id := range ids {
		delete(w.kratos.states, id)
	}
	s := w.service()
	w.run(s)
	if got := s.Aborted(); got == nil || got.Held != 20 || got.Missing != 20 || w.log.Len() == 0 {
		t.Fatalf("%+v, log %s", got, &w.log)
	}
	for _, id := range ids {
		w.kratos.states[id] = lifecycle.StateActive
	}
	other := w.service()
	if w.run(other); other.Aborted() == nil { // the next one is not due, and this replica knows from the database
		t.Error("the other replica does not say so")
	}
	w.now = w.now.Add(time.Hour)
	if w.run(s); s.Aborted() != nil {
		t.Errorf("%+v", s.Aborted())
	}
}

// A Kratos that fails changes nothing, and is asked again soon. A clock that differs from the database's ends no grace period.
func TestFails(t *testing.T) {
	t.Parallel()
	w := create(t)
	gone := w.people(10, lifecycle.StateActive)[0]
	delete(w.kratos.states, gone)
	w.kratos.failed = func(bool) error { return fault.ErrKratosUnavailable }
	s := w.service()
	if err := s.Run(t.Context()); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Fatal(err)
	}
	w.wantEvents(map[string]int{})
	w.kratos.failed = nil
	w.now = w.now.Add(5 * time.Minute)
	w.run(s)
	w.wantEvents(map[string]int{"identity.missing": 1})

	w.now = w.now.Add(2 * grace)
	jumped := lifecycle.New(lifecycle.Config{Grace: grace, Every: time.Hour, Now: func() time.Time { return w.now }}, w.records, w.kratos, w, nil)
	if _, err := jumped.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 5}); !errors.Is(err, fault.ErrStoreUnavailable) {
		t.Errorf("%v", err)
	}
	if len(w.passkeys(gone)) != 1 {
		t.Error("removed")
	}
}

// With lifecycle.every: 0s, serve compares nothing; the command does.
func TestNever(t *testing.T) {
	t.Parallel()
	w := create(t)
	delete(w.kratos.states, w.people(1, lifecycle.StateActive)[0])
	w.people(30, lifecycle.StateActive)
	s := w.serviceEvery(0)
	w.run(s)
	if w.kratos.lists != 0 {
		t.Errorf("Kratos was asked %d times", w.kratos.lists)
	}
	w.wantEvents(map[string]int{})
	if _, err := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 5}); err != nil {
		t.Error(err)
	}
	w.wantEvents(map[string]int{"identity.missing": 1})
}

// A comparison ends when three identities in a row fail: then it is not about them.
func TestStopsAfterFailures(t *testing.T) {
	t.Parallel()
	w := create(t)
	for _, id := range w.people(10, lifecycle.StateActive) {
		delete(w.kratos.states, id)
	}
	w.people(200, lifecycle.StateActive)
	w.kratos.failed = func(list bool) error {
		if list {
			return nil
		}
		return fault.ErrKratosUnavailable
	}
	report, err := w.service().Reconcile(t.Context(), lifecycle.Options{MaxMissing: 50})
	if !errors.Is(err, fault.ErrKratosUnavailable) || report.Failed != 3 || len(w.kratos.asked) != 3 {
		t.Errorf("%+v, %d identities asked about, %v", report, len(w.kratos.asked), err)
	}
	w.wantEvents(map[string]int{})
}
