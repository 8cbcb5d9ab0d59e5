package kratos_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos"
)

// TestRedirectsAreNotFollowed: a user's session is sent only to the configured address.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere.Add(1)
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := answering(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) })
		_, err := c.Session(t.Context(), credential(t, c, "Cookie", "ory_kratos_session=ory_st_secret"))
		unclear(t, err)
		_, err = c.Identity(t.Context(), uuid.MustParse(identityID))
		unclear(t, err)
		unclear(t, c.Ready(t.Context()))
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

// TestSlowAnswers: a response that never begins, one that trickles, one that breaks off.
func TestSlowAnswers(t *testing.T) {
	wait := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"slow": func(w http.ResponseWriter, r *http.Request) { wait(r) },
		"dripping": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			_, _ = io.WriteString(w, session)
			for range 1200 { // the session is complete, but the response does not end
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(50 * time.Millisecond):
				}
			}
		},
		"broken off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", asJSON)
			w.Header().Set("Content-Length", "100000")
			_, _ = io.WriteString(w, session)
		},
		"not HTTP": func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "220 mail.example.com ESMTP\r\n")
				conn.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(t, handler)
			began := time.Now()
			_, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
			unclear(t, err)
			if took := time.Since(began); took > 20*time.Second { // without a timeout: a minute
				t.Errorf("took %s with a timeout of one second", took)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		const address = "http://127.0.0.1:1" // tcpmux, which no system has
		c, err := kratos.New(kratos.Config{PublicURL: address, AdminURL: address})
		must(t, err)
		_, err = c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_secret"))
		unclear(t, err)
		_, err = c.FindIdentity(t.Context(), "ada@example.com")
		unclear(t, err)
	})
}

// TestConnectionsAreKept: as many concurrent calls as on a busy server, in rounds, over the same connections.
func TestConnectionsAreKept(t *testing.T) {
	const sideBySide, rounds = 32, 10
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Millisecond)
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL, Timeout: 10 * time.Second})
	must(t, err)
	cred := credential(t, c, "X-Session-Token", "ory_st_x")
	for range rounds {
		failures := make(chan error, sideBySide)
		for range sideBySide {
			go func() {
				_, err := c.Session(t.Context(), cred)
				failures <- err
			}()
		}
		for range sideBySide {
			must(t, <-failures)
		}
	}
	if n := opened.Load(); n > 2*sideBySide {
		t.Errorf("%d connections for %d calls, %d at a time", n, sideBySide*rounds, sideBySide)
	}
}

func BenchmarkSession(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, session)
	}))
	defer server.Close()
	c, err := kratos.New(kratos.Config{PublicURL: server.URL, AdminURL: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Session-Token", "ory_st_x")
	cred, _ := c.CredentialFrom(r)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Session(b.Context(), cred); err != nil {
			b.Fatal(err)
		}
	}
}
