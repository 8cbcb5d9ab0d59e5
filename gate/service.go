// Package gate owns the decisions behind Kratos' web_hooks: whether a login, a recovery or a change of settings at Kratos
// may continue. It also owns the passes with which a refused login succeeds after the user has used a passkey.
//
// It does not trust what a hook says about a user, and reads the facts from the database or from Kratos. It leaves the
// ceremony at the gate to webauthnsvc, the rules for a session to standing, and recovery codes to recovery.
package gate

import (
	"context"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.GatePasses
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	Canaries(ctx context.Context) ([]uuid.UUID, error)
	AddCanary(ctx context.Context, identityID uuid.UUID, at time.Time, event store.AuditEvent) error
	SpendChallenge(ctx context.Context, c store.Challenge, event store.AuditEvent) error
	RecordEvent(ctx context.Context, event store.AuditEvent) error
}

// Kratos is the part of Kratos that this package uses. Answers are not cached. If the answer is unclear, the error is
// fault.ErrKratosUnavailable.
type Kratos interface {
	// Identity returns an identity. Errors: fault.ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// SessionByID returns an active session of the identity. known is false if it has ended or belongs to another
	// identity.
	SessionByID(ctx context.Context, identityID, sessionID uuid.UUID) (session account.Session, known bool, err error)
}

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	// LoginGate requires the passkey of users who have one when they sign in at Kratos by other means (PassLogin).
	LoginGate bool
	Now       func() time.Time
}

// Service decides on logins and changes of settings at Kratos. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	seal       *seal.Sealer
	identities Kratos
	standing   *standing.Service
	ceremonies *webauthnsvc.Service
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, sessions *standing.Service, ceremonies *webauthnsvc.Service) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, seal: sealer, identities: kratos, standing: sessions, ceremonies: ceremonies,
	}
}
