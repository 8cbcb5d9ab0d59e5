package lifecycle

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/store"
)

const (
	// Chunk is how many identities are asked for at once: the address stays below the 8 kB that proxies accept.
	Chunk = 100
	// claimTime is how long a claim keeps other replicas away if its holder fails. It is longer than the calls between two
	// extensions can take.
	claimTime = 2 * time.Minute
	holdEvery = 20 * time.Second
	// stopAfter is how many identities in a row may fail before the comparison ends: then it is not about them.
	stopAfter = 3
)

// Options of a comparison that an operator starts.
type Options struct {
	DryRun     bool // change nothing, and claim nothing
	MaxMissing int  // percent of the identities that may be newly missing
	// Changed is called for each change; its error ends the comparison. Progress is called after each chunk.
	Changed  func(Change) error
	Progress func(Report)
}

// comparison is one run over the identities of a scope.
type comparison struct {
	s       *Service
	scope   string
	options Options
	claim   uuid.UUID // zero in a dry run
	heldAt  time.Time
	report  Report
}

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
	return failure
}

func (c *comparison) tell(changes ...Change) error {
	for _, change := range changes {
		c.report.count(change.Change)
		if c.options.Changed == nil {
			continue
		}
		if err := c.options.Changed(change); err != nil {
			return err
		}
	}
	return nil
}

// list returns the identities that differ from what is stored about them, in memory: they are few, or the comparison is not
// trusted.
func (c *comparison) list(ctx context.Context) (suspects []store.HeldIdentity, err error) {
	for after := uuid.Nil; ; {
		held, err := c.s.store.HeldIdentities(ctx, c.scope, after, Chunk)
		if err != nil {
			return nil, fault.OfStore(err)
		}
		if len(held) == 0 {
			return suspects, nil
		}
		ids := make([]uuid.UUID, len(held))
		for i, one := range held {
			ids[i] = one.ID
		}
		states, err := c.s.kratos.States(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, one := range held {
			state, found := states[one.ID]
			c.count(one, found)
			if c.differs(one, state, found) {
				suspects = append(suspects, one)
			}
		}
		after = ids[len(ids)-1]
		if c.options.Progress != nil {
			c.options.Progress(c.report)
		}
		if err := c.hold(ctx); err != nil {
			return nil, err
		}
	}
}

func (c *comparison) count(one store.HeldIdentity, found bool) {
	r := &c.report
	r.Compared++
	if one.MissingSince != nil {
		r.known++
	}
	if !found {
		r.Missing++
		if one.MissingSince == nil {
			r.listedNew++
		}
	}
}

func (c *comparison) differs(one store.HeldIdentity, state string, found bool) bool {
	switch {
	case !found || one.MissingSince != nil:
		return true
	case state == StateActive:
		return one.Inactive > 0
	case state == StateInactive:
		return one.Usable > 0
	}
	return false // a state of a later Kratos says nothing
}

// hold extends the claim now and then. Errors: store.ReconciliationTaken, fault.ErrStoreUnavailable.
func (c *comparison) hold(ctx context.Context) error {
	now := c.s.cfg.Now().UTC()
	if c.claim == uuid.Nil || now.Sub(c.heldAt).Abs() < holdEvery {
		return nil
	}
	c.heldAt = now
	err := c.s.store.HoldReconciliation(ctx, c.claim, now.Add(claimTime))
	if errors.Is(err, store.ReconciliationTaken) {
		return err
	}
	return fault.OfStore(err)
}
