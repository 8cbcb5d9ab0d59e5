// Package audit owns the audit log: it constructs the events that other packages record, seals them into a chain of
// signed heads, verifies, lists, exports, erases and counts them, and limits how many of those are recorded that a client
// can cause at will.
//
// It leaves to its callers what is recorded and when: the store writes an event that belongs to a change in the
// transaction of that change. Its only clock is Config.Now.
package audit

import (
	"context"
	"crypto/ed25519"
	"time"

	"latchkey/recent"
	"latchkey/seal"
	"latchkey/store"
)

// Store is the part of the database that the log needs.
type Store interface {
	store.AuditLog
	store.Stats
	store.Keys
}

// Config holds the settings of the log.
type Config struct {
	Now func() time.Time
	// Suppressed is called with the type of each event that is counted rather than recorded; it may be nil. It must not
	// block.
	Suppressed func(eventType string)
}

// Log is the audit log. It is safe for concurrent use by many replicas.
type Log struct {
	cfg   Config
	store Store
	key   *seal.Key // of the signing key's seed

	refusals refusals
	counters counters
	lately   *recent.Answers[counted, struct{}] // counted within the last hour, by kind and key
}

// New returns a log. It makes no calls.
func New(cfg Config, records Store, sealer *seal.Sealer) *Log {
	return &Log{
		cfg: cfg, store: records, key: sealer.Key(records, chainKeyName, ed25519.SeedSize),
		lately: recent.New[counted, struct{}](time.Hour),
	}
}

// Prepare creates the signing key if it is missing, and reseals it if an old secret had sealed it. Errors:
// fault.ErrStoreUnavailable.
func (l *Log) Prepare(ctx context.Context) error {
	_, err := l.key.Load(ctx)
	return err
}

// chainKeyName is the name of the signing key's seed in the store. It is created once and never changes.
const chainKeyName = "audit_chain"

// signingKey returns the signing key, which the first replica creates.
func (l *Log) signingKey(ctx context.Context) (ed25519.PrivateKey, error) {
	seed, err := l.key.Read(ctx)
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
