//go:build drill

package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// drillSoak breaks one thing after the other, at random, while users sign in.
func drillSoak(t *testing.T) {
	cluster := storetest.StartCluster(t)
	k := startKratos(t, demo.KratosOptions{})
	both := newReplicas(t, k, cluster.DSN(), "LATCHKEY_KRATOS_TIMEOUT=2s").start(t, "", 2)
	l := newLoad(t, 8, both...)
	l.pause = 100 * time.Millisecond
	l.start()
	seconds := func(least, most int) { time.Sleep(time.Duration(least+rand.IntN(most-least+1)) * time.Second) }
	any := func() *demo.Latchkey { return both[rand.IntN(2)].latchkey }
	faults := []struct {
		name string
		do   func() error
	}{
		{"a replica is killed", func() error {
			one := any()
			must(t, one.Kill())
			seconds(0, 3)
			return one.Start(t.Context())
		}},
		{"a replica is replaced", func() error {
			one := any()
			must(t, one.Stop())
			return one.Start(t.Context())
		}},
		{"PostgreSQL is killed", func() error {
			must(t, cluster.Kill())
			seconds(0, 3)
			return cluster.Start()
		}},
		{"PostgreSQL hangs", func() error {
			must(t, cluster.Freeze())
			seconds(1, 6)
			return cluster.Thaw()
		}},
		{"Kratos stops", func() error {
			must(t, k.Stop())
			seconds(0, 4)
			return k.Start(t.Context())
		}},
	}
	var back time.Duration
	count := 0
	for end := time.Now().Add(*soak); time.Now().Before(end); count++ {
		seconds(2, 8)
		fault := faults[rand.IntN(len(faults))]
		must(t, fault.do())
		after := l.backAfter(time.Now())
		back = max(back, after)
		progress(t, "%s; back after %v", fault.name, after.Round(time.Millisecond))
		if after > backWithin {
			t.Errorf("%s: back after %v, want at most %v", fault.name, after, backWithin)
		}
	}
	l.stop()
	l.check(cluster.DSN(), row{drill: fmt.Sprintf("soak of %v, %d faults", *soak, count), gap: l.gap(), back: back})
}
