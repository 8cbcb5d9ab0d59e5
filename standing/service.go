// Package standing owns what a session is worth at this moment: it gathers the facts that package assurance decides on, from
// the database and from Kratos, and records what Kratos holds. It names the ways in which a session becomes fresh, asks people
// about factors that appeared, and ends the Kratos sessions that a passkey created.
//
// It runs no ceremony and issues no code: webauthnsvc and the packages above it ask here whether a session may do what they
// are about to do. The decisions themselves, which are pure functions, are in package assurance.
package standing

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/seal"
	"latchkey/store"
)

// Store is what standing needs of the database.
type Store interface {
	store.Passkeys
	store.PasskeySessions
	store.FirstPasskeys
	store.Factors
	store.Graces
	store.RecoveryCodes
	store.Keys
	RecordEventOnce(ctx context.Context, event store.AuditEvent, since time.Time) (recorded bool, err error)
}

// Kratos answers uncached, each call within the request's budget. An answer that is not clear is ErrKratosUnavailable and
// never "no such identity".
type Kratos interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Holdings is the identity and all that it holds at Kratos beside its first factors. Where it has an address for codes,
	// code tells whether they are a second factor; if that is not clear, they are. ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// RemoveFactor removes what an identity holds of a kind: all of it, or with a ref (see assurance.HeldFactor) that one
	// WebAuthn credential and no other. It reads back whether it is gone. ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
}

// Config holds the settings that standing needs.
type Config struct {
	Policy assurance.Policy
	// Required is one of RequiredNone, RequiredHighestAvailable, RequiredAAL2; see Standing.
	Required string
	// Grace is how long a person who must enrol may go on without.
	Grace time.Duration
	// LoginGate tells whether recovery codes can be redeemed at the login gate, before there is a session.
	LoginGate bool
	// ReturnTo is the page that Kratos sends people back to.
	ReturnTo string
	// RPIDsAt are the relying parties whose passkeys can be asked for at an origin; for "", all of them.
	RPIDsAt func(origin string) []string
	Log     *slog.Logger
	Now     func() time.Time
}

// Service gathers, decides and records. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	identities Kratos
	pages      Pages
	reader     *assurance.Reader
	endings    *Endings

	fingerprintKey *seal.Key
}

// New builds the service. It makes no call.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, pages Pages, endings *Endings) *Service {
	s := &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, pages: pages,
		endings:        endings,
		fingerprintKey: sealer.Key(records, fingerprintKeyName, sha256.Size),
	}
	s.reader = &assurance.Reader{Records: records, Policy: cfg.Policy, Now: cfg.Now, Key: s.fingerprintKey.Load}
	return s
}

// Prepare makes the key that factors are fingerprinted with where it is missing. ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	_, err := s.fingerprintKey.Load(ctx)
	return err
}
