package lifecycle

import (
	"context"
	"errors"
	"time"

	"latchkey/fault"
	"latchkey/store"
)

const (
	// waitingEvery is how often those that are missing or inactive are compared: a user who is active again waits for it. Of many,
	// it is waitingShare times as long as that takes, so that Kratos is not busy with them.
	waitingEvery = time.Minute
	waitingShare = 20
	// againAfter is when a comparison that failed is repeated.
	againAfter = 5 * time.Minute
)

// Run compares what is due, for the background tasks of serve. Any number of replicas may call it at once: one claims a comparison,
// and another continues if it fails. Errors: fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (s *Service) Run(ctx context.Context) error {
	var failures []error
	if s.cfg.Every > 0 {
		for _, scope := range []string{store.ScopeAll, store.ScopeWaiting} {
			_, err := s.claimed(ctx, scope, false, Options{MaxMissing: DefaultMaxMissing})
			aborted := (*TooManyMissing)(nil)
			switch {
			case errors.As(err, &aborted):
				s.cfg.Log.Error("the identities were not reconciled with Kratos", "cause", err.Error(), "missing", aborted.Missing, "held", aborted.Held,
					"remedy", "check kratos.admin_url; if the identities were deleted on purpose, run: latchkey reconcile --max-missing PERCENT")
			case err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ReconciliationTaken):
				failures = append(failures, err)
			}
		}
	}
	last, err := s.store.Reconciliation(ctx, store.ScopeAll)
	if err == nil {
		s.last.Store(&last)
	} else if !errors.Is(err, store.ErrNotFound) {
		failures = append(failures, fault.OfStore(err))
	}
	return errors.Join(failures...)
}

// claimed compares under a claim. Errors: store.ErrNotFound if it is not due, or another's; store.ReconciliationTaken; those of
// Reconcile.
func (s *Service) claimed(ctx context.Context, scope string, early bool, options Options) (Report, error) {
	began := s.cfg.Now().UTC()
	c := &comparison{s: s, scope: scope, options: options, claim: store.NewID(), heldAt: began}
	err := s.store.ClaimReconciliation(ctx, scope, c.claim, began, began.Add(claimTime), early)
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) {
			err = fault.OfStore(err)
		}
		return c.report, err
	}
	err = c.run(ctx)
	if errors.Is(err, store.ReconciliationTaken) {
		return c.report, err
	}
	// Also if the caller has stopped: then the next one need not wait for the end of the claim.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), againAfter)
	defer cancel()
	if ended := s.store.EndReconciliation(ctx, c.claim, c.end(began, err)); ended != nil && err == nil {
		err = fault.OfStore(ended)
	}
	return c.report, err
}

// end returns the outcome, and when the next comparison is due.
func (c *comparison) end(began time.Time, err error) store.Reconciliation {
	now := c.s.cfg.Now().UTC()
	r := store.Reconciliation{Scope: c.scope, EndedAt: &now, Outcome: store.ReconciliationDone, Held: c.report.Compared, Missing: c.report.Missing}
	wait := c.s.cfg.Every
	if c.scope == store.ScopeWaiting {
		wait = max(waitingEvery, waitingShare*now.Sub(began))
	}
	aborted := (*TooManyMissing)(nil)
	switch {
	case errors.As(err, &aborted):
		r.Outcome = store.ReconciliationAborted
	case err != nil:
		r.Outcome, wait = store.ReconciliationFailed, min(wait, againAfter)
	}
	r.DueAt = now.Add(wait)
	return r
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
