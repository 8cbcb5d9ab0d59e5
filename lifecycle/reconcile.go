package lifecycle

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"latchkey/claim"
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

// Reconcile compares all identities now. Errors: ErrRunning, *TooManyMissing, fault.ErrKratosUnavailable,
// fault.ErrStoreUnavailable, those of Options.Changed.
func (s *Service) Reconcile(ctx context.Context, options Options) (Report, error) {
	if options.DryRun {
		c := &comparison{s: s, scope: store.ScopeAll, options: options}
		err := c.run(ctx)
		return c.report, err
	}
	report, err := s.claimed(ctx, store.ScopeAll, true, options)
	if errors.Is(err, store.ErrNotFound) {
		err = ErrRunning
	}
	return report, err
}

// run lists first and changes afterwards, so that a comparison that is not trusted changes nothing.
func (c *comparison) run(ctx context.Context) error {
	if err := store.Check(ctx, c.s.store, c.s.cfg.Now); err != nil {
		return fault.OfStore(err) // a clock that has jumped would end all grace periods
	}
	suspects, err := c.list(ctx)
	if err != nil {
		return err
	}
	if c.scope == store.ScopeAll {
		if err := c.report.trusted(c.options.MaxMissing); err != nil {
			return err
		}
	}
	// In another order each time: those that always fail would stop each comparison at the same place.
	rand.Shuffle(len(suspects), func(i, k int) { suspects[i], suspects[k] = suspects[k], suspects[i] })
	var failure error
	failed := 0 // in a row
	for _, one := range suspects {
		if err := c.hold(ctx); err != nil {
			return err
		}
		change, err := c.settle(ctx, one)
		if err != nil {
			failure, failed = err, failed+1
			if c.report.Failed++; failed == stopAfter || ctx.Err() != nil {
				return err
			}
			continue
		}
		failed = 0
		if err := c.tell(change...); err != nil {
			return err
		}
	}
	if c.claim != nil && c.options.MaxMissing > DefaultMaxMissing {
		failure = errors.Join(failure, fault.OfStore(c.s.store.AcceptMissing(ctx)))
	}
	return failure
}

// claimed compares under a claim. Errors: store.ErrNotFound if it is not due, or another's; store.ReconciliationTaken; those of
// Reconcile.
func (s *Service) claimed(ctx context.Context, scope string, early bool, options Options) (Report, error) {
	c := &comparison{s: s, scope: scope, options: options}
	var err error
	if c.claim, err = claim.Take(ctx, s.store, s.cfg.Now, scope, early); err != nil {
		return c.report, err
	}
	err = c.run(ctx)
	if errors.Is(err, store.ReconciliationTaken) {
		return c.report, err
	}
	if ended := c.claim.End(ctx, c.end(err)); err == nil {
		err = ended
	}
	return c.report, err
}

// end returns the outcome, and when the next comparison is due.
func (c *comparison) end(err error) store.Reconciliation {
	now := c.s.cfg.Now().UTC()
	r := store.Reconciliation{Scope: c.scope, EndedAt: &now, Outcome: store.ReconciliationDone, Held: c.report.Compared, Missing: c.report.Missing}
	wait := c.s.cfg.Every
	if c.scope == store.ScopeWaiting {
		wait = max(waitingEvery, waitingShare*now.Sub(c.claim.Began))
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
