package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Points in time, so that a scrape that is late tells no other value.
var (
	metadataNumber = describe("metadata", "number",
		"The number of the list of FIDO's metadata that this replica uses; 0 if there is none, and profiles refuse new passkeys.")
	metadataNextUpdate = describe("metadata", "next_update_timestamp_seconds",
		"When the publisher promised the list after that one, in Unix time; missing if there is none.")
	metadataConfirmed = describe("metadata", "confirmed_timestamp_seconds",
		"When webauthn.metadata.url last said that the list is its current one, in Unix time; missing before the first time.")
	metadataFailed = describe("metadata", "fetch_failed",
		"1 if the last attempt to fetch the list from webauthn.metadata.url failed; else 0.")
)

// Metadata is what is known of FIDO's metadata. Zero values are unknown.
type Metadata struct {
	Number                  int
	NextUpdate, ConfirmedAt time.Time
	Fetches, Failed         bool
}

// currentMetadata reads it at each scrape.
type currentMetadata func() Metadata

func (currentMetadata) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{metadataNumber, metadataNextUpdate, metadataConfirmed, metadataFailed} {
		to <- desc
	}
}

func (current currentMetadata) Collect(to chan<- prometheus.Metric) {
	m := current()
	to <- gauge(metadataNumber, float64(m.Number))
	if !m.NextUpdate.IsZero() {
		to <- gauge(metadataNextUpdate, float64(m.NextUpdate.Unix()))
	}
	if !m.Fetches {
		return
	}
	to <- gauge(metadataFailed, oneIf(m.Failed))
	if !m.ConfirmedAt.IsZero() {
		to <- gauge(metadataConfirmed, float64(m.ConfirmedAt.Unix()))
	}
}

// ShowMetadata exposes how old FIDO's metadata is.
func (m *Metrics) ShowMetadata(current func() Metadata) {
	m.registry.MustRegister(currentMetadata(current))
}
