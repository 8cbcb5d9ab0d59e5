package storetest

import (
	"errors"
	"sync"
)

// atOnce starts all of them together and gives their errors in the same order.
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

// oneWins checks that exactly one of the contenders succeeded and all others got want, and gives the winner's place.
func (l *ledger) oneWins(errs []error, want error) int {
	l.t.Helper()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			l.t.Fatalf("contenders %d and %d both won", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, want):
			l.t.Fatalf("contender %d got %v, want %v", i, err, want)
		}
	}
	if winner < 0 {
		l.t.Fatal("nobody won")
	}
	return winner
}
