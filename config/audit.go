package config

import (
	"time"
)

// Audit says how the audit log is kept.
type Audit struct {
	// How long events are kept: 400 days, so that a year can be looked back on; `0s`: for ever. They go in whole sealed
	// batches, so some stay a little longer. What proves that nobody else removed them stays; see docs/audit.md.
	Retention time.Duration `koanf:"retention" min:"0s"`
	// How often new events are sealed, so that a change of them shows. Until then an event can be changed unseen by
	// whoever owns the database.
	SealEvery time.Duration `koanf:"seal_every" min:"1s" max:"24h"`
}

// Log says what is logged.
type Log struct {
	// The least level that is logged.
	Level string `koanf:"level" enum:"debug,info,warn,error"`
	// `json` for machines, `text` for a terminal.
	Format string `koanf:"format" enum:"json,text"`
}
