package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"latchkey/store"
)

var (
	poolLimit = describe("store_pool", "connections_limit",
		"The maximum number of connections in the pool.", "pool")
	poolConnections = describe("store_pool", "connections",
		"Connections that are open, by state: busy or idle.", "pool", "state")
	poolWaits = describe("store_pool", "waits_total",
		"Calls that found no idle connection.", "pool")
	poolWaited = describe("store_pool", "wait_seconds_total",
		"Total time that those calls waited for one.", "pool")
)

// pools collects the state of the connection pools at each scrape.
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
