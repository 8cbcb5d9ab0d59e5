// Package revocation owns the revocation of all passkeys that match a filter: the request, which fixes the passkeys, its
// approval by a second admin, and the worker that carries it out.
//
// It leaves to admin who may act on whom, and what the revocation of one passkey ends; to audit the events; and to
// recovery the list of everything that waits for approval.
package revocation

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/audit"
	"latchkey/store"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.Revocations
	Passkey(ctx context.Context, id uuid.UUID) (store.Passkey, error)
	ListPasskeys(ctx context.Context, filter store.PasskeyFilter, page store.Page) ([]store.Passkey, error)
}

// Config holds the settings of this package.
type Config struct {
	// Approvals is how many admins a revocation requires: 1 (also 0) or 2 (admin.reset_approvals).
	Approvals int
	// Authenticator returns the name of an authenticator, or "" if it is unknown. It may be nil.
	Authenticator func(aaguid uuid.UUID) string
	Log           *slog.Logger
	Now           func() time.Time
}

// Service revokes the passkeys that match a filter. It is safe for concurrent use.
type Service struct {
	cfg     Config
	store   Store
	audit   *audit.Log
	admin   *admin.Service
	revoker *admin.Revoker
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, log *audit.Log, staff *admin.Service) *Service {
	return &Service{cfg: cfg, store: records, audit: log, admin: staff, revoker: admin.NewRevoker(staff)}
}
