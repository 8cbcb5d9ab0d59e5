package metrics

import "github.com/prometheus/client_golang/prometheus"

func newCeremonies() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace,
		Name:      "ceremonies_total",
		Help:      "Requests that begin or finish a ceremony, by how they ended and why.",
	}, []string{"kind", "step", "outcome", "reason"})
}

func newBrowserFailures() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace,
		Name:      "browser_failures_total",
		Help:      "Ceremonies that failed in the browser, as pages reported them, by kind and code.",
	}, []string{"kind", "code"})
}

func newFinishes() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace,
		Name:      "ceremony_finish_duration_seconds",
		Help:      "How long it took to answer a finish, from its headers on: the calls of Kratos and of the database are within it.",
		Buckets:   []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"kind", "outcome"})
}
