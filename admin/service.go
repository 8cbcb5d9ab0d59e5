// Package admin owns who acts for the operator and what they may do: roles, scopes and admin keys, the rule of who may act on
// whom, what staff do to a person's passkeys, and the requests that a second admin must approve. It also lists the deliveries of
// notifications.
//
// Codes and resets, which staff start, are in recovery; what staff see of a person is in people. Whether the session of an
// admin suffices is decided by standing and assurance.
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

// Store is what admin needs of the database.
type Store interface {
	store.Passkeys
	store.Approvals
	store.AdminKeys
	Deliveries(ctx context.Context, filter store.DeliveryFilter, page store.Page) ([]store.Delivery, error)
	RetryDelivery(ctx context.Context, id uuid.UUID, now time.Time, event store.AuditEvent) (store.Delivery, error)
	RecordEventOnce(ctx context.Context, event store.AuditEvent, since time.Time) (recorded bool, err error)
}

// Kratos answers uncached; an answer that is not clear is ErrKratosUnavailable.
type Kratos interface {
	// Identity by ID. ErrIdentityNotFound.
	Identity(ctx context.Context, id uuid.UUID) (account.Identity, error)
	// EndSessions ends all of an identity's sessions; none is no error.
	EndSessions(ctx context.Context, id uuid.UUID) error
}

// Config holds the settings that admin needs.
type Config struct {
	Policy assurance.Policy
	// ResetApprovals is how many admins it takes to reset, to issue a code, or to leave a person without a usable passkey:
	// 1 (as does 0), or 2.
	ResetApprovals int
	// PasskeyAge is how old a passkey of a person with a role must be to count for changes, unless another admin has
	// confirmed it; 0: it counts at once.
	PasskeyAge time.Duration
	// ReturnTo is the page that Kratos sends people back to.
	ReturnTo string
	Log      *slog.Logger
	Now      func() time.Time
}

// Service does what admins ask for. It is safe for concurrent use.
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
}

// New builds the service. It makes no call.
func New(
	cfg Config, records Store, log *audit.Log, kratos Kratos, pages standing.Pages,
	stands *standing.Service, endings *standing.Endings, keys *Keys, ceremonies *webauthnsvc.Service,
) *Service {
	return &Service{
		cfg: cfg, policy: cfg.Policy, store: records, audit: log, identities: kratos, pages: pages,
		standing: stands, endings: endings, keys: keys, ceremonies: ceremonies,
	}
}
