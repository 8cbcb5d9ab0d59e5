//go:build drill

package e2e_test

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// backWithin is how soon everything works again once what Latchkey needs is there.
const backWithin = 10 * time.Second

// drillFailover kills a primary with a synchronous standby under load, and promotes the standby. What was acknowledged is at the
// standby, even what was asked for while the standby did not answer.
func drillFailover(t *testing.T) {
	primary := storetest.StartCluster(t)
	standby := primary.Standby(t)
	execute(t, primary.DSN(), `ALTER SYSTEM SET synchronous_standby_names = '*'`)
	execute(t, primary.DSN(), `SELECT pg_reload_conf()`)
	eventually(t, "the standby is synchronous", func() bool {
		return scan[bool](t, primary.DSN(), `SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')`)
	})
	dsn := "postgres://latchkey@/postgres?sslmode=disable&host=" + url.QueryEscape(hostOf(t, primary)+","+hostOf(t, standby))
	both := newReplicas(t, startKratos(t, demo.KratosOptions{}), dsn).start(t, "", 2)
	l := newLoad(t, 8, both...)
	ready := watch(t, both[0])
	l.start()
	time.Sleep(5 * time.Second)

	progress(t, "the standby does not answer for 5 s")
	must(t, standby.Freeze())
	time.Sleep(5 * time.Second)
	progress(t, "the primary dies")
	must(t, primary.Kill())
	must(t, standby.Thaw())
	time.Sleep(2 * time.Second) // that a cluster manager needs to notice
	promoted := time.Now()
	execute(t, standby.DSN(), `SELECT pg_promote()`)
	back := l.backAfter(promoted)
	eventually(t, "ready again", ready.ok)
	time.Sleep(5 * time.Second)
	l.stop()
	if back > backWithin {
		t.Errorf("back %v after the promotion, want at most %v", back, backWithin)
	}
	ready.changed(t)
	l.check(standby.DSN(), row{drill: "failover to a synchronous standby", gap: l.gap(), back: back})
}

// readiness is what a load balancer sees of a replica.
type readiness struct {
	mu       sync.Mutex
	statuses []int // without repetitions
}

// watch asks a replica whether it is ready until the test is over.
func watch(t *testing.T, s *stack) *readiness {
	r := &readiness{}
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		for ctx.Err() == nil {
			got, err := s.anyone().send(ctx, http.MethodGet, "/health/ready", nil)
			if err == nil {
				r.mu.Lock()
				if n := len(r.statuses); n == 0 || r.statuses[n-1] != got.status {
					r.statuses = append(r.statuses, got.status)
				}
				r.mu.Unlock()
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	t.Cleanup(func() {
		cancel()
		wait.Wait()
	})
	return r
}

func (r *readiness) ok() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.statuses) > 0 && r.statuses[len(r.statuses)-1] == http.StatusOK
}

// changed fails the test unless readiness failed and came back.
func (r *readiness) changed(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.statuses); n < 3 || r.statuses[0] != http.StatusOK || r.statuses[1] != http.StatusServiceUnavailable || r.statuses[n-1] != http.StatusOK {
		t.Errorf("readiness was %v, want 200, 503 and 200 again", r.statuses)
	}
}

func hostOf(t *testing.T, c *storetest.Cluster) string {
	t.Helper()
	u, err := url.Parse(c.DSN())
	must(t, err)
	return u.Query().Get("host")
}

// execute runs a statement.
func execute(t *testing.T, dsn, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	must(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	_, err = conn.Exec(t.Context(), statement)
	must(t, err)
}

// scan returns the one value of a query.
func scan[T any](t *testing.T, dsn, query string) (value T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	must(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	must(t, conn.QueryRow(t.Context(), query).Scan(&value))
	return value
}
