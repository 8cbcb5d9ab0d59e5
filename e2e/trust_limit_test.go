package e2e_test

import (
	"encoding/json"
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

const (
	floodSize = 300
	// floodRows is how much of a flood may be kept: a few rows per type and reason, and the sums.
	floodRows = 12
)

// testFlood: one ordinary account has ceremonies refused as fast as it can. The log keeps a few of them and a sum.
func testFlood(t *testing.T, shared *stack) {
	s := &stack{kratos: shared.kratos, latchkey: startLatchkey(t, demo.LatchkeyOptions{
		Kratos: shared.kratos, Env: []string{"LATCHKEY_LIMITS_WRITES_PER_MINUTE=30"}, // as by default
	})}
	var err error
	s.key, err = s.latchkey.CreateKey("read")
	must(t, err)
	visitor, person, device := s.customer(t)
	before := len(s.support().events(t, "page_size=200&identity_id="+visitor.IdentityID.String()))
	forged := device.Copy()
	forged.Tamper.Signature = func([]byte) []byte { return []byte("not a signature") }

	var limited atomic.Int64
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			a := forged.Copy()
			for range floodSize / 4 {
				if person.floods(t, a) == http.StatusTooManyRequests {
					limited.Add(1)
				}
			}
		})
	}
	wait.Wait()
	after := len(s.support().events(t, "page_size=200&identity_id="+visitor.IdentityID.String()))
	t.Logf("%d refused step-ups: %d answered 429, %d rows written", floodSize, limited.Load(), after-before)
	if after-before > floodRows {
		t.Errorf("%d rows of %d refused ceremonies, want at most %d", after-before, floodSize, floodRows)
	}
	if limited.Load() == 0 {
		t.Error("no request was limited")
	}
}

// floods has one step-up refused, and returns the status.
func (c caller) floods(t *testing.T, a *webauthntest.Authenticator) int {
	begin, err := c.send(t.Context(), http.MethodPost, "/v1/step-up/begin", struct{}{})
	if err != nil || begin.status != http.StatusOK {
		return begin.status
	}
	var b begun
	if json.Unmarshal(begin.body, &b) != nil {
		return 0
	}
	credential, err := a.Get(b.PublicKey)
	if err != nil {
		t.Error(err)
		return 0
	}
	got, err := c.send(t.Context(), http.MethodPost, "/v1/step-up/finish", finish{b.Ceremony, credential})
	if err != nil {
		t.Error(err)
	}
	return got.status
}

// testRequestID: what a client says is its request ID does not get into the log that is to convict it.
func testRequestID(t *testing.T, s *stack) {
	const chosen = "IT-WAS-SOMEBODY-ELSE-0000"
	visitor, person := s.app(t)
	person.header.Set("X-Request-Id", chosen)
	person.register(t, webauthntest.New(s.latchkey.PublicURL))
	got := person.do(t, http.MethodGet, "/v1/session", nil)
	if id := got.header.Get("X-Request-Id"); id == "" || id == chosen {
		t.Errorf("the answer's request ID is %q", id)
	}
	events := s.support().do(t, http.MethodGet, "/admin/v1/audit-events?identity_id="+visitor.IdentityID.String(), nil)
	events.want(t, http.StatusOK, nil)
	if strings.Contains(string(events.body), chosen) {
		t.Error("a request ID that the client chose is on record")
	}
}

// testReadiness: anybody may ask whether we are ready, as often as they like, and does not reach Kratos' admin API so often.
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
