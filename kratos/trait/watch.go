package trait

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"
)

const (
	watchEvery = time.Minute     // how often the identity schemas are compared with kratos.traits
	watchAgain = 5 * time.Second // after Kratos did not answer
)

// Watch compares kratos.traits with the identity schemas while serve runs, since Kratos may start later and its
// schemas may change. It only reports: a missing name is no reason to refuse logins.
type Watch struct {
	Compare   func(context.Context) ([]Fault, error)
	Log       *slog.Logger
	unmatched atomic.Pointer[[]string]
}

// Run compares until the context ends.
func (w *Watch) Run(ctx context.Context) {
	var logged []Fault
	for {
		wait := watchEvery
		found, err := w.Compare(ctx)
		if err != nil {
			wait = watchAgain
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

func (w *Watch) report(found []Fault) {
	if len(found) == 0 {
		w.Log.Info("kratos.traits fits the identity schemas of Kratos again")
	}
	unmatched := []string{}
	for _, one := range found {
		w.Log.Warn("configuration", "setting", one.Setting, "problem", one.Wrong, "remedy", one.Remedy)
		if one.Path != "" {
			unmatched = append(unmatched, one.Setting+": "+one.Path)
		}
	}
	w.unmatched.Store(&unmatched)
}

// Unmatched returns the paths that lead to a name in no identity schema, each after its setting.
func (w *Watch) Unmatched() []string {
	if found := w.unmatched.Load(); found != nil {
		return *found
	}
	return nil
}
