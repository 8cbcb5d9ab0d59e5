package kratos

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
)

// oneSession is a Kratos with one session, which counts the calls for it.
type oneSession struct {
	asked    atomic.Int32
	identity uuid.UUID
	valid    atomic.Bool
	lasts    time.Duration
}

func (k *oneSession) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodDelete {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	k.asked.Add(1)
	w.Header().Set("Content-Type", "application/json")
	if !k.valid.Load() {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":{"code":401}}`)
		return
	}
	now := time.Now().UTC()
	fmt.Fprintf(w, `{"id":"ea85b822-da38-4ae0-a431-b91f4ae5c741","active":true,"expires_at":%q,"authenticated_at":%q,
		"authenticator_assurance_level":"aal1","authentication_methods":[{"method":"password","aal":"aal1","completed_at":%q}],
		"identity":{"id":%q,"state":"active","traits":{}}}`,
		now.Add(k.lasts).Format(time.RFC3339Nano), now.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano), k.identity)
}

func cachingClient(t *testing.T, keep time.Duration) (*oneSession, *Client) {
	t.Helper()
	k := &oneSession{identity: uuid.New(), lasts: time.Hour}
	k.valid.Store(true)
	server := httptest.NewServer(k)
	t.Cleanup(server.Close)
	c, err := New(Config{PublicURL: server.URL, AdminURL: server.URL, SessionCache: keep})
	if err != nil {
		t.Fatal(err)
	}
	return k, c
}

// expires fails the test unless an answer stops coming from the cache, well before ten seconds have passed.
func (k *oneSession) expires(t *testing.T, c *Client) {
	t.Helper()
	if _, err := k.ask(t, c, "X-Session-Token", "one"); err != nil {
		t.Error(err)
	}
	for deadline := time.Now().Add(5 * time.Second); ; <-time.After(5 * time.Millisecond) {
		cached, err := k.ask(t, c, "X-Session-Token", "one")
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("cached %t, %v", cached, err)
		}
		if !cached {
			return
		}
	}
}

func (k *oneSession) ask(t *testing.T, c *Client, headers ...string) (cached bool, err error) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	s, cached, err := c.CachedSessionOf(r)
	if err == nil && s.Identity.ID != k.identity {
		t.Errorf("session of %s", s.Identity.ID)
	}
	return cached, err
}

func TestCachedSessionOf(t *testing.T) {
	const token, cookie = "X-Session-Token", "Cookie"
	t.Run("good answers", func(t *testing.T) {
		k, c := cachingClient(t, 10*time.Second)
		for i := range 5 {
			if cached, err := k.ask(t, c, token, "one"); err != nil || cached != (i > 0) {
				t.Errorf("question %d: cached %t, %v", i, cached, err)
			}
		}
		for _, other := range [][]string{{token, "two"}, {cookie, "ory_kratos_session=one"}, {"Authorization", "Bearer one"}} {
			if cached, err := k.ask(t, c, other...); err != nil || cached {
				t.Errorf("%v: cached %t, %v", other, cached, err)
			}
		}
		if got := k.asked.Load(); got != 4 {
			t.Errorf("Kratos was asked %d times", got)
		}
		// A change never uses the cache.
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set(token, "one")
		k.valid.Store(false)
		if _, err := c.SessionOf(r); !errors.Is(err, fault.ErrUnauthenticated) {
			t.Errorf("SessionOf rests on the cache: %v", err)
		}
	})
	t.Run("refusals are not remembered", func(t *testing.T) {
		k, c := cachingClient(t, 10*time.Second)
		k.valid.Store(false)
		for range 2 {
			if _, err := k.ask(t, c, token, "one"); !errors.Is(err, fault.ErrUnauthenticated) {
				t.Errorf("got %v, want fault.ErrUnauthenticated", err)
			}
		}
		k.valid.Store(true)
		if cached, err := k.ask(t, c, token, "one"); err != nil || cached {
			t.Errorf("cached %t, %v", cached, err)
		}
		if _, err := k.ask(t, c); !errors.Is(err, fault.ErrUnauthenticated) || k.asked.Load() != 3 {
			t.Errorf("no credential: %v, asked %d times", err, k.asked.Load())
		}
	})
	t.Run("off", func(t *testing.T) {
		k, c := cachingClient(t, 0)
		for range 3 {
			if cached, err := k.ask(t, c, token, "one"); err != nil || cached {
				t.Errorf("cached %t, %v", cached, err)
			}
		}
	})
	t.Run("for so long", func(t *testing.T) {
		k, c := cachingClient(t, 30*time.Millisecond)
		k.expires(t, c)
	})
	t.Run("not longer than the session", func(t *testing.T) {
		k, c := cachingClient(t, 10*time.Second)
		k.lasts = 20 * time.Millisecond
		k.expires(t, c)
	})
	t.Run("ended by us", func(t *testing.T) {
		k, c := cachingClient(t, 10*time.Second)
		for name, end := range map[string]func() error{
			"all of the identity": func() error { return c.EndSessions(t.Context(), k.identity) },
			"the one": func() error {
				return c.EndSession(t.Context(), uuid.MustParse("ea85b822-da38-4ae0-a431-b91f4ae5c741"))
			},
		} {
			if _, err := k.ask(t, c, token, "one"); err != nil {
				t.Error(err)
			}
			if err := c.EndSessions(t.Context(), uuid.New()); err != nil {
				t.Error(err)
			}
			if cached, _ := k.ask(t, c, token, "one"); !cached {
				t.Error("ending another user's sessions forgets this one")
			}
			if err := end(); err != nil {
				t.Error(err)
			}
			if cached, _ := k.ask(t, c, token, "one"); cached {
				t.Errorf("%s: still remembered", name)
			}
		}
	})
}

func TestSessionCacheIsShort(t *testing.T) {
	for _, keep := range []time.Duration{-1, 10*time.Second + 1} {
		if _, err := New(Config{PublicURL: "http://a", AdminURL: "http://a", SessionCache: keep}); err == nil {
			t.Errorf("a session cache of %s", keep)
		}
	}
}
