package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"latchkey/demo"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// TestKratosDown: while Kratos is down, no user is reported as signed out, and nothing is lost.
func TestKratosDown(t *testing.T) {
	t.Parallel()
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{})
	testOutage(t, s, outage{
		stop: s.kratos.Stop, start: func() error { return s.kratos.Start(t.Context()) },
		code: "kratos_unavailable", failed: "kratos", works: "database",
	})
}

// TestPostgresDown: the same for the database.
func TestPostgresDown(t *testing.T) {
	t.Parallel()
	cluster := storetest.StartCluster(t)
	s := startStack(t, demo.KratosOptions{}, demo.LatchkeyOptions{DSN: cluster.DSN()})
	testOutage(t, s, outage{
		stop: cluster.Stop, start: cluster.Start,
		code: "store_unavailable", failed: "database", works: "kratos",
	})
}

type outage struct {
	stop, start         func() error
	code, failed, works string
}

func testOutage(t *testing.T, s *stack, o outage) {
	_, latchkey := s.app(t)
	a, second := webauthntest.New(s.latchkey.PublicURL), webauthntest.New(s.latchkey.PublicURL)
	made := latchkey.register(t, a)
	latchkey.stepUp(t, a)
	login := s.anyone().begin(t, "login").signed(t, a)
	registration := latchkey.begin(t, "registration").created(t, second)
	stepUp := latchkey.begin(t, "step-up").signed(t, a)
	pid := s.latchkey.PID()

	must(t, o.stop())
	down := func(got answer) {
		t.Helper()
		got.refused(t, http.StatusServiceUnavailable, o.code)
		if got.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	down(latchkey.do(t, http.MethodGet, "/v1/passkeys", nil))
	down(latchkey.do(t, http.MethodPost, "/v1/registration/begin", struct{}{}))
	down(latchkey.do(t, http.MethodPatch, "/v1/passkeys/"+made.ID.String(), map[string]string{"name": "x"}))
	down(latchkey.do(t, http.MethodDelete, "/v1/passkeys/"+made.ID.String(), nil))
	down(latchkey.finish(t, "registration", registration))
	down(latchkey.finish(t, "step-up", stepUp))
	down(s.anyone().finish(t, "login", login))
	down(s.anyone().do(t, http.MethodPost, "/v1/login/begin", map[string]string{"identifier": "ada@example.com"}))
	down(s.support().do(t, http.MethodGet, "/admin/v1/identities?identifier=ada@example.com", nil))
	late := s.anyone().begin(t, "login").signed(t, a) // needs neither
	checkReady(t, s, http.StatusServiceUnavailable, map[string]string{o.failed: "failed", o.works: "ok"})
	s.anyone().do(t, http.MethodGet, "/health/alive", nil).want(t, http.StatusOK, nil)

	must(t, o.start())
	eventually(t, "ready again", func() bool {
		return s.anyone().do(t, http.MethodGet, "/health/ready", nil).status == http.StatusOK
	})
	checkReady(t, s, http.StatusOK, map[string]string{o.failed: "ok", o.works: "ok"})
	// Nothing was spent.
	s.anyone().finish(t, "login", login).want(t, http.StatusOK, nil)
	s.anyone().finish(t, "login", late).want(t, http.StatusOK, nil)
	latchkey.finish(t, "step-up", stepUp).want(t, http.StatusOK, nil)
	latchkey.finish(t, "registration", registration).want(t, http.StatusCreated, nil)
	if got := len(latchkey.passkeys(t)); got != 2 {
		t.Errorf("there are %d passkeys, want 2", got)
	}
	if s.latchkey.PID() != pid {
		t.Error("Latchkey was started anew")
	}
}

// checkReady waits for an answer to the readiness probe: what works may be too slow for it on a busy machine.
func checkReady(t *testing.T, s *stack, status int, checks map[string]string) {
	t.Helper()
	var last answer
	if !inTime(patience, func() bool {
		var said struct{ Checks map[string]string }
		last = s.anyone().do(t, http.MethodGet, "/health/ready", nil)
		return last.status == status && json.Unmarshal(last.body, &said) == nil && maps.Equal(said.Checks, checks)
	}) {
		t.Errorf("ready says %d %s, want %d %v", last.status, last.body, status, checks)
	}
}
