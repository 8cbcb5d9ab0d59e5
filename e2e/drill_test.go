//go:build drill

package e2e_test

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"latchkey/demo"
)

var (
	soak         = flag.Duration("soak", 2*time.Minute, "how long the soak of TestDrills lasts")
	olderVersion = flag.String("older", "", "the commit of the older version in TestDrills; default: the one before the last four migrations")
)

// drills are the rows of the table that TestDrills prints.
var drills []row

// row is what one drill showed.
type row struct {
	drill              string
	acknowledged, lost int
	unanswered, done   int // finishes without an answer, and those of them that had been carried out
	gap, back          time.Duration
	note               string
}

// TestDrills breaks what Latchkey rests on, one thing after the other, while users sign in. They run by hand: make drill.
func TestDrills(t *testing.T) {
	for _, drill := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"Failover", drillFailover},
		{"Kill", drillKill},
		{"BlackHole", drillBlackHole},
		{"Slow", drillSlow},
		{"Dripping", drillDripping},
		{"DiskFull", drillDiskFull},
		{"SQLiteFull", drillSQLiteFull},
		{"Clocks", drillClocks},
		{"Upgrade", drillUpgrade},
		{"Soak", drillSoak},
	} {
		t.Run(drill.name, drill.run)
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "drill\tacknowledged\tlost\twithout an answer\tof these done\tlongest gap\tback after\t")
	for _, r := range drills {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", r.drill, r.acknowledged, r.lost, r.unanswered, r.done,
			r.gap.Round(10*time.Millisecond), r.back.Round(10*time.Millisecond), r.note)
	}
	must(t, table.Flush())
}

// progress says what a drill does now.
func progress(t *testing.T, format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s %s: %s\n", time.Now().Format(time.TimeOnly), t.Name(), fmt.Sprintf(format, args...))
}

// replicas are those of one database, behind one address.
type replicas struct {
	options demo.LatchkeyOptions
	origin  string // of the balancer in front of all
}

func newReplicas(t *testing.T, k *demo.Kratos, dsn string, env ...string) *replicas {
	t.Helper()
	r := &replicas{origin: localhost(freePort(t))}
	secret := demo.RandomSecret()
	remember("cipher secret", secret)
	r.options = demo.LatchkeyOptions{Kratos: k, DSN: dsn, Env: append([]string{
		"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_SERVE_PUBLIC_BASE_URL=" + r.origin, relyingParty(t, r.origin),
		"LATCHKEY_WEBAUTHN_MAX_PASSKEYS=50",
	}, env...)}
	return r
}

// start starts so many at once, of this binary (default: the present one).
func (r *replicas) start(t *testing.T, binary string, count int) []*stack {
	t.Helper()
	started := make([]*stack, count)
	var wait sync.WaitGroup
	for i := range started {
		options := r.options
		options.Binary = binary
		wait.Go(func() {
			started[i] = &stack{kratos: options.Kratos, latchkey: startLatchkey(t, options), appURL: r.origin}
		})
	}
	wait.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return started
}
