package config

import "time"

// Audit holds the retention and sealing of the audit log.
type Audit struct {
	// How long events are kept: 400 days by default, to cover a full year; `0s`: forever. Events are removed in whole
	// sealed batches, so some stay a little longer. The proof that retention removed them is kept; see docs/audit.md.
	Retention time.Duration `koanf:"retention" min:"0s"`
	// How often new events are sealed, so that changes can be detected. Until then, anyone with write access to the
	// database can change an event undetected.
	SealEvery time.Duration `koanf:"seal_every" min:"1s" max:"24h"`
}
