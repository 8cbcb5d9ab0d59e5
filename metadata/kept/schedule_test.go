package kept_test

import (
	"testing"
	"time"

	"latchkey/metadata/kept"
	"latchkey/store"
)

// within checks that a wait is the one that is wanted, or up to a tenth longer.
func within(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if got < want || got > want+want/10 {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// A list is asked for three times a day, on the day of the next one, and more often when that is late.
func TestAfterSuccess(t *testing.T) {
	next := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for now, want := range map[time.Time]time.Duration{
		next.Add(-20 * day):        8 * time.Hour,
		next.Add(-3 * time.Hour):   4 * time.Hour,
		next.Add(30 * time.Minute): 30 * time.Minute,
		next.Add(2 * time.Hour):    8 * time.Hour,
		next.Add(25 * time.Hour):   6 * time.Hour,
	} {
		within(t, now.String(), kept.AfterSuccess(next, now), want)
	}
}

// From a list that is published early to the suspensions is less than a day: the wait, 10 minutes until a list is compared with the
// passkeys, 12 hours by the default of compromised_after, and an hour to act.
func TestWithinADay(t *testing.T) {
	now := time.Now()
	for range 100 {
		if wait := kept.AfterSuccess(now.Add(20*day), now); wait+10*time.Minute+12*time.Hour+time.Hour > day {
			t.Fatalf("a list is asked for after %s", wait)
		}
	}
}

// After each failure the next attempt is later, and not much later while there is no list.
func TestAfterFailure(t *testing.T) {
	now := time.Now()
	waited := func(outcome string, wait time.Duration) store.Reconciliation {
		return store.Reconciliation{Outcome: outcome, EndedAt: &now, DueAt: now.Add(wait)}
	}
	within(t, "the first of all", kept.AfterFailure(store.Reconciliation{}, true), time.Minute)
	within(t, "the first", kept.AfterFailure(waited(store.ReconciliationDone, day), false), time.Minute)
	within(t, "the second", kept.AfterFailure(waited(store.ReconciliationFailed, time.Minute), false), 2*time.Minute)
	within(t, "a late one", kept.AfterFailure(waited(store.ReconciliationFailed, 5*time.Hour), false), 6*time.Hour)
	within(t, "a late one without a list", kept.AfterFailure(waited(store.ReconciliationFailed, 8*time.Minute), true), 10*time.Minute)
	within(t, "of one that was stopped", kept.AfterFailure(waited(store.ReconciliationFailed, 0), true), time.Minute)
	waits := map[time.Duration]bool{}
	for range 20 {
		waits[kept.AfterFailure(store.Reconciliation{}, false)] = true
	}
	if len(waits) < 2 {
		t.Error("all installations call at once")
	}
}
