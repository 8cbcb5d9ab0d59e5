// Package standing owns what a session is worth now: it gathers the facts for the decisions of package assurance,
// from the database and from Kratos, and records what Kratos holds. It returns the ways in which a session can become
// fresh, handles users' answers about factors that appeared, and ends the Kratos sessions that a passkey created.
//
// It leaves the decisions themselves, which are pure functions, to assurance, ceremonies to webauthnsvc, and codes to
// recovery. These ask here whether a session may do what they are about to do.
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

// Store is the part of the store that this package uses.
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

// Kratos is the part of Kratos that this package uses. Answers are not cached, and each call is within the request's
// budget. If the answer is unclear, the error is fault.ErrKratosUnavailable, never fault.ErrIdentityNotFound.
type Kratos interface {
	// Identity returns an identity. Errors: fault.ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// Holdings returns an identity and what it holds at Kratos apart from its first factors. For an identity with an
	// address for codes, code reports whether they are a second factor; if that is unclear, they are. Errors:
	// fault.ErrIdentityNotFound.
	Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error)
	// RemoveFactor removes an identity's factors of a kind, or with a ref (see assurance.HeldFactor) only that
	// WebAuthn credential. It reads back the result. Errors: fault.ErrIdentityNotFound.
	RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error)
}

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	// Required is RequiredNone, RequiredHighestAvailable or RequiredAAL2.
	Required string
	// Grace is how long a user who must enrol a factor may continue without one.
	Grace time.Duration
	// LoginGate reports whether recovery codes can be redeemed at the login gate, before there is a session.
	LoginGate bool
	// ReturnTo is the page to which Kratos redirects after a login.
	ReturnTo string
	// RPIDsAt returns the RP IDs whose passkeys can be used at an origin; for "", all of them.
	RPIDsAt func(origin string) []string
	Log     *slog.Logger
	Now     func() time.Time
}

// Keys is the part of the admin keys that a Service needs.
type Keys interface {
	// RevokedEvent returns a function that returns the audit event of each key that is revoked.
	RevokedEvent(by audit.Actor, req audit.Request, reason string) func(store.AdminKey) store.AuditEvent
}

// Service gathers and records facts, and decides on them. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	identities Kratos
	pages      Pages
	reader     *assurance.Reader
	endings    *Endings
	keys       Keys

	fingerprintKey *seal.Key
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, pages Pages, endings *Endings, keys Keys) *Service {
	s := &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, pages: pages,
		endings:        endings,
		keys:           keys,
		fingerprintKey: sealer.Key(records, fingerprintKeyName, sha256.Size),
	}
	s.reader = &assurance.Reader{Records: records, Policy: cfg.Policy, Now: cfg.Now, Key: s.fingerprintKey.Load}
	return s
}

// Prepare creates the key for fingerprints if it does not exist. Errors: fault.ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	_, err := s.fingerprintKey.Load(ctx)
	return err
}
