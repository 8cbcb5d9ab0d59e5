// Package compromised follows the models that FIDO's metadata reports as compromised. It reports a model of which there are passkeys
// to the admins, and after a time suspends or marks its passkeys. When a newer list no longer reports the model, it resumes them.
//
// It owns when that happens, and what ends it. It leaves to metadata what a list says, to store what a suspension ends, and to
// notify whom events are sent to.
package compromised

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/authenticator"
	"latchkey/claim"
	"latchkey/fault"
	"latchkey/metadata"
	"latchkey/store"
)

// Lists has the current list.
type Lists interface {
	// List returns it; nil: there is none yet.
	List() *metadata.List
}

// Store is the part of the store that this package uses.
type Store interface {
	store.CompromisedModels
	store.Clock
	claim.Store
	AuthenticatorList(ctx context.Context, publisher string, known []byte) (store.AuthenticatorList, error)
	PasskeysOf(ctx context.Context, identityID uuid.UUID) ([]store.Passkey, error)
	ListPasskeys(ctx context.Context, filter store.PasskeyFilter, page store.Page) ([]store.Passkey, error)
}

// Settler ends sessions at Kratos, as far as it answers; the rest ends later.
type Settler interface {
	Settle(ctx context.Context, list []store.SessionEnding) string
}

// Config holds the settings of this package.
type Config struct {
	Lists  Lists                 // nil: no metadata is configured, and nothing happens; one without a list only ends what settings end
	Action string                // store.ActionSuspend (also "") or store.ActionMark
	After  time.Duration         // between the report and the action
	Exempt []authenticator.Model // to which nothing happens
	// Staff returns those of the identities that have a role.
	Staff func(ctx context.Context, ids []uuid.UUID) ([]uuid.UUID, error)
	Log   *slog.Logger
	Now   func() time.Time
}

// Service follows compromised models. It is safe for concurrent use.
type Service struct {
	cfg      Config
	store    Store
	sessions Settler
	audit    *audit.Log
	compared atomic.Int64 // the number of the list that this replica compared last
	started  time.Time
}

// New returns a service. It makes no calls.
func New(cfg Config, records Store, sessions Settler, log *audit.Log) *Service {
	cfg.Action = cmp.Or(cfg.Action, store.ActionSuspend)
	return &Service{cfg: cfg, store: records, sessions: sessions, audit: log, started: cfg.Now()}
}

// list returns the current list, or nil.
func (s *Service) list() *metadata.List {
	if s.cfg.Lists == nil {
		return nil
	}
	return s.cfg.Lists.List()
}

func (s *Service) exempt(model authenticator.Model) bool { return slices.Contains(s.cfg.Exempt, model) }

// now is as exact as the database.
func (s *Service) now() time.Time { return s.cfg.Now().UTC().Truncate(time.Microsecond) }

// affected returns the models that are not exempt.
func (s *Service) affected(models []metadata.Compromise) (affected []authenticator.Model) {
	for _, m := range models {
		if !s.exempt(m.Model) {
			affected = append(affected, m.Model)
		}
	}
	return affected
}

// held counts the usable passkeys of models. Errors: fault.ErrStoreUnavailable.
func (s *Service) held(ctx context.Context, models []authenticator.Model) (map[authenticator.Model]store.Held, error) {
	rows, err := s.store.HeldModels(ctx, models)
	counts := make(map[authenticator.Model]store.Held, len(rows))
	for _, row := range rows {
		counts[row.Model] = row.Held
	}
	return counts, fault.OfStore(err)
}

// newest returns the highest number of a list of a publisher that a report, open or ended, rests on.
func newest(reports []store.CompromisedModel, publisher string) (number int64) {
	for _, r := range reports {
		if r.Publisher == publisher {
			number = max(number, r.Number)
		}
	}
	return number
}

// open returns the reports that have not ended.
func open(reports []store.CompromisedModel) []store.CompromisedModel {
	return slices.DeleteFunc(slices.Clone(reports), func(r store.CompromisedModel) bool { return r.EndedAt != nil })
}

// reported reports whether a model has an open report.
func reported(reports []store.CompromisedModel, model authenticator.Model) bool {
	return slices.ContainsFunc(reports, func(r store.CompromisedModel) bool { return r.Model == model && r.EndedAt == nil })
}

// Suspended returns the models whose passkeys are suspended now, also new ones. Errors: fault.ErrStoreUnavailable.
func (s *Service) Suspended(ctx context.Context) (models []authenticator.Model, err error) {
	if s.cfg.Lists == nil {
		return nil, nil
	}
	reports, err := s.store.CompromisedModels(ctx)
	for _, r := range open(reports) {
		if r.Action == store.ActionSuspend && !s.exempt(r.Model) && !r.DueAt.After(s.now()) {
			models = append(models, r.Model)
		}
	}
	return models, fault.OfStore(err)
}
