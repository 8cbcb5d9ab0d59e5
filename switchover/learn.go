package switchover

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/claim"
	"latchkey/fault"
	"latchkey/store"
)

// How often the user handles are read, and how soon again after a failure: after each further one twice as late. A replica looks
// whether that is due every lookEvery.
const (
	learnEvery = time.Hour
	learnAgain = time.Minute
	lookEvery  = time.Minute
)

// ErrLearning reports that another process is reading the user handles.
var ErrLearning = errors.New("another Latchkey is reading the user handles at Kratos")

// Run learns the user handles at Kratos again and again until the context ends. Of any number of replicas one reads them, and the
// others find them in the database.
func (a *Adoption) Run(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		next, err := a.learn(ctx, log, false)
		if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ReconciliationTaken) {
			log.Error("reading the user handles at Kratos failed; next attempt in "+next.String(), "cause", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
}

// Learn reads the user handles of all passkeys at Kratos now. It logs how many users' cannot be read: theirs are not adopted.
// Errors: ErrLearning, fault.ErrKratosUnavailable, fault.ErrStoreUnavailable.
func (a *Adoption) Learn(ctx context.Context, log *slog.Logger) error {
	_, err := a.learn(ctx, log, true)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ReconciliationTaken) {
		return ErrLearning
	}
	return err
}

// learn reads the user handles under a claim, and returns when that is due again. Errors: store.ErrNotFound if it is not due, or
// another's; store.ReconciliationTaken; those of Learn.
func (a *Adoption) learn(ctx context.Context, log *slog.Logger, early bool) (next time.Duration, err error) {
	// A clock that is far ahead would take the others' claim, and put off the next reading for all.
	if err := store.Check(ctx, a.store, a.now); err != nil {
		return lookEvery, fault.OfStore(err)
	}
	last, err := a.store.Reconciliation(ctx, store.ScopeHandles)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return lookEvery, fault.OfStore(err)
	}
	held, err := claim.Take(ctx, a.store, a.now, store.ScopeHandles, early)
	if err != nil {
		return lookEvery, err
	}
	done := store.Reconciliation{Outcome: store.ReconciliationDone}
	next = learnEvery
	if err = a.read(ctx, held, log, &done); errors.Is(err, store.ReconciliationTaken) {
		return next, err
	}
	if err != nil {
		done.Outcome, next = store.ReconciliationFailed, again(last)
	}
	if ctx.Err() != nil {
		next = 0 // another replica goes on, or this one after its restart
	}
	now := a.now().UTC()
	done.EndedAt, done.DueAt = &now, now.Add(next)
	if ended := held.End(ctx, done); err == nil {
		err = ended
	}
	return next, err
}

// again returns the time to the next attempt after a failure, given the attempt before it.
func again(last store.Reconciliation) time.Duration {
	if last.Outcome != store.ReconciliationFailed || last.EndedAt == nil {
		return learnAgain
	}
	return min(max(2*last.DueAt.Sub(*last.EndedAt), learnAgain), learnEvery)
}

// read walks all identities at Kratos, and counts them. It logs how many cannot be read.
func (a *Adoption) read(ctx context.Context, held *claim.Claim, log *slog.Logger, done *store.Reconciliation) error {
	first := uuid.Nil
	err := a.kratos.WalkNatives(ctx, func(identities int, found []account.Natives) error {
		done.Held += identities
		for _, listed := range found {
			learned, err := learn(ctx, a.kratos, a.store, listed)
			if err != nil {
				return err
			}
			if !learned {
				if done.Missing++; done.Missing == 1 {
					first = listed.Identity.ID
				}
			}
			if err := held.Hold(ctx); err != nil {
				return err
			}
		}
		return held.Hold(ctx)
	})
	if done.Missing > 0 {
		log.Warn("what Kratos holds of some users cannot be read, so their passkeys there are not adopted", "identities", done.Missing, "first", first)
	}
	return err
}
