package postgres_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/store"
	"latchkey/store/postgres"
	"latchkey/store/storetest"
)

// The database stops and starts again while the store stays open.
func TestDatabaseRestarts(t *testing.T) {
	cluster := storetest.StartCluster(t)
	s := open(t, cluster.DSN(), postgres.Options{Migrate: true})
	n := registration()
	if err := s.CreatePasskey(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	fillPool(t, s)

	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		start := time.Now()
		err := s.UsePasskey(ctx, login(n.Passkey))
		cancel()
		if err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) {
			t.Errorf("without a database a login gives %v", err)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("it took %v to notice", took)
		}
	}

	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	// pgxpool pings a connection that was idle for more than a second; until then one of before the restart may fail.
	for deadline, inARow := time.Now().Add(30*time.Second), 0; inARow < 50; inARow++ {
		if err := s.UsePasskey(t.Context(), login(n.Passkey)); err != nil {
			inARow = -1
			if time.Now().After(deadline) {
				t.Fatalf("after the restart: %v", err)
			}
			<-time.After(50 * time.Millisecond)
		}
	}
	if p, err := s.Passkey(t.Context(), n.Passkey.ID); err != nil || p.LastUsedAt == nil {
		t.Errorf("what was stored before is %+v, %v", p, err)
	}
}

// fillPool opens several connections.
func fillPool(t *testing.T, s *postgres.Store) {
	t.Helper()
	var running sync.WaitGroup
	for range 16 {
		running.Go(func() {
			if _, err := s.Now(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
}

// A port without a listener, and a listener that never answers.
func TestOpenUnreachable(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	// Port 1 is tcpmux, which is not in use anywhere.
	for name, address := range map[string]string{"silent": silent.Addr().String(), "closed": "127.0.0.1:1"} {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		start := time.Now()
		_, err := postgres.Open(ctx, "postgres://latchkey:geheim@"+address+"/latchkey", postgres.Options{Migrate: true})
		cancel()
		if err == nil || time.Since(start) > 20*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(start))
		} else if strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: the error tells the password: %v", name, err)
		}
	}
	_, err = postgres.Open(t.Context(), "postgres://latchkey:geheim@[::1/latchkey", postgres.Options{})
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("a broken DSN gives %v", err)
	}
}
