package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

var clockOffset = prometheus.NewDesc(prometheus.BuildFQName(namespace, "kratos", "clock_offset_seconds"),
	"How far Kratos' clock is ahead of this replica's, negative if it is behind, by the Date headers of the admin API; missing while unknown.", nil, nil)

// clock reads the offset at each scrape.
type clock struct {
	offset func() (ahead time.Duration, known bool)
}

func (clock) Describe(to chan<- *prometheus.Desc) { to <- clockOffset }

func (c clock) Collect(to chan<- prometheus.Metric) {
	if ahead, known := c.offset(); known {
		to <- gauge(clockOffset, ahead.Seconds())
	}
}

// ShowClock exposes how far Kratos' clock is ahead of ours.
func (m *Metrics) ShowClock(offset func() (ahead time.Duration, known bool)) {
	m.registry.MustRegister(clock{offset})
}
