package postgres_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/store"
	"latchkey/store/bounded"
	"latchkey/store/migrated"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// proxy forwards connections to a socket of a server, which can be changed, as a virtual address or a name in DNS can. It
// can also stop forwarding, without closing a connection.
type proxy struct {
	net.Listener
	target atomic.Value // string
	mu     sync.Mutex
	open   chan struct{} // closed while bytes are forwarded
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: listener, open: make(chan struct{})}
	close(p.open)
	p.target.Store(target)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.forward(client)
		}
	}()
	return p
}

func (p *proxy) forward(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", p.target.Load().(string))
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		p.copy(server, client)
		server.Close()
	}()
	p.copy(client, server)
}

func (p *proxy) copy(to io.Writer, from io.Reader) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		<-p.opened()
		if _, writeErr := to.Write(buffer[:n]); err != nil || writeErr != nil {
			return
		}
	}
}

func (p *proxy) opened() chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open
}

// swallow stops the forwarding, and pass starts it again.
func (p *proxy) swallow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(chan struct{})
}

func (p *proxy) pass() { close(p.opened()) }

func (p *proxy) dsn(database string) string {
	return "postgres://latchkey@" + p.Addr().String() + "/" + database + "?sslmode=disable"
}

func socketOf(c *storetest.Cluster) string { return filepath.Join(hostOf(c.DSN()), ".s.PGSQL.5432") }

// The primary becomes a read-only standby that stays reachable, and the address moves to the new primary. The pooled
// connections are not broken, so only the refused writes show it.
func TestFailoverToAnotherPrimary(t *testing.T) {
	t.Parallel()
	primary := storetest.StartCluster(t)
	route := newProxy(t, socketOf(primary))
	direct := open(t, primary.DSN(), production)
	n := registration()
	if err := direct.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	standby := primary.Standby(t)
	hosts := "postgres://latchkey@/postgres?sslmode=disable&host=" + url.QueryEscape(hostOf(primary.DSN())+","+hostOf(standby.DSN()))
	stores := map[string]*postgres.Store{"address": open(t, route.dsn("postgres"), production), "hosts": open(t, hosts, production)}
	for name, s := range stores {
		fillPool(t, s)
		if err := s.UsePasskey(t.Context(), login(n.Passkey)); err != nil {
			t.Fatalf("%s, before: %v", name, err)
		}
	}

	raw := connect(t, primary.DSN())
	raw.exec(t, `ALTER SYSTEM SET default_transaction_read_only = on`)
	raw.exec(t, `SELECT pg_reload_conf()`)
	connect(t, standby.DSN()).exec(t, `SELECT pg_promote()`)
	// Readiness notices without a write.
	eventually(t, "not ready", func() bool {
		_, err := stores["address"].Now(t.Context())
		return err != nil
	})
	route.target.Store(socketOf(standby))
	start := time.Now()
	for name, s := range stores {
		var refused int
		for inARow := 0; inARow < 50; inARow++ {
			if err := s.UsePasskey(t.Context(), login(n.Passkey)); err != nil {
				if time.Since(start) > 10*time.Second {
					t.Fatalf("%s, after %v: %v", name, time.Since(start), err)
				}
				refused, inARow = refused+1, -1
				<-time.After(20 * time.Millisecond)
			}
		}
		if _, err := s.Now(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: back after %v, %d refused", name, time.Since(start).Round(time.Millisecond), refused)
	}
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("%s: never", what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

// A network that swallows everything: each call fails within its deadline, and calls work as soon as the network does.
func TestBlackHole(t *testing.T) {
	t.Parallel()
	const timeout = time.Second
	cluster := storetest.Shared(t)
	database := migrated.Database(t)
	route := newProxy(t, socketOf(cluster))
	opened := open(t, route.dsn(database), postgres.Options{Probe: true, Timeout: timeout})
	s := bounded.Store(opened, bounded.Options{Timeout: timeout, Permanent: postgres.Permanent})
	n := registration()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	fillPool(t, opened)

	route.swallow()
	var wait sync.WaitGroup
	took := make([]time.Duration, 500)
	for i := range took {
		wait.Go(func() {
			start := time.Now()
			err := s.UsePasskey(t.Context(), login(n.Passkey))
			took[i] = time.Since(start)
			if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, store.ErrFault) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wait.Wait()
	slowest := slices.Max(took)
	if slowest > timeout+time.Second {
		t.Errorf("the slowest took %v", slowest)
	}
	t.Logf("%d calls, the slowest took %v", len(took), slowest)

	route.pass()
	start := time.Now()
	eventually(t, "back", func() bool { return s.UsePasskey(t.Context(), login(n.Passkey)) == nil })
	t.Logf("back after %v", time.Since(start).Round(time.Millisecond))
	raw := connect(t, cluster.DSNOf(database))
	eventually(t, "no statement is left", func() bool {
		return count(t, raw, `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND datname = current_database() AND query LIKE '%passkeys%'`) == 0
	})
}

// No statement outlives its caller: the server ends one that waits for a lock, although the caller has vanished without
// closing the connection.
func TestAbandonedStatementEnds(t *testing.T) {
	t.Parallel()
	const timeout = time.Second
	cluster := storetest.Shared(t)
	database := migrated.Database(t)
	route := newProxy(t, socketOf(cluster))
	opened := open(t, route.dsn(database), postgres.Options{Timeout: timeout})
	s := bounded.Store(opened, bounded.Options{Timeout: timeout, Permanent: postgres.Permanent})
	n := registration()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	raw := connect(t, cluster.DSNOf(database))
	raw.exec(t, `BEGIN; SELECT 1 FROM passkeys FOR UPDATE`)
	failed := make(chan error)
	go func() {
		failed <- s.RenamePasskey(t.Context(), n.Passkey.IdentityID, n.Passkey.ID, "Late", event("passkey.renamed", n.Passkey.IdentityID))
	}()
	watcher := connect(t, cluster.DSNOf(database))
	waits := func() int {
		return count(t, watcher, `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)
	}
	eventually(t, "it waits for the lock", func() bool { return waits() > 0 })
	route.swallow() // even the request to cancel it
	if err := <-failed; err == nil {
		t.Error("the rename succeeds")
	}
	eventually(t, "the server has ended it", func() bool { return waits() == 0 })
	raw.exec(t, `COMMIT`)
	if n := count(t, raw, `SELECT count(*) FROM passkeys WHERE name = 'Late'`); n != 0 {
		t.Error("it was carried out later")
	}
	route.pass() // for the end of the test
}
