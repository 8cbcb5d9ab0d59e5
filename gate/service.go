// Package gate owns the answers to Kratos' web_hooks: whether a login, a recovery or a change of settings at Kratos may go on,
// and the passes that let a refused login through once the person has used a passkey.
//
// What a hook says of a person is not believed; what decides is read from the database or asked of Kratos. The gate leaves
// the proof by passkey to webauthnsvc, the rules for a session to standing, and a code in place of the passkey to recovery.
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

// Store is what the gate needs of the database.
type Store interface {
	store.GatePasses
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	SpendChallenge(ctx context.Context, c store.Challenge, event store.AuditEvent) error
	RecordEvent(ctx context.Context, event store.AuditEvent) error
}

// Kratos answers uncached; an answer that is not clear is ErrKratosUnavailable.
type Kratos interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Sessions lists an identity's active sessions, newest first; none is an empty list.
	Sessions(ctx context.Context, id uuid.UUID) ([]account.Session, error)
}

// Config holds the settings that the gate needs.
type Config struct {
	Policy assurance.Policy
	// LoginGate asks people with a usable passkey for it when they sign in at Kratos by other means; see PassLogin.
	LoginGate bool
	Now       func() time.Time
}

// Service decides on logins and changes at Kratos. It is safe for concurrent use.
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

// New builds the service. It makes no call.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, stands *standing.Service, ceremonies *webauthnsvc.Service) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, seal: sealer, identities: kratos, standing: stands, ceremonies: ceremonies,
	}
}
