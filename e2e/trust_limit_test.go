package e2e_test

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// testRequestID: a request ID that a client chose does not appear in the log.
func testRequestID(t *testing.T, s *stack) {
	const chosen = "IT-WAS-SOMEBODY-ELSE-0000"
	user, person := s.app(t)
	person.header.Set("X-Request-Id", chosen)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
	got := person.do(t, http.MethodGet, "/v1/session", nil)
	if id := got.header.Get("X-Request-Id"); id == "" || id == chosen {
		t.Errorf("the answer's request ID is %q", id)
	}
	events := s.support().do(t, http.MethodGet, "/admin/v1/audit-events?identity_id="+user.IdentityID.String(), nil)
	events.want(t, http.StatusOK, nil)
	if strings.Contains(string(events.body), chosen) {
		t.Error("a request ID that the client chose is on record")
	}
}

// testReadiness: any client may call the readiness endpoint as often as it likes, but does not reach Kratos' admin
// API that often.
func testReadiness(t *testing.T, shared *stack) {
	target, err := url.Parse(shared.kratos.AdminURL)
	must(t, err)
	var asked atomic.Int64
	forward := httputil.NewSingleHostReverseProxy(target)
	port := freePort(t)
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		forward.ServeHTTP(w, r)
	}))
	l := startLatchkey(t, demo.LatchkeyOptions{Kratos: shared.kratos, Env: []string{"LATCHKEY_KRATOS_ADMIN_URL=" + localhost(port)}})
	before := asked.Load()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				if got, err := (caller{l.PublicURL, nil}).send(t.Context(), http.MethodGet, "/health/ready", nil); err != nil || got.status != http.StatusOK {
					t.Errorf("%d, %v", got.status, err)
				}
			}
		})
	}
	wait.Wait()
	if calls := asked.Load() - before; calls > 20 {
		t.Errorf("400 questions made %d calls at Kratos", calls)
	}
}
