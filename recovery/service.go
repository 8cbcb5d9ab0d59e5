// Package recovery owns the ways back for people who lost a passkey, or found one that is not theirs: recovery codes and
// enrolment codes with their redemption, resets with the worker that carries them out, and the removal of a passkey that its
// owner disowns. Requests that wait for a second admin are listed and decided here, since resets are among them.
//
// It leaves to its neighbours what staff may do to whom, and requests for passkeys (admin), the login gate, whose passes codes
// can buy (gate), what a redeemed code is worth in a session (standing, assurance), and the registration that follows
// (webauthnsvc).
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
	"latchkey/seal"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is what recovery needs of the database.
type Store interface {
	store.RecoveryCodes
	store.Resets
	store.Keys
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	DisownPasskey(ctx context.Context, d store.Disowning) (ended []store.SessionEnding, err error)
	FinishApproval(ctx context.Context, id uuid.UUID, at time.Time) error
}

// Kratos answers uncached, each call within the request's budget. An answer that is not clear is ErrKratosUnavailable and
// never "no such identity".
type Kratos interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Holdings is Identity and all that it holds at Kratos beside its first factors. ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// RemoveFactor removes what an identity holds of a kind, or with a ref that one credential. ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
	// EndSessions ends all of an identity's sessions; none is no error.
	EndSessions(ctx context.Context, id uuid.UUID) error
}

// Unlinker takes the link to our provider from an identity at Kratos.
type Unlinker interface {
	Unlink(ctx context.Context, id uuid.UUID) (account.Removal, error)
}

// Config holds the settings that recovery needs.
type Config struct {
	Policy assurance.Policy
	// RecoveryCodes lets people have recovery codes, and support issue them.
	RecoveryCodes bool
	// KeepLastPasskey refuses the removal of an identity's last usable passkey.
	KeepLastPasskey bool
	// ResetApprovals is how many admins a reset takes: 1 (as does 0), or 2.
	ResetApprovals int
	// Grace is how long a person may go on without a factor after a reset, where the policy requires one.
	Grace time.Duration
	// Minter is the link that a reset removes; nil: there is none.
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

	recoveryKey *seal.Key
}

// New builds the service. It makes no call.
func New(
	cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos,
	stands *standing.Service, endings *standing.Endings, logins *gate.Service, ceremonies *webauthnsvc.Service, staff *admin.Service,
) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, standing: stands, endings: endings, gate: logins,
		ceremonies: ceremonies, admin: staff, recoveryKey: sealer.Key(records, recoveryKeyName, sha256.Size),
	}
}

// Prepare makes the key that codes are hashed with where it is missing. ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	_, err := s.recoveryKey.Load(ctx)
	return err
}
