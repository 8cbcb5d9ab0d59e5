package lifecycle

import (
	"context"

	"github.com/google/uuid"

	"latchkey/claim"
	"latchkey/fault"
	"latchkey/store"
)

const (
	// Chunk is how many identities are asked for at once: the address stays below the 8 kB that proxies accept.
	Chunk = 100
	// stopAfter is how many identities in a row may fail before the comparison ends: then it is not about them.
	stopAfter = 3
)

// Options of a comparison that an operator starts.
type Options struct {
	DryRun     bool // change nothing, and claim nothing
	MaxMissing int  // percent of the identities that may be missing; above DefaultMaxMissing, those that are missing are accepted
	// Changed is called for each change; its error ends the comparison. Progress is called after each chunk.
	Changed  func(Change) error
	Progress func(Report)
}

// comparison is one run over the identities of a scope.
type comparison struct {
	s       *Service
	scope   string
	options Options
	claim   *claim.Claim // nil in a dry run
	report  Report
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
	if found {
		return
	}
	r.Missing++
	if one.Accepted {
		r.accepted++
	}
	if one.MissingSince == nil {
		r.listedNew++
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
	if c.claim == nil {
		return nil
	}
	return c.claim.Hold(ctx)
}
