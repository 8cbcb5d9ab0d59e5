// Package admin owns who acts for the operator and what they may do: roles, scopes and admin keys, the rules for who
// may act on whom, changes by admins to a user's passkeys, and requests that a second admin must approve. It also
// lists the deliveries of notifications.
//
// It leaves codes and resets, which admins start, to recovery, and what admins see of a user to people. Whether an
// admin's session is strong enough is decided by standing and assurance.
package admin

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/audit"
	"latchkey/standing"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// Store is the part of the store that this package uses.
type Store interface {
	store.Passkeys
	store.Approvals
	store.AdminKeys
	Deliveries(ctx context.Context, filter store.DeliveryFilter, page store.Page) ([]store.Delivery, error)
	RetryDelivery(ctx context.Context, id uuid.UUID, now time.Time, event store.AuditEvent) (store.Delivery, error)
	EndSessions(ctx context.Context, ending store.SessionEnding, event store.AuditEvent) ([]store.SessionEnding, error)
	RecordEventOnce(ctx context.Context, event store.AuditEvent, since time.Time) (recorded bool, err error)
}

// Kratos is the part of Kratos that this package uses. Answers are not cached. If the answer is unclear, the error is
// fault.ErrKratosUnavailable.
type Kratos interface {
	// Identity returns an identity. Errors: fault.ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// EndSession ends one session. It is not an error if it no longer exists.
	EndSession(ctx context.Context, sessionID uuid.UUID) error
	// EndSessions ends all of an identity's sessions. It is not an error if there are none.
	EndSessions(ctx context.Context, id uuid.UUID) error
	// SessionByID returns an active session of an identity; false if there is none.
	SessionByID(ctx context.Context, identityID, sessionID uuid.UUID) (account.Session, bool, error)
}

// Page selects a page of a list; package store has its contract.
type Page = store.Page

// Config holds the settings of this package.
type Config struct {
	Policy assurance.Policy
	// ResetApprovals is how many admins are required to reset, to issue a code, or to leave a user without a usable
	// passkey: 1 (also 0) or 2.
	ResetApprovals int
	// PasskeyAge is the minimum age of a passkey with which a user with a role may make changes, unless another admin
	// has confirmed it; 0: no minimum.
	PasskeyAge time.Duration
	// ReturnTo is the page to which Kratos redirects after a login.
	ReturnTo string
	Log      *slog.Logger
	Now      func() time.Time
}

// Service carries out what admins request. It is safe for concurrent use.
type Service struct {
	cfg        Config
	policy     assurance.Policy
	store      Store
	audit      *audit.Log
	identities Kratos
	pages      standing.Pages
	standing   *standing.Service
	endings    *standing.Endings
	keys       *Keys
	ceremonies *webauthnsvc.Service
	sinks      []string
}

// New returns a service. It makes no calls.
func New(
	cfg Config, records Store, log *audit.Log, kratos Kratos, pages standing.Pages,
	sessions *standing.Service, endings *standing.Endings, keys *Keys, ceremonies *webauthnsvc.Service,
) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, pages: pages,
		standing: sessions, endings: endings, keys: keys, ceremonies: ceremonies,
	}
}

// ShowSinks names those of the notifier, which is created later. Call it before the first request.
func (s *Service) ShowSinks(names []string) { s.sinks = names }

// Keys creates, checks and revokes admin keys. It is safe for concurrent use.
type Keys struct {
	cfg        Config
	store      Store
	audit      *audit.Log
	identities Kratos
	owners     owners
}

// NewKeys returns the admin keys in a store. It makes no calls. kratos may be nil on the command line, which checks no keys.
func NewKeys(cfg Config, records Store, log *audit.Log, kratos Kratos) *Keys {
	return &Keys{cfg: cfg, store: records, audit: log, identities: kratos}
}
