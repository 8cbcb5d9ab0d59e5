package storetest

import (
	"sync"
	"testing"
)

func testPools(t *testing.T, l *ledger) {
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			if _, err := l.Now(l.ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	names, open := make(map[string]bool), 0
	for _, pool := range l.Pools() {
		if names[pool.Name] || pool.Name == "" {
			t.Errorf("the name %q is empty, or used twice", pool.Name)
		}
		names[pool.Name] = true
		open += pool.Idle
		if pool.Max <= 0 || pool.Busy != 0 || pool.Idle < 0 || pool.Idle > pool.Max || pool.Waits < 0 || pool.Waited < 0 {
			t.Errorf("without any calls: %+v", pool)
		}
	}
	if open == 0 {
		t.Error("no connection is open after fifty calls")
	}
}
