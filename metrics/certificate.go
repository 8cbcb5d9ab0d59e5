package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Like cert-manager's metric, it is a point in time, so that a scrape that is late tells no other value.
var certificateEnd = describe("listener", "certificate_expiration_timestamp_seconds",
	"When the certificate that the listener serves expires, or one above it in its file if that is earlier, in Unix time.", "listener")

// certificates are read at each scrape, by the names of their listeners.
type certificates[C interface{ Ends() time.Time }] map[string]C

func (certificates[C]) Describe(to chan<- *prometheus.Desc) { to <- certificateEnd }

func (c certificates[C]) Collect(to chan<- prometheus.Metric) {
	for listener, certificate := range c {
		to <- gauge(certificateEnd, float64(certificate.Ends().Unix()), listener)
	}
}

// ShowCertificates exposes when those of the listeners with TLS expire. A listener without has no series.
func ShowCertificates[C interface{ Ends() time.Time }](m *Metrics, byListener map[string]C) {
	m.registry.MustRegister(certificates[C](byListener))
}
