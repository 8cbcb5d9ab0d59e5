package metrics

import "github.com/prometheus/client_golang/prometheus"

func newSuppressed() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace,
		Subsystem: "audit",
		Name:      "suppressed_total",
		Help:      "Refusals and changes of factors that were counted in the audit log rather than recorded one by one, by the type of their event.",
	}, []string{"type"})
}
