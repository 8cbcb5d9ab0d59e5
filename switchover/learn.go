package switchover

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
)

// How often Run reads the user handles, and how soon again after a failure: after each further one twice as late.
const (
	learnEvery = time.Hour
	learnAgain = time.Minute
)

// Run learns the user handles at Kratos again and again until the context ends. Each replica does: it writes only what is new.
func (a *Adoption) Run(ctx context.Context, log *slog.Logger) {
	again := learnAgain
	for ctx.Err() == nil {
		next := learnEvery
		switch err := a.Learn(ctx, log); {
		case err == nil:
			again = learnAgain
		case ctx.Err() == nil:
			next, again = again, min(2*again, learnEvery)
			log.Error("reading the user handles at Kratos failed; next attempt in "+next.String(), "cause", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(next):
		}
	}
}

// Learn reads the user handles of all passkeys at Kratos. It logs how many users' cannot be read: theirs are not adopted.
func (a *Adoption) Learn(ctx context.Context, log *slog.Logger) error {
	skipped, first := 0, uuid.Nil
	err := a.kratos.WalkNatives(ctx, func(_ int, found []account.Natives) error {
		for _, listed := range found {
			learned, err := learn(ctx, a.kratos, a.store, listed)
			if err != nil {
				return err
			}
			if !learned {
				if skipped++; skipped == 1 {
					first = listed.Identity.ID
				}
			}
		}
		return nil
	})
	if skipped > 0 {
		log.Warn("what Kratos holds of some users cannot be read, so their passkeys there are not adopted", "identities", skipped, "first", first)
	}
	return err
}
