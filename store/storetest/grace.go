package storetest

import (
	"sync"
	"testing"
	"time"
)

func testGrace(t *testing.T, l *ledger) {
	identity := newID()
	for _, later := range []time.Duration{0, time.Hour, -time.Hour} {
		if began, err := l.BeginGrace(l.ctx, identity, at.Add(later)); err != nil || !began.Equal(at) {
			t.Errorf("%s later: began %s, %v, want %s", later, began, err, at)
		}
	}
	if began, err := l.BeginGrace(l.ctx, newID(), at.Add(time.Hour)); err != nil || !began.Equal(at.Add(time.Hour)) {
		t.Errorf("another identity: began %s, %v", began, err)
	}
}

// Concurrent calls return the same time.
func testGraceRace(t *testing.T, l *ledger) {
	identity := newID()
	var wait sync.WaitGroup
	heard := make([]time.Time, 8)
	for i := range heard {
		wait.Go(func() {
			began, err := l.BeginGrace(l.ctx, identity, at.Add(time.Duration(i)*time.Second))
			if err != nil {
				t.Error(err)
			}
			heard[i] = began
		})
	}
	wait.Wait()
	for _, began := range heard {
		if !began.Equal(heard[0]) {
			t.Fatalf("heard %v", heard)
		}
	}
}
