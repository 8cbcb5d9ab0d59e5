// Package people owns what Latchkey reports about users: to admins who look up a user, to users themselves (their
// activity, and the export of their data), and in numbers (adoption of passkeys). It only reads, except that an
// export is an audit event.
//
// It leaves changes to a user's factors to admin and recovery, and uses their views of passkeys, resets and
// approvals. It leaves the erasure of a user to audit, since that redacts the log.
package people

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/assurance"
	"latchkey/attestation"
	"latchkey/audit"
	"latchkey/authenticator"
	"latchkey/policy"
	"latchkey/recovery"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is the part of the store that this package uses.
type Store interface {
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	RecoveryCodesOf(ctx context.Context, identityID uuid.UUID) ([]store.RecoveryCode, error)
	Approvals(ctx context.Context, filter store.ApprovalFilter, page store.Page) ([]store.Approval, error)
	AdminKeys(ctx context.Context) ([]store.AdminKey, error)
	AuditEvents(ctx context.Context, filter store.AuditFilter, page store.Page) ([]store.AuditEvent, error)
	RecordEvent(ctx context.Context, event store.AuditEvent) error
	Holdings(ctx context.Context, identityID uuid.UUID) (store.Holdings, error)
	HeldIDs(ctx context.Context, after uuid.UUID, limit int) ([]uuid.UUID, error)
	Inventory(ctx context.Context) (store.Inventory, error)
	EventCounts(ctx context.Context, since, until time.Time) ([]store.EventCount, error)
	CountedSince(ctx context.Context) (time.Time, error)
	PasskeysCreated(ctx context.Context, since, until time.Time) (created, used int64, err error)
}

// Kratos is the part of Kratos that this package uses. Answers are not cached. If the answer is unclear, the error is
// fault.ErrKratosUnavailable.
type Kratos interface {
	// Holdings returns an identity and what it holds at Kratos apart from its first factors. Errors:
	// fault.ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// FindIdentity returns the identity with this credential identifier, compared exactly but without case. Errors:
	// fault.ErrIdentityNotFound.
	FindIdentity(ctx context.Context, identifier string) (account.Identity, error)
	// Logins returns the login names of those of the identities that Kratos knows.
	Logins(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	// Sessions returns an identity's active sessions, the most recently authenticated first.
	Sessions(ctx context.Context, id uuid.UUID) iter.Seq2[account.Session, error]
}

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	Rules  *policy.Rules
	// LoginGate: see gate.Config.
	LoginGate bool
	// CountIdentities asks Kratos how many identities there are; known is false if it does not say. Nil: it is not asked.
	CountIdentities func(ctx context.Context) (n int64, known bool, err error)
	// Profile returns a profile of authenticators by its name.
	Profile func(name string) authenticator.Profile
	// Authenticator returns the name of a model by its AAGUID, or "".
	Authenticator func(aaguid uuid.UUID) string
	// Attestation knows what the models of passkeys are certified for; may be nil.
	Attestation *attestation.Verifier
	// WalkIdentities calls visit with all identities that Kratos has, page by page, and returns those whose record is too long to read.
	WalkIdentities func(ctx context.Context, visit func([]account.Identity) error) (tooLong []uuid.UUID, err error)
	Now            func() time.Time
}

// Service reports on users. It is safe for concurrent use.
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
	logins    logins
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, sessions *standing.Service, ceremonies *webauthnsvc.Service, staff *admin.Service, codes *recovery.Service) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, seal: sealer, identities: kratos, standing: sessions, ceremonies: ceremonies, admin: staff, recovery: codes,
	}
}
