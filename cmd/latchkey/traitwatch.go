package main

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"latchkey/kratos/trait"
)

const (
	traitsEvery = time.Minute     // how often the identity schemas are compared with kratos.traits
	traitsAgain = 5 * time.Second // after Kratos did not answer
)

// traitWatch compares kratos.traits with the identity schemas while serve runs, since Kratos may start later and its
// schemas may change. It only reports: a missing name is no reason to refuse logins.
type traitWatch struct {
	compare   func(context.Context) ([]trait.Fault, error)
	log       *slog.Logger
	unmatched atomic.Pointer[[]string]
}

// run compares until the context ends.
func (w *traitWatch) run(ctx context.Context) {
	var logged []trait.Fault
	for {
		wait := traitsEvery
		found, err := w.compare(ctx)
		if err != nil {
			wait = traitsAgain
		} else if !slices.Equal(found, logged) {
			w.report(found)
			logged = found
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

func (w *traitWatch) report(found []trait.Fault) {
	if len(found) == 0 {
		w.log.Info("kratos.traits fits the identity schemas of Kratos again")
	}
	unmatched := []string{}
	for _, one := range found {
		w.log.Warn("configuration", "setting", one.Setting, "problem", one.Wrong, "remedy", one.Remedy)
		if one.Path != "" {
			unmatched = append(unmatched, one.Setting+": "+one.Path)
		}
	}
	w.unmatched.Store(&unmatched)
}

// Unmatched returns the paths that lead to a name in no identity schema, each after its setting.
func (w *traitWatch) Unmatched() []string {
	if found := w.unmatched.Load(); found != nil {
		return *found
	}
	return nil
}
