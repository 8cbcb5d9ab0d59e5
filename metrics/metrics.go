// Package metrics shows how Latchkey does, in the text format of Prometheus. It owns the names, the labels and their
// help, and alone knows the Prometheus library. What is worth telling is decided by those who tell: a Metrics is the
// Meter of api and of kratos, and Watch puts it in front of a store.
//
// What is counted as it happens costs no allocation (ceremony.go, call.go). What stands in the database is asked for
// when somebody looks, at most once in a few seconds (backlog.go).
//
// Every label is one of a closed set, or names something of the operator's. No identity, address or text of a client is
// ever among them.
package metrics

import (
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"latchkey/store"
)

const namespace = "latchkey"

// Options are what is told of the service as a whole.
type Options struct {
	Version string
	// Ceremonies are the pairs of kind and step that are shown from the start, so that the first failure is seen as an
	// increase.
	Ceremonies [][2]string
	Log        *slog.Logger
	Now        func() time.Time
}

// Metrics counts and measures. It is safe for concurrent use.
type Metrics struct {
	options    Options
	registry   *prometheus.Registry
	ceremonies *prometheus.CounterVec
	finishes   *prometheus.HistogramVec
	kratos     *prometheus.HistogramVec
	store      *prometheus.HistogramVec
	suppressed *prometheus.CounterVec
}

// New makes one that has counted nothing.
func New(options Options) *Metrics {
	m := &Metrics{
		options:    options,
		registry:   prometheus.NewRegistry(),
		ceremonies: newCeremonies(),
		finishes:   newFinishes(),
		kratos:     newKratosCalls(),
		store:      newStoreCalls(),
		suppressed: newSuppressed(),
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(options.Version),
		m.ceremonies, m.finishes, m.kratos, m.store, m.suppressed,
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

// Watch gives a store that measures each of its calls, and shows its connections from now on.
func (m *Metrics) Watch(records store.Store) store.Store {
	m.registry.MustRegister(pools{records})
	return watched{Store: records, calls: m.store}
}

// ShowBacklogs has shown, from now on, what waits in the store; sinks are the names of those that follow its audit log.
func (m *Metrics) ShowBacklogs(records store.Store, sinks []string) {
	m.registry.MustRegister(&backlog{records: records, sinks: sinks, now: m.options.Now, log: m.options.Log})
}

// Handler answers a scrape. What cannot be had is left out, and said in the log, not to whoever asks.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog:      slog.NewLogLogger(m.options.Log.Handler(), slog.LevelError),
		ErrorHandling: promhttp.ContinueOnError,
	})
}
