// Package recovery owns how users regain access, or remove a passkey that is not theirs: recovery codes and enrolment
// codes with their redemption, resets with the worker that carries them out, and the removal of disowned passkeys. It
// also lists and decides requests that wait for a second admin, since resets are among them, and revocations.
//
// It leaves the rules for admins, and requests about one passkey, to admin; those about many to revocation; the login gate and its passes to gate; what
// a redeemed code is worth to standing and assurance; and the registration that follows to webauthnsvc.
package recovery

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/admin"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/gate"
	"latchkey/policy"
	"latchkey/revocation"
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.RecoveryCodes
	store.Resets
	store.Keys
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	PasskeyRemoved(ctx context.Context, identityID, id uuid.UUID) (bool, error)
	DisownPasskey(ctx context.Context, d store.Disowning) (ended []store.SessionEnding, revoked []store.AdminKey, err error)
}

// Kratos is the part of Kratos that this package uses. Answers are not cached. If the answer is unclear, the error is
// fault.ErrKratosUnavailable, never fault.ErrIdentityNotFound.
type Kratos interface {
	// Identity returns an identity. Errors: fault.ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Holdings returns an identity and what it holds at Kratos apart from its first factors. Errors:
	// fault.ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// RemoveFactor removes an identity's factors of a kind, or with a ref only that credential. Errors:
	// fault.ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
	// EndSessions ends all of an identity's sessions. It is not an error if there are none.
	EndSessions(ctx context.Context, id uuid.UUID) error
}

// Unlinker removes the link to Latchkey's provider from an identity at Kratos.
type Unlinker interface {
	Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error)
}

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	// RecoveryCodes enables recovery codes, for users and for support.
	RecoveryCodes bool
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// ResetApprovals is how many admins a reset requires: 1 (also 0) or 2.
	ResetApprovals int
	// Rules have how long a user may continue without a factor after a reset, if the policy requires one.
	Rules *policy.Rules
	// Minter removes the link during a reset; nil if there are no links.
	Minter Unlinker
	Log    *slog.Logger
	Now    func() time.Time
}

// Service issues and redeems codes, and carries out resets. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	identities Kratos
	standing   *standing.Service
	endings    *standing.Endings
	gate       *gate.Service
	ceremonies *webauthnsvc.Service
	admin      *admin.Service
	keys       *admin.Keys

	revocations *revocation.Service

	recoveryKey *seal.Key
}

// recoveryKeyName is the name of the key with which codes are hashed. Without the key, codes cannot be found from a
// stolen database.
const recoveryKeyName = "recovery_codes"

// New returns a service. It makes no calls.
func New(
	cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos,
	sessions *standing.Service, endings *standing.Endings, logins *gate.Service, ceremonies *webauthnsvc.Service, staff *admin.Service, keys *admin.Keys,
	revocations *revocation.Service,
) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, standing: sessions, endings: endings, gate: logins,
		ceremonies: ceremonies, admin: staff, keys: keys, revocations: revocations, recoveryKey: sealer.Key(records, recoveryKeyName, sha256.Size),
	}
}

// Prepare creates the key for hashing codes if it does not exist. Errors: fault.ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	_, err := s.recoveryKey.Load(ctx)
	return err
}
