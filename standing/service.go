// Package standing owns what a session is worth now: it gathers the facts for the decisions of package assurance,
// from the database and from Kratos, and records what Kratos holds. It returns the ways in which a session can become
// fresh, handles users' answers about factors that appeared, and ends the Kratos sessions that a passkey created.
//
// It leaves the decisions themselves, which are pure functions, to assurance, ceremonies to webauthnsvc, and codes to
// recovery. These ask here whether a session may do what they are about to do.
//
// Files use each other downwards only; to read the package, begin at the bottom:
//
//	answer                                     the user's answers about factors
//	freshness, standing, enrolment, settings,  may the session change something, go on, add a passkey, change settings |
//	  kept, tombstone                            what a reset could not remove | what browsers may forget
//	evidence, endingworker                     facts gathered and decided on | sessions ended at Kratos
//	takeback, record, way, code, endlogin      accounts taken back | factors recorded | ways out of a refusal | usable codes
//	service, proof, ending, factor, assurance  the service | what a recovery proves | endings | forms of the API
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
	"latchkey/policy"
	"latchkey/recent"
	"latchkey/seal"
	"latchkey/store"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.Passkeys
	store.PasskeySessions
	store.IdentityFacts
	store.FirstPasskeys
	store.Factors
	store.Graces
	store.RecoveryCodes
	store.Keys
	ResumeActive(ctx context.Context, id uuid.UUID, event func(passkeys int) store.AuditEvent) error
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

// Pages are the URLs at Kratos to which users are sent.
type Pages interface {
	// RefreshURL is a login for a user who is signed in: to aal2 (a second factor) or not, with refresh even if the
	// session has that level. Kratos then redirects to returnTo.
	RefreshURL(aal2, refresh bool, returnTo string) string
	// VerificationURL is where a user verifies an address.
	VerificationURL(returnTo string) string
}

// Settler ends the sessions of a change that has just been committed. Endings implements it.
type Settler interface {
	// Settle returns SessionsEnded, or SessionsPending if some are still to end.
	Settle(ctx context.Context, list []store.SessionEnding) string
}

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	// Rules are the settings that may differ between users.
	Rules *policy.Rules
	// HeldFor is how long forward-auth may use what Kratos held; 0: it asks again.
	HeldFor time.Duration
	// LoginGate reports whether recovery codes can be redeemed at the login gate, before there is a session.
	LoginGate bool
	// ReturnTo is the page to which Kratos redirects after a login.
	ReturnTo string
	// RPIDsAt returns the RP IDs whose passkeys can be used at an origin; for "", all of them.
	RPIDsAt func(origin string) []string
	// Describe adds to an event what is known about the authenticator of a passkey.
	Describe func(store.AuditEvent, store.Passkey) store.AuditEvent
	Log      *slog.Logger
	Now      func() time.Time
}

// Keys is the part of the admin keys that a Service needs.
type Keys interface {
	// RevokedEvent returns a function that returns the audit event of each key that is revoked.
	RevokedEvent(by audit.Actor, req audit.Request, reason string) func(store.AdminKey) store.AuditEvent
}

// fingerprintKeyName is the name of the key with which factors at Kratos are fingerprinted. It is kept when secrets
// are rotated: with another key, every factor would appear to be new.
const fingerprintKeyName = "factor_fingerprints"

// Service gathers and records facts, and decides on them. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	identities Kratos
	pages      Pages
	reader     *assurance.Reader
	endings    Settler
	keys       Keys

	// held is what Kratos held a moment ago, by identity, for forward-auth, where a proxy asks in every request. The rows of the
	// factors are read each time, so one that is disowned, or whose vouch ends with a passkey, counts no longer at once; one that
	// was removed at Kratos counts for as long as a session that was revoked there. Only a success may rest on it.
	held  *recent.Answers[uuid.UUID, assurance.Seen]
	asked recent.Questions

	fingerprintKey *seal.Key
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, log *audit.Log, sealer *seal.Sealer, kratos Kratos, pages Pages, endings Settler, keys Keys) *Service {
	s := &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, pages: pages,
		endings:        endings,
		keys:           keys,
		held:           recent.New[uuid.UUID, assurance.Seen](cfg.HeldFor),
		asked:          recent.NewQuestions(),
		fingerprintKey: sealer.Key(records, fingerprintKeyName, sha256.Size),
	}
	s.reader = &assurance.Reader{Records: records, Policy: cfg.Policy, Now: cfg.Now, Key: s.fingerprintKey.Load}
	return s
}

// terms returns the settings for a user.
func (s *Service) terms(identity account.Identity) policy.Terms {
	return s.cfg.Rules.For(identity.Subject(), s.cfg.Now())
}

// Prepare creates the key for fingerprints if it does not exist. Errors: fault.ErrStoreUnavailable.
func (s *Service) Prepare(ctx context.Context) error {
	_, err := s.fingerprintKey.Load(ctx)
	return err
}
