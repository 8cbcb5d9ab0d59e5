// Package metrics exposes Latchkey's metrics in the text format of Prometheus. It owns their names, labels and help
// texts, and is the only package that imports the Prometheus library. It leaves to its callers what to measure: a
// Metrics is the Meter of api and of kratos, and Watch wraps a store.
//
// Counting allocates nothing (Ceremony, KratosCall, Suppressed). What is in the database is read at a scrape, at most
// once in a few seconds (backlog.go).
//
// It also records its calls and ceremonies as spans of the request, if that is traced (package span).
//
// Every label is from a closed set, or a name that the operator chose. No label contains an identity, an address or
// text from a client.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"latchkey/span"
	"latchkey/store"
)

// Options describe the service as a whole.
type Options struct {
	Version string
	// Ceremonies are the pairs of kind and step that are exposed from the start, so that the first failure appears as
	// an increase.
	Ceremonies [][2]string
	Log        *slog.Logger
	Now        func() time.Time
	// Adopts exposes what is known of the reading of user handles at Kratos.
	Adopts bool
	// Exemplars exposes, with each bucket of a histogram, a trace that is in it, to scrapers that accept OpenMetrics.
	Exemplars bool
}

// Metrics holds all counters and histograms. It is safe for concurrent use.
type Metrics struct {
	options    Options
	registry   *prometheus.Registry
	ceremonies *prometheus.CounterVec
	finishes   *prometheus.HistogramVec
	kratos     *prometheus.HistogramVec
	store      *prometheus.HistogramVec
	suppressed *prometheus.CounterVec
	failures   *prometheus.CounterVec
}

// New returns a Metrics with all counters at zero.
func New(options Options) *Metrics {
	m := &Metrics{
		options:    options,
		registry:   prometheus.NewRegistry(),
		ceremonies: newCeremonies(),
		finishes:   newFinishes(),
		kratos:     newKratosCalls(),
		store:      newStoreCalls(),
		suppressed: newSuppressed(),
		failures:   newBrowserFailures(),
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(options.Version),
		m.ceremonies, m.finishes, m.kratos, m.store, m.suppressed, m.failures,
	)
	for _, c := range options.Ceremonies {
		m.ceremonies.WithLabelValues(c[0], c[1], "succeeded", "none")
	}
	return m
}

func buildInfo(version string) prometheus.Collector {
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace:   namespace,
		Name:        "build_info",
		Help:        "Always 1; the labels say which release runs.",
		ConstLabels: prometheus.Labels{"version": version, "goversion": runtime.Version()},
	})
	info.Set(1)
	return info
}

// Watch returns a store that measures each of its calls, and exposes its connections.
func (m *Metrics) Watch(records store.Store) store.Store {
	m.registry.MustRegister(pools{records})
	return watched{Store: records, calls: m.store}
}

// ShowBacklogs exposes what is pending in the store; sinks are the names of those that follow its audit log.
func (m *Metrics) ShowBacklogs(records store.Store, sinks []string) {
	m.registry.MustRegister(&backlog{records: records, sinks: sinks, adopts: m.options.Adopts, now: m.options.Now, log: m.options.Log})
}

// Handler serves a scrape. Metrics that are unavailable are omitted and logged; the client does not see the error.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog:      slog.NewLogLogger(m.options.Log.Handler(), slog.LevelError),
		ErrorHandling: promhttp.ContinueOnError,
		// Without traces, every scraper gets the one format, in which a bucket is le="1", and not le="1.0".
		EnableOpenMetrics: m.options.Exemplars,
	})
}

// Suppressed implements audit.Config.Suppressed. The types are a closed set.
func (m *Metrics) Suppressed(eventType string) { m.suppressed.WithLabelValues(eventType).Inc() }

// Ceremony implements api.Meter.
func (m *Metrics) Ceremony(ctx context.Context, kind, step, outcome, reason string, took time.Duration) {
	m.ceremonies.WithLabelValues(kind, step, outcome, reason).Inc()
	if step == "finish" {
		observe(ctx, m.finishes.WithLabelValues(kind, outcome), took)
	}
	span.Ceremony(ctx, kind, step, outcome, reason)
}

// BrowserFailure implements api.Meter. Kinds and codes are closed sets.
func (m *Metrics) BrowserFailure(kind, code string) { m.failures.WithLabelValues(kind, code).Inc() }

// KratosCall implements kratos.Meter.
func (m *Metrics) KratosCall(ctx context.Context, operation, outcome string, took time.Duration) {
	observe(ctx, m.kratos.WithLabelValues(operation, outcome), took)
}
