package lifecycle_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/lifecycle"
	"latchkey/store"
)

// An identity that is deleted loses its rows after the grace period; one that comes back in it keeps them.
func TestGrace(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(30, lifecycle.StateActive)
	gone, back := ids[0], ids[1]
	delete(w.kratos.states, gone)
	delete(w.kratos.states, back)
	if report, said := w.reconcile(); report.Compared != 30 || report.Missing != 2 || fmt.Sprint(said) != "[missing missing]" {
		t.Errorf("%+v, %v", report, said)
	}
	w.now = w.now.Add(grace - time.Second)
	w.kratos.states[back] = lifecycle.StateActive
	if _, said := w.reconcile(); fmt.Sprint(said) != "[found_again]" {
		t.Errorf("%v", said)
	}
	if len(w.passkeys(gone)) != 1 {
		t.Error("removed in the grace period")
	}
	w.now = w.now.Add(2 * time.Second)
	delete(w.kratos.states, back) // a new grace period
	if _, said := w.reconcile(); fmt.Sprint(said) != "[missing removed]" {
		t.Errorf("%v", said)
	}
	if len(w.passkeys(gone)) != 0 || len(w.passkeys(back)) != 1 {
		t.Error("not removed, or the wrong one")
	}
	if grave, err := w.records.TombstoneOf(t.Context(), gone[:], nil); err != nil || grave.IdentityID != gone {
		t.Errorf("tombstone %+v, %v", grave, err)
	}
	w.wantEvents(map[string]int{"identity.missing": 3, "identity.found_again": 1, "identity.removed": 1})
	if report, said := w.reconcile(); report.Compared != 29 || len(said) != 0 {
		t.Errorf("%+v, %v", report, said)
	}
}

// What the list lacks is asked for by itself, and only a 404 counts.
func TestConfirmsEachMiss(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(30, lifecycle.StateActive)
	w.kratos.hidden = map[uuid.UUID]bool{ids[0]: true}
	if report, said := w.reconcile(); report.Missing != 1 || len(said) != 0 || w.kratos.asked[ids[0]] != 1 || len(w.kratos.asked) != 1 {
		t.Errorf("%+v, %v, asked for %v", report, said, w.kratos.asked)
	}
	w.kratos.failed = func(list bool) error {
		if list {
			return nil
		}
		return fault.ErrKratosUnavailable
	}
	report, err := w.service().Reconcile(t.Context(), lifecycle.Options{MaxMissing: 5})
	if !errors.Is(err, fault.ErrKratosUnavailable) || report.Failed != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	w.wantEvents(map[string]int{})
}

// A Kratos that lacks too many changes nothing: neither the grace period of these nor the removal of others.
func TestAborts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ held, missing, percent int }{
		"another Kratos":           {8, 8, 5},
		"another Kratos, for few":  {2, 2, 5},
		"above the limit":          {120, 7, 5},
		"above a limit of its own": {120, 25, 20},
	} {
		t.Run(name, func(t *testing.T) {
			w := create(t)
			removable := w.people(1, lifecycle.StateActive)[0]
			old := store.AuditEvent{ID: store.NewID(), At: w.now.Add(-2 * grace), Type: "x", IdentityID: removable, ActorKind: store.ActorSystem}
			if err := errors.Join(w.records.MissIdentity(t.Context(), removable, old), w.records.AcceptMissing(t.Context())); err != nil {
				t.Fatal(err)
			}
			ids := append(w.people(c.held, lifecycle.StateActive), removable)
			inactive := ids[c.missing]
			w.kratos.states[inactive] = lifecycle.StateInactive
			for _, id := range append(ids[:c.missing:c.missing], removable) {
				delete(w.kratos.states, id)
			}
			_, err := w.service().Reconcile(t.Context(), lifecycle.Options{MaxMissing: c.percent})
			if aborted := (*lifecycle.TooManyMissing)(nil); !errors.As(err, &aborted) || aborted.Missing != c.missing || aborted.Held != c.held {
				t.Fatalf("%v", err)
			}
			w.wantEvents(map[string]int{})
			if len(w.passkeys(removable)) != 1 || len(w.kratos.asked) != 0 {
				t.Errorf("it was removed, or asked for: %v", w.kratos.asked)
			}
			report, err := w.service().Reconcile(t.Context(), lifecycle.Options{MaxMissing: 100})
			if err != nil || report.Newly != c.missing || report.Removed != 1 {
				t.Errorf("on purpose: %+v, %v", report, err)
			}
		})
	}
}

// Few may always be missing.
func TestAllows(t *testing.T) {
	t.Parallel()
	many := create(t)
	for _, id := range many.people(120, lifecycle.StateActive)[:6] { // exactly 5 %
		delete(many.kratos.states, id)
	}
	if report, err := many.service().Reconcile(t.Context(), lifecycle.Options{MaxMissing: 5}); err != nil || report.Newly != 6 {
		t.Errorf("6 of 120: %+v, %v", report, err)
	}
}

// A Kratos that loses a few in each comparison is not trusted when they are many, and then removes none. What an operator accepts, or
// was removed after the grace period, does not count.
func TestLosesAFewAgainAndAgain(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(40, lifecycle.StateActive)
	lose := func(n int) {
		for _, id := range ids[:n] {
			delete(w.kratos.states, id)
		}
		ids = ids[n:]
	}
	first := ids[:3]
	lose(3)
	w.reconcile()
	w.now = w.now.Add(grace - time.Hour)
	lose(3)
	s := w.service()
	w.run(s)
	if got := s.Aborted(); got == nil || got.Missing != 6 || w.log.Len() == 0 {
		t.Errorf("6 of 40 in a grace period: %+v, log %s", got, &w.log)
	}
	w.now = w.now.Add(2 * time.Hour)
	if w.run(s); s.Aborted() == nil || len(w.passkeys(first[0])) != 1 {
		t.Errorf("aborted: %+v", s.Aborted())
	}
	dry, err := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 15, DryRun: true})
	run, err2 := s.Reconcile(t.Context(), lifecycle.Options{MaxMissing: 15})
	if errors.Join(err, err2) != nil || dry != run || run.Newly != 3 || run.Removed != 3 {
		t.Errorf("dry run %+v, run %+v, %v %v", dry, run, err, err2)
	}
	lose(5)
	if report, _ := w.reconcile(); report.Newly != 5 || report.Missing != 8 {
		t.Errorf("beside those that were accepted: %+v", report)
	}
	w.now = w.now.Add(grace)
	if report, _ := w.reconcile(); report.Removed != 8 {
		t.Errorf("after the grace period: %+v", report)
	}
	lose(5)
	if report, _ := w.reconcile(); report.Newly != 5 {
		t.Errorf("beside those that were removed: %+v", report)
	}
}

// A dry run says what a run changes, and changes nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	w := create(t)
	ids := w.people(30, lifecycle.StateActive)
	delete(w.kratos.states, ids[0])
	w.kratos.states[ids[1]] = lifecycle.StateInactive
	var said []string
	report, err := w.service().Reconcile(t.Context(), lifecycle.Options{DryRun: true, MaxMissing: 5, Changed: func(c lifecycle.Change) error {
		said = append(said, c.Change)
		return nil
	}})
	slices.Sort(said)
	if err != nil || fmt.Sprint(said) != "[missing suspended]" {
		t.Errorf("%v, %v", said, err)
	}
	w.wantEvents(map[string]int{})
	if real, told := w.reconcile(); real != report || !slices.Equal(told, said) {
		t.Errorf("%+v and %v, the dry run said %+v and %v", real, told, report, said)
	}
}
