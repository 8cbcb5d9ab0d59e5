package api_test

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const slot = 25 * time.Millisecond

// Responses for an identifier are sent on a grid, whatever they are; all others at once.
func TestAnswersToIdentifiersLeaveOnAGrid(t *testing.T) {
	h := newHarness(t)
	ada := h.person("ada@example.com")
	ada.register(device()).want(201)
	took := func(body object, status int) time.Duration {
		t.Helper()
		start := time.Now()
		h.app().post("/v1/login/begin", body).want(status)
		return time.Since(start)
	}
	for _, identifier := range []string{ada.email, "nobody@example.com"} {
		if got := took(object{"identifier": identifier}, 200); got < slot {
			t.Errorf("%s: after %s", identifier, got)
		}
	}
	h.kratos.goDown(true)
	if got := took(object{"identifier": ada.email}, 503); got < slot {
		t.Errorf("a refusal: after %s", got)
	}
	h.kratos.goDown(false)
	// Work that overruns a slot is sent with the next.
	h.kratos.slow = slot + 5*time.Millisecond
	for _, identifier := range []string{ada.email, "nobody@example.com"} {
		if got := took(object{"identifier": identifier}, 200); got < 2*slot {
			t.Errorf("%s, slowly: after %s", identifier, got)
		}
	}
	h.kratos.slow = 0
	fastest := time.Hour
	for range 5 {
		fastest = min(fastest, took(object{}, 200))
	}
	if fastest >= slot {
		t.Errorf("without an identifier: after %s", fastest)
	}

	// There is no waiting for a client that disconnected.
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	fastest = time.Hour
	for range 5 {
		request := httptest.NewRequestWithContext(ctx, "POST", "/v1/login/begin", strings.NewReader(`{"identifier":"nobody@example.com"}`))
		request.Header.Set("Content-Type", "application/json")
		start := time.Now()
		h.public.ServeHTTP(httptest.NewRecorder(), request)
		fastest = min(fastest, time.Since(start))
	}
	if fastest >= slot {
		t.Errorf("for an unknown identifier: after %s", fastest)
	}
}

// Login by identifier has its own limit, below that of logins.
func TestIdentifiersAreLimitedPerClient(t *testing.T) {
	h := newHarness(t, func(h *harness) {
		h.config.LoginPerMinute, h.config.LoginBurst, h.config.IdentifierPerMinute = 60, 60, 4
	})
	app := h.app()
	for i := range 4 {
		app.post("/v1/login/begin", object{"identifier": fmt.Sprintf("nobody%d@example.com", i)}).want(200)
	}
	limited := app.post("/v1/login/begin", object{"identifier": "ada@example.com"}).wantCode(429, "rate_limited")
	if wait := limited.header.Get("Retry-After"); wait != "15" {
		t.Errorf("Retry-After: %s", wait)
	}
	app.post("/v1/login/begin", object{}).want(200)
	app.post("/v1/login/begin", object{"identifier": "  "}).want(200) // is empty
	h.clock.advance(15 * time.Second)
	app.post("/v1/login/begin", object{"identifier": "ada@example.com"}).want(200)
}

// BenchmarkIdentifierTimes compares how long known and unknown identifiers take, as a client sees it. It prints Welch's
// t over 1,000 requests of each; beyond 4.5, as in tests of constant time, they can be told apart. Kratos takes longer
// for users it knows, as a real one does (2.1 ms against 1.5 ms in all). Run it with -benchtime 1x.
func BenchmarkIdentifierTimes(b *testing.B) {
	const each = 1000
	h := newHarness(b, quiet)
	h.kratos.slow, h.kratos.slowKnown = time.Millisecond, 600*time.Microsecond
	for i := range each {
		p := h.person(fmt.Sprintf("known%d@example.com", i))
		p.unchecked = true
		p.register(device()).want(201)
	}
	server := httptest.NewServer(h.public)
	defer server.Close()
	ask := func(identifier string) float64 {
		start := time.Now()
		response, err := http.Post(server.URL+"/v1/login/begin", "application/json", strings.NewReader(`{"identifier":"`+identifier+`"}`))
		if err != nil {
			b.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			b.Fatal(response.Status)
		}
		return float64(time.Since(start).Microseconds())
	}
	for b.Loop() {
		var known, unknown []float64
		for i := range each { // alternately, so that the state of the machine affects both
			known = append(known, ask(fmt.Sprintf("known%d@example.com", i)))
			unknown = append(unknown, ask(fmt.Sprintf("nobody%d@example.com", i)))
		}
		meanKnown, varianceKnown := moments(known)
		meanUnknown, varianceUnknown := moments(unknown)
		welch := (meanKnown - meanUnknown) / math.Sqrt(varianceKnown/each+varianceUnknown/each)
		b.ReportMetric(welch, "welch-t")
		b.ReportMetric(meanKnown, "known-µs")
		b.ReportMetric(meanUnknown, "unknown-µs")
	}
}

func moments(list []float64) (mean, variance float64) {
	for _, x := range list {
		mean += x / float64(len(list))
	}
	for _, x := range list {
		variance += (x - mean) * (x - mean) / float64(len(list)-1)
	}
	return mean, variance
}
