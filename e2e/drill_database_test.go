//go:build drill

package e2e_test

import (
	"io"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// slowest is how long an answer may take: store.timeout, and as much more as 500 clients on a busy machine wait for a core.
const slowest = 3*time.Second + 10*time.Second

// drillBlackHole: the network to the database swallows everything, new connections too, while 500 finishes share four connections.
func drillBlackHole(t *testing.T) {
	drillRoute(t, "black-holed Postgres, 4 connections, 500 finishes", 0, func(r *route) { r.swallows.Store(true) })
}

// drillSlow: each packet to or from the database takes 20 ms more. There are too many finishes for the time, so what has begun must go
// first: if each had a part of its calls, none would be completed.
func drillSlow(t *testing.T) {
	drillRoute(t, "slow Postgres, 4 connections, 500 finishes", 20, func(r *route) { r.delay.Store(int64(20 * time.Millisecond)) })
}

func drillRoute(t *testing.T, name string, completed int, fails func(*route)) {
	const users, each = 25, 10
	cluster := storetest.StartCluster(t)
	r := newRoute(t, filepath.Join(hostOf(t, cluster), ".s.PGSQL.5432"))
	s := newReplicas(t, startKratos(t, demo.KratosOptions{}), r.dsn()+"&pool_max_conns=4").start(t, "", 1)[0]
	l := newLoad(t, users, s)
	l.pause = 0
	finishes := l.prepare(each)
	ready := watch(t, s)
	eventually(t, "ready", ready.ok)

	fails(r)
	progress(t, "%d finishes", len(finishes))
	took := l.sendAll(finishes, func(int64) {})
	if took > slowest {
		t.Errorf("the slowest answer took %v, want at most %v", took, slowest)
	}
	l.allOrNothing(cluster.DSN(), finishes)
	r.swallows.Store(false)
	r.delay.Store(0)
	passes := time.Now()
	unanswered := 0
	l.wait.Go(func() { unanswered = l.repeatAll(finishes) })
	back := l.backAfter(passes)
	l.stop()
	eventually(t, "ready again", ready.ok)
	if back > backWithin {
		t.Errorf("back after %v, want at most %v", back, backWithin)
	}
	if atOnce := len(finishes) - unanswered; atOnce < completed {
		t.Errorf("%d finishes were completed at the first attempt, want %d or more", atOnce, completed)
	}
	progress(t, "%d of %d finishes without an answer, the slowest after %v", unanswered, len(finishes), took)
	l.check(cluster.DSN(), row{drill: name, gap: took, back: back})
}

// route forwards connections to a server, at first as they come.
type route struct {
	net.Listener
	target   string
	delay    atomic.Int64
	swallows atomic.Bool
}

func newRoute(t *testing.T, target string) *route {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	r := &route{Listener: listener, target: target}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go r.forward(client)
		}
	}()
	return r
}

func (r *route) dsn() string {
	return "postgres://latchkey@" + r.Addr().String() + "/postgres?sslmode=disable"
}

func (r *route) forward(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", r.target)
	if err != nil {
		return
	}
	defer server.Close()
	var wait sync.WaitGroup
	wait.Go(func() { r.copy(server, client) })
	wait.Go(func() { r.copy(client, server) })
	wait.Wait()
}

// copy forwards one direction, and closes the other end when it is over.
func (r *route) copy(to io.WriteCloser, from io.Reader) {
	defer to.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		time.Sleep(time.Duration(r.delay.Load()))
		for r.swallows.Load() {
			time.Sleep(10 * time.Millisecond) // the sender repeats its packets until one arrives
		}
		if _, writeErr := to.Write(buffer[:n]); err != nil || writeErr != nil {
			return
		}
	}
}
