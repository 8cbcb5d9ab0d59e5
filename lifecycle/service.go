// Package lifecycle follows the identities at Kratos, which tells nobody when it deletes or deactivates one. It compares those of
// which something is stored with Kratos: what is deleted there loses its passkeys, codes and rows here after a grace period, and
// passkeys are suspended while their identity is inactive.
//
// It owns when that happens, and when a comparison is not trusted. It leaves the calls to kratos, what a removal deletes to store,
// and the end of sessions to standing.
package lifecycle

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.Lifecycle
	store.Clock
}

// Kratos is the part of Kratos that this package uses.
type Kratos interface {
	// States returns the state of each of the identities that exists: StateActive, StateInactive, or another if that is unknown.
	// At most Chunk are asked for at once. Errors: fault.ErrKratosUnavailable.
	States(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	// Active reports whether an identity is active. Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
	Active(ctx context.Context, id uuid.UUID) (bool, error)
}

// The states at Kratos.
const (
	StateActive   = "active"
	StateInactive = "inactive"
)

// Settler ends sessions at Kratos, as far as it answers; the rest ends later.
type Settler interface {
	Settle(ctx context.Context, list []store.SessionEnding) string
}

// Config holds the settings of this package.
type Config struct {
	Grace time.Duration // between the time when an identity is first missing and its removal
	Every time.Duration // how often Run compares all identities; 0: never
	Log   *slog.Logger
	Now   func() time.Time
}

// Service compares identities with Kratos. It is safe for concurrent use.
type Service struct {
	cfg      Config
	store    Store
	kratos   Kratos
	sessions Settler
	audit    *audit.Log
	last     atomic.Pointer[store.Reconciliation] // of all identities, as Run read it
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, kratos Kratos, sessions Settler, log *audit.Log) *Service {
	return &Service{cfg: cfg, store: records, kratos: kratos, sessions: sessions, audit: log}
}
