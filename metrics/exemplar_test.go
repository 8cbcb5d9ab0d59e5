package metrics_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/metrics"
	"latchkey/span"
	"latchkey/tracing"
	"latchkey/tracing/tracingtest"
)

// A histogram names a trace that the collector has, to scrapers that accept OpenMetrics.
func TestExemplars(t *testing.T) {
	traced, err := tracing.New(tracing.Config{Endpoint: tracingtest.New(t).URL, OneIn: 1, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer traced.Close()
	for _, on := range []bool{true, false} {
		m := metrics.New(metrics.Options{Exemplars: on, Log: slog.New(slog.DiscardHandler), Now: time.Now})
		watched, id := m.Watch(quiet{}), ""
		traced.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = watched.Now(r.Context())
			m.KratosCall(r.Context(), "session", "answered", time.Millisecond)
			m.Ceremony(r.Context(), "login", "finish", "succeeded", "none", time.Millisecond)
			id = span.TraceID(r.Context())
		})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v1/session", nil))
		recorder := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.Header.Set("Accept", "application/openmetrics-text; version=1.0.0")
		m.Handler().ServeHTTP(recorder, r)
		want := 0
		if on {
			want = 3
		}
		if got := strings.Count(recorder.Body.String(), `# {trace_id="`+id+`"}`); got != want {
			t.Errorf("on %t: %d exemplars, want %d:\n%s", on, got, want, recorder.Body)
		}
	}
}
