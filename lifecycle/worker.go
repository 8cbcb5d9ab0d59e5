package lifecycle

import (
	"context"
	"errors"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

// Run compares all identities, if that is due, for the background tasks of serve. Any number of replicas may call it at once: one
// claims a comparison, and another continues if it fails. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) Run(ctx context.Context) error {
	failed := s.due(ctx, store.ScopeAll)
	last, err := s.store.Reconciliation(ctx, store.ScopeAll)
	if err == nil {
		s.last.Store(&last)
	} else if !errors.Is(err, store.ErrNotFound) {
		failed = errors.Join(failed, fault.OfStore(err))
	}
	return failed
}

// RunWaiting does the same for the identities that are missing or inactive. It is a task of its own: who is active again does not
// wait while all others are compared.
func (s *Service) RunWaiting(ctx context.Context) error { return s.due(ctx, store.ScopeWaiting) }

// due compares the identities of a scope, if that is due.
func (s *Service) due(ctx context.Context, scope string) error {
	if s.cfg.Every <= 0 {
		return nil
	}
	_, err := s.claimed(ctx, scope, false, Options{MaxMissing: DefaultMaxMissing})
	aborted := (*TooManyMissing)(nil)
	switch {
	case errors.As(err, &aborted):
		s.cfg.Log.Error("the identities were not reconciled with Kratos", "cause", err.Error(), "missing", aborted.Missing, "held", aborted.Held,
			"remedy", "check kratos.admin_url; if the identities were deleted on purpose, run: latchkey reconcile --max-missing PERCENT")
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ReconciliationTaken): // not due, or another replica's
	case err != nil:
		return err
	}
	return nil
}

// Aborted is a comparison that was not trusted.
type Aborted struct {
	At      time.Time `json:"at"`
	Held    int       `json:"held"`
	Missing int       `json:"missing"`
}

// Aborted returns the last comparison if it was aborted, or nil, as of the last Run.
func (s *Service) Aborted() *Aborted {
	last := s.last.Load()
	if last == nil || last.Outcome != store.ReconciliationAborted || last.EndedAt == nil {
		return nil
	}
	return &Aborted{At: *last.EndedAt, Held: last.Held, Missing: last.Missing}
}
