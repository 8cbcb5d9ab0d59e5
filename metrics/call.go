package metrics

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"latchkey/span"
	"latchkey/store"
)

//go:generate go run ./gen ../store storecalls_gen.go metrics

func newKratosCalls() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace,
		Name:      "kratos_call_duration_seconds",
		Help:      "Calls of Kratos, by operation and how they ended; a mint is a whole login there.",
		Buckets:   []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
	}, []string{"operation", "outcome"})
}

func newStoreCalls() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace,
		Name:      "store_call_duration_seconds",
		Help:      "Calls of the database, by operation and how they ended; waiting for a connection is within it.",
		Buckets:   []float64{.00025, .0005, .001, .0025, .005, .01, .025, .1, .5, 2.5},
	}, []string{"operation", "outcome"})
}

// watched is a store that measures each of its calls (storecalls_gen.go).
type watched struct {
	store.Store
	calls *prometheus.HistogramVec
}

// call is one in progress.
type call struct {
	ctx       context.Context // with its span
	calls     *prometheus.HistogramVec
	operation string
	start     time.Time
	span      span.Span
}

func (w watched) begin(ctx context.Context, operation string) call {
	ctx, s := span.Store(ctx, operation)
	return call{ctx, w.calls, operation, time.Now(), s}
}

// end is deferred by each call.
func (c call) end(err *error) {
	outcome := storeOutcome(c.ctx, *err)
	observe(c.ctx, c.calls.WithLabelValues(c.operation, outcome), time.Since(c.start))
	c.span.End(outcome)
}

// observe adds the request's trace as an exemplar, if it is sampled.
func observe(ctx context.Context, histogram prometheus.Observer, took time.Duration) {
	if id := span.TraceID(ctx); id != "" {
		histogram.(prometheus.ExemplarObserver).ObserveWithExemplar(took.Seconds(), prometheus.Labels{"trace_id": id})
		return
	}
	histogram.Observe(took.Seconds())
}

// storeOutcome classifies a call: not_found and conflict are answers, not failures of the database.
func storeOutcome(ctx context.Context, err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, store.ErrNotFound):
		return "not_found"
	case errors.Is(err, store.ErrConflict):
		return "conflict"
	case errors.Is(ctx.Err(), context.Canceled):
		return "cancelled"
	}
	return "failed"
}
