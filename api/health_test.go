package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/lifecycle"
	"latchkey/probe"
)

// Anyone may check readiness. However many do, each dependency is checked once at a time, and at most once a second.
func TestReadinessDoesNotAmplify(t *testing.T) {
	var asked, atOnce atomic.Int64
	var down atomic.Bool
	probed := func(ctx context.Context) error {
		asked.Add(1)
		if n := atOnce.Add(1); n > 1 {
			t.Errorf("%d at once", n)
		}
		defer atOnce.Add(-1)
		time.Sleep(20 * time.Millisecond)
		if down.Load() {
			return errors.New("down")
		}
		return ctx.Err()
	}
	h := newHarness(t, func(h *harness) {
		h.config.Checks = []probe.Check{{Name: "database", Probe: func(context.Context) error { return nil }}, {Name: "kratos", Probe: probed}}
	})
	flood := func(status int) {
		t.Helper()
		var wait sync.WaitGroup
		for range 200 {
			wait.Go(func() {
				if got := h.app().get("/health/ready"); got.status != status {
					t.Errorf("got %d %s, want %d", got.status, got.body, status)
				}
			})
		}
		wait.Wait()
	}
	flood(http.StatusOK)
	if n := asked.Load(); n != 1 {
		t.Errorf("200 callers: asked %d times", n)
	}
	h.clock.advance(999 * time.Millisecond)
	flood(http.StatusOK)
	if n := asked.Load(); n != 1 {
		t.Errorf("within the second: asked %d times", n)
	}
	down.Store(true)
	h.clock.advance(time.Millisecond)
	flood(http.StatusServiceUnavailable)
	flood(http.StatusServiceUnavailable) // an outage does not let callers through either
	if n := asked.Load(); n != 2 {
		t.Errorf("a second later: asked %d times", n)
	}
	down.Store(false)
	h.clock.advance(time.Second)
	h.app().get("/health/ready").want(http.StatusOK)
}

// Readiness reports how far Kratos' clock is ahead, and does not fail for it.
func TestReadinessReportsTheClock(t *testing.T) {
	var ahead time.Duration
	known := false
	h := newHarness(t, func(h *harness) { h.config.Clock = func() (time.Duration, bool) { return ahead, known } })
	offset := func(want any) {
		t.Helper()
		if got := h.app().get("/health/ready").want(http.StatusOK).object()["kratos_clock_offset_seconds"]; got != want {
			t.Errorf("offset %v, want %v", got, want)
		}
	}
	offset(nil)
	ahead, known = -20456*time.Millisecond, true
	offset(-20.5)
}

// Readiness names paths of traits that no identity schema has, and does not fail for them.
func TestReadinessNamesTraits(t *testing.T) {
	var unmatched []string
	h := newHarness(t, func(h *harness) { h.config.Traits = func() []string { return unmatched } })
	if got, ok := h.app().get("/health/ready").want(http.StatusOK).object()["kratos_traits_unmatched"]; ok {
		t.Errorf("without any: %v", got)
	}
	unmatched = []string{"kratos.traits.login: emails.9"}
	if got := h.app().get("/health/ready").want(http.StatusOK).object()["kratos_traits_unmatched"]; !reflect.DeepEqual(got, []any{"kratos.traits.login: emails.9"}) {
		t.Errorf("unmatched: %v", got)
	}
}

// Readiness tells of a comparison with Kratos that was aborted, and does not fail for it.
func TestReadinessTellsOfAbortedComparison(t *testing.T) {
	var aborted *lifecycle.Aborted
	h := newHarness(t, func(h *harness) { h.config.Aborted = func() *lifecycle.Aborted { return aborted } })
	if got, ok := h.app().get("/health/ready").want(http.StatusOK).object()["reconciliation_aborted"]; ok {
		t.Errorf("without one: %v", got)
	}
	aborted = &lifecycle.Aborted{At: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC), Held: 120, Missing: 7}
	want := object{"at": "2026-11-28T12:00:00Z", "held": 120.0, "missing": 7.0}
	if got := h.app().get("/health/ready").want(http.StatusOK).object()["reconciliation_aborted"]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A caller that disconnects does not cancel the check for others.
func TestReadinessOutlivesItsCaller(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	h := newHarness(t, func(h *harness) {
		h.config.Checks = []probe.Check{{Name: "kratos", Probe: func(ctx context.Context) error {
			close(started)
			<-release
			return ctx.Err()
		}}}
	})
	ctx, hangUp := context.WithCancel(t.Context())
	first := make(chan struct{})
	go func() {
		defer close(first)
		h.public.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/health/ready", nil))
	}()
	<-started
	hangUp()
	<-first
	close(release)
	h.app().get("/health/ready").want(http.StatusOK)
}
