package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"latchkey/store"
)

var (
	poolLimit = prometheus.NewDesc(prometheus.BuildFQName(namespace, "store_pool", "connections_limit"),
		"The most connections that the pool opens.", []string{"pool"}, nil)
	poolConnections = prometheus.NewDesc(prometheus.BuildFQName(namespace, "store_pool", "connections"),
		"Connections that are open, by state: busy or idle.", []string{"pool", "state"}, nil)
	poolWaits = prometheus.NewDesc(prometheus.BuildFQName(namespace, "store_pool", "waits_total"),
		"Calls that found no idle connection.", []string{"pool"}, nil)
	poolWaited = prometheus.NewDesc(prometheus.BuildFQName(namespace, "store_pool", "wait_seconds_total"),
		"How long those calls waited for one, all together.", []string{"pool"}, nil)
)

// pools reads the state of the connections at a scrape.
type pools struct{ records store.Store }

func (pools) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{poolLimit, poolConnections, poolWaits, poolWaited} {
		to <- desc
	}
}

func (p pools) Collect(to chan<- prometheus.Metric) {
	for _, pool := range p.records.Pools() {
		to <- gauge(poolLimit, float64(pool.Max), pool.Name)
		to <- gauge(poolConnections, float64(pool.Busy), pool.Name, "busy")
		to <- gauge(poolConnections, float64(pool.Idle), pool.Name, "idle")
		to <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(pool.Waits), pool.Name)
		to <- prometheus.MustNewConstMetric(poolWaited, prometheus.CounterValue, pool.Waited.Seconds(), pool.Name)
	}
}

func gauge(desc *prometheus.Desc, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}
