// Package people owns what Latchkey tells about a person: to staff who look a person up, to the person (their activity, and
// the export of all that is held of them), and in numbers (how passkeys are adopted). It only reads; the export alone records
// that it was made.
//
// What staff do to a person is in admin and recovery, whose views of passkeys, resets and approvals are used here. The erasure
// of a person is in audit, since it redacts the log.
package people

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/recovery"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is what people needs of the database.
type Store interface {
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error)
	Approvals(ctx context.Context, filter store.ApprovalFilter, page store.Page) ([]store.Approval, error)
	AdminKeys(ctx context.Context) ([]store.AdminKey, error)
	AuditEvents(ctx context.Context, filter store.AuditFilter, page store.Page) ([]store.AuditEvent, error)
	RecordEvent(ctx context.Context, event store.AuditEvent) error
	Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error)
	Inventory(ctx context.Context) (store.Inventory, error)
	EventCounts(ctx context.Context, since, until time.Time) ([]store.EventCount, error)
}

// Kratos answers uncached; see webauthnsvc.Kratos.
type Kratos interface {
	// Holdings is the identity and all that it holds beside its first factors. ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// FindIdentity by any credential identifier: exact, case-insensitive. ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)
	// Sessions lists an identity's active sessions, newest first; none is an empty list.
	Sessions(ctx context.Context, id uuid.UUID) ([]account.Session, error)
}

// Config holds the settings that people needs.
type Config struct {
	Policy      assurance.Policy
	MaxPasskeys int           // that an identity may hold
	Grace       time.Duration // see standing.Config
	Now         func() time.Time
}

// Service reads. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	seal       *seal.Sealer
	identities Kratos
	standing   *standing.Service
	ceremonies *webauthnsvc.Service
	admin      *admin.Service
	recovery   *recovery.Service

	inventory inventory
}

// New builds the service. It makes no call.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, stands *standing.Service, ceremonies *webauthnsvc.Service, staff *admin.Service, codes *recovery.Service) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, seal: sealer, identities: kratos, standing: stands, ceremonies: ceremonies, admin: staff, recovery: codes,
	}
}
