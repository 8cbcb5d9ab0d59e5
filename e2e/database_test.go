package e2e_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// TestPgBouncer: two replicas behind PgBouncer in transaction mode, where statements of one connection run on several
// connections of the server. Nothing is configured for it, and every login succeeds.
func TestPgBouncer(t *testing.T) {
	t.Parallel()
	const people, logins = 12, 40
	cluster := storetest.StartCluster(t)
	k := startKratos(t, demo.KratosOptions{})
	dsn := cluster.Pooler(t, "postgres", "transaction")
	origin := localhost(freePort(t)) // of the balancer in front of both
	secret := demo.RandomSecret()
	remember("cipher secret", secret)
	var replicas []*stack
	for range 2 {
		l := startLatchkey(t, demo.LatchkeyOptions{Binary: raced.path(t), Kratos: k, DSN: dsn, Env: []string{
			"LATCHKEY_SECRETS_CIPHER=" + secret, "LATCHKEY_SERVE_PUBLIC_BASE_URL=" + origin, relyingParty(t, origin),
		}})
		replicas = append(replicas, &stack{kratos: k, latchkey: l})
	}
	var (
		wait     sync.WaitGroup
		accepted atomic.Int64
	)
	for i := range people {
		a := webauthntest.New(origin)
		_, person := replicas[i%2].app(t)
		person.register(t, a)
		wait.Go(func() {
			for j := range logins {
				at := replicas[j%2].anyone()
				answered, err := at.send(t.Context(), http.MethodPost, "/v1/login/finish", at.begin(t, "login").signed(t, a))
				if err != nil || answered.status != http.StatusOK {
					t.Errorf("login %d: %d %s, %v", j, answered.status, answered.body, err)
					continue
				}
				accepted.Add(1)
			}
		})
	}
	wait.Wait()
	if n := accepted.Load(); n != people*logins {
		t.Errorf("%d of %d logins succeeded", n, people*logins)
	}
	t.Logf("%d of %d logins succeeded", accepted.Load(), people*logins)
}

// TestPostgresFrozen: the server keeps its connections and does not answer, as behind a network that swallows everything.
// Each request is answered within store.timeout, and what was not answered is not carried out later.
func TestPostgresFrozen(t *testing.T) {
	t.Parallel()
	const requests, margin = 500, 10 * time.Second
	cluster := storetest.StartCluster(t)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{Binary: raced.path(t), DSN: cluster.DSN()})
	_, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	made := person.register(t, a)
	finishes := make([]finish, requests)
	for i := range finishes {
		finishes[i] = s.anyone().begin(t, "login").signed(t, a)
	}

	must(t, cluster.Freeze())
	defer cluster.Thaw()
	var wait sync.WaitGroup
	for i, f := range finishes {
		wait.Go(func() {
			got, err := s.anyone().send(t.Context(), http.MethodPost, "/v1/login/finish", f)
			if err != nil || got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
				t.Errorf("%d: %d %s, %v", i, got.status, got.body, err)
			}
		})
	}
	wait.Wait() // before it, a busy machine may have no core for Kratos' answer either
	checkReady(t, s, http.StatusServiceUnavailable, map[string]string{"database": "failed", "kratos": "ok"})
	// As Latchkey measured it: a busy machine may let so many clients wait for a core.
	took := durations(t, s.latchkey.Log(), "/v1/login/finish", http.StatusServiceUnavailable)
	if len(took) != requests {
		t.Fatalf("the log has %d such answers, want %d", len(took), requests)
	}
	slowest := slices.Max(took)
	if slowest > 3*time.Second+margin {
		t.Errorf("the slowest of %d answers took %v", requests, slowest)
	}

	must(t, cluster.Thaw())
	start := time.Now()
	eventually(t, "back", func() bool {
		got, err := s.anyone().send(t.Context(), http.MethodPost, "/v1/login/finish", s.anyone().begin(t, "login").signed(t, a))
		return err == nil && got.status == http.StatusOK
	})
	t.Logf("all %d answered after at most %v, and back after %v", requests, slowest.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
	if n := loginsOf(t, s, made); n != 1 {
		t.Errorf("the audit log has %d logins, want the one that succeeded", n)
	}
}

// durations are those of a route's answers with that status, by the log.
func durations(t *testing.T, log, route string, status int) []time.Duration {
	t.Helper()
	var took []time.Duration
	for line := range strings.Lines(log) {
		var entry struct {
			Route  string  `json:"route"`
			Status int     `json:"status"`
			TookMS float64 `json:"took_ms"`
		}
		must(t, json.Unmarshal([]byte(line), &entry))
		if entry.Route == route && entry.Status == status {
			took = append(took, time.Duration(entry.TookMS*float64(time.Millisecond)))
		}
	}
	return took
}
