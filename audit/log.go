// Package audit owns the audit log: it makes the events that the other packages record, seals them into a chain of signed
// heads, verifies, lists, exports, erases and counts them, and keeps a flood of refusals from filling it.
//
// It leaves to its callers what is recorded and when: an event that belongs to a change is written by the store in the
// transaction of that change. It has no clock but Config.Now.
package audit

import (
	"context"
	"crypto/ed25519"
	"time"

	"latchkey/seal"
	"latchkey/store"
)

// Store is what the log needs of the database.
type Store interface {
	store.AuditLog
	store.Stats
	store.Keys
}

// Config holds the settings of the log.
type Config struct {
	Now func() time.Time
	// Suppressed is told the type of each refusal that is counted rather than recorded; nil: no one. It must not block.
	Suppressed func(eventType string)
}

// Log is the audit log. It is safe for concurrent use by many replicas.
type Log struct {
	cfg   Config
	store Store
	key   *seal.Key // of the signing key's seed

	refusals refusals
	counters counters
}

// New builds the log. It makes no call.
func New(cfg Config, records Store, sealer *seal.Sealer) *Log {
	return &Log{cfg: cfg, store: records, key: sealer.Key(records, chainKeyName, ed25519.SeedSize)}
}

// Prepare makes the signing key where it is missing, and seals one that an old secret had sealed anew. ErrStoreUnavailable.
func (l *Log) Prepare(ctx context.Context) error {
	_, err := l.key.Load(ctx)
	return err
}
