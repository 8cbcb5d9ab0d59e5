package kratos_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

// writes is a proxy before Kratos' admin API that records the PUTs, and holds each as long as a test wants.
type writes struct {
	hold func(*http.Request) // before a PUT; nil: does nothing

	mu sync.Mutex
	at []time.Time
}

func (w *writes) times() []time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.at)
}

// linkingThrough runs a real Kratos behind such a proxy.
func linkingThrough(t *testing.T, timeout time.Duration) (*demo.Kratos, *kratos.Client, *writes) {
	t.Helper()
	k, _, _ := linking(t)
	target, err := url.Parse(k.AdminURL)
	must(t, err)
	w := &writes{}
	forward := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.mu.Lock()
			w.at = append(w.at, time.Now())
			w.mu.Unlock()
			if w.hold != nil {
				w.hold(r)
			}
		}
		forward.ServeHTTP(rw, r)
	}))
	t.Cleanup(proxy.Close)
	c, err := kratos.New(kratos.Config{PublicURL: k.PublicURL, AdminURL: proxy.URL, LoginTraits: []string{"email"}, Timeout: timeout})
	must(t, err)
	return k, c, w
}

// linkAtOnce links an identity in n requests at once, and returns how many failed.
func linkAtOnce(t *testing.T, m *kratos.Minter, id uuid.UUID, n int) (failed int32) {
	t.Helper()
	var requests sync.WaitGroup
	var failures atomic.Int32
	for range n {
		requests.Go(func() {
			if found, err := m.Link(t.Context(), id); err != nil || !found.Active {
				failures.Add(1)
				t.Logf("%+v, %v", found, err)
			}
		})
	}
	requests.Wait()
	return failures.Load()
}

// TestRealRelink: a user who unlinks at Kratos again and again fails no request, and makes Latchkey write the identity
// at most once per second, however many requests link it.
func TestRealRelink(t *testing.T) {
	k, c, seen := linkingThrough(t, 10*time.Second)
	id, err := k.CreateIdentity(t.Context(), map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	for round := range 3 {
		if failed := linkAtOnce(t, m, id, 50); failed > 0 {
			t.Errorf("round %d: %d of 50 requests failed", round, failed)
		}
		writes := seen.times()
		if len(writes) != round+1 {
			t.Fatalf("round %d: %d writes in all", round, len(writes))
		}
		if apart := writes[round].Sub(writes[max(round-1, 0)]); round > 0 && apart < time.Second {
			t.Errorf("round %d: %s after the last write", round, apart)
		}
		if _, links := record(t, k, id); len(links) != 1 {
			t.Errorf("round %d: links %q", round, links)
		}
		must(t, unlink(m, id))
	}
}

// TestRealRelinkWaits: the wait for other links is not part of the request's Kratos budget, and ends with the request.
func TestRealRelinkWaits(t *testing.T) {
	k, c, seen := linkingThrough(t, 700*time.Millisecond)
	id, err := k.CreateIdentity(t.Context(), map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	link := func(ctx context.Context) (err error) {
		c.Budget(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, err = m.Link(r.Context(), id)
		})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, "/", nil))
		return err
	}
	must(t, link(t.Context()))
	must(t, unlink(m, id))
	must(t, link(t.Context()))
	must(t, unlink(m, id))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := link(ctx); !errors.Is(err, fault.ErrKratosUnavailable) || time.Since(began) > 600*time.Millisecond {
		t.Errorf("a request that has ended: %v after %s", err, time.Since(began))
	}
	if writes := len(seen.times()); writes != 2 {
		t.Errorf("%d writes", writes)
	}
}

// TestRealRelinkFlood: the requests that wait for one identity are limited; those of another identity do not wait.
func TestRealRelinkFlood(t *testing.T) {
	k, c, seen := linkingThrough(t, 10*time.Second)
	ada, err := k.CreateIdentity(t.Context(), map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	eve, err := k.CreateIdentity(t.Context(), map[string]any{"email": "eve@example.com"}, password, nil)
	must(t, err)
	held, release := make(chan struct{}), make(chan struct{})
	seen.hold = func(r *http.Request) {
		if r.URL.Path == "/admin/identities/"+eve.String() {
			close(held)
			<-release
		}
	}
	m := kratos.NewMinter(kratos.MinterConfig{Provider: "passkey"}, c)
	const flood, atMost = 100, 64
	var refused, linked atomic.Int32
	var requests sync.WaitGroup
	try := func() {
		switch _, err := m.Link(t.Context(), eve); {
		case err == nil:
			linked.Add(1)
		case !errors.Is(err, fault.ErrKratosUnavailable):
			t.Error(err)
		case refused.Add(1) == flood-atMost:
			close(release)
		}
	}
	requests.Go(try)
	<-held
	for range flood - 1 {
		requests.Go(try)
	}
	if _, err := m.Link(t.Context(), ada); err != nil {
		t.Errorf("another identity: %v", err)
	}
	requests.Wait()
	if linked.Load() != atMost || refused.Load() != flood-atMost || len(seen.times()) != 2 {
		t.Errorf("%d linked, %d refused, %d writes", linked.Load(), refused.Load(), len(seen.times()))
	}
}
