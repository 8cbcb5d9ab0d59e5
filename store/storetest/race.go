package storetest

import (
	"errors"
	"sync"
)

// atOnce runs all steps concurrently and returns their errors in the same order.
func atOnce(steps ...func() error) []error {
	errs := make([]error, len(steps))
	start := make(chan struct{})
	var running sync.WaitGroup
	for i, step := range steps {
		running.Go(func() {
			<-start
			errs[i] = step()
		})
	}
	close(start)
	running.Wait()
	return errs
}

// oneWins checks that exactly one step succeeded and all others returned want. It returns the index of the successful one.
func (l *ledger) oneWins(errs []error, want error) int {
	l.t.Helper()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			l.t.Fatalf("steps %d and %d both succeeded", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, want):
			l.t.Fatalf("step %d returned %v, want %v", i, err, want)
		}
	}
	if winner < 0 {
		l.t.Fatal("no step succeeded")
	}
	return winner
}
