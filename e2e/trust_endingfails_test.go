package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// gatekeeper is a proxy for Kratos' admin API that can refuse to end sessions.
type gatekeeper struct {
	url    string
	refuse atomic.Bool // requests that end sessions are answered with 503
}

// newGatekeeper forwards to Kratos' admin API at that port.
func newGatekeeper(t testing.TB, kratosAdmin int) *gatekeeper {
	t.Helper()
	kratos, err := url.Parse(fmt.Sprintf("http://127.0.0.1:%d", kratosAdmin))
	must(t, err)
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(kratos) }}
	port := freePort(t)
	g := &gatekeeper{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete && strings.Contains(r.URL.Path, "/sessions") && g.refuse.Load() {
			http.Error(w, `{"error":{"code":503}}`, http.StatusServiceUnavailable)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	return g
}

// atKratos is the status of the session at Kratos itself.
func (s *stack) atKratos(t testing.TB, c caller) int {
	t.Helper()
	return caller{s.kratos.PublicURL, c.header}.do(t, http.MethodGet, "/sessions/whoami", nil).status
}

// testEndingFails: Kratos fails when the owner, or an admin, ends an attacker's session. It ends later without
// another request, and the owner's continues.
func testEndingFails(t *testing.T, s *stack) {
	for name, end := range map[string]func(t *testing.T, owner caller, stolen passkey) answer{
		"Removed": func(t *testing.T, owner caller, stolen passkey) answer {
			return owner.do(t, http.MethodDelete, "/v1/passkeys/"+stolen.ID.String(), nil)
		},
		"Disowned": func(t *testing.T, owner caller, stolen passkey) answer {
			return owner.do(t, http.MethodPost, "/v1/passkeys/"+stolen.ID.String()+"/disown", struct{}{})
		},
		"Suspended": func(t *testing.T, _ caller, stolen passkey) answer {
			return s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+stolen.ID.String()+"/suspend", map[string]any{"reason": "stolen"})
		},
		"Revoked": func(t *testing.T, _ caller, stolen passkey) answer {
			return s.support().do(t, http.MethodPost, "/admin/v1/passkeys/"+stolen.ID.String()+"/revoke", map[string]any{"reason": "stolen"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, owner, phone := s.customer(t)
			owner.stepUp(t, phone)
			device := webauthntest.New(s.latchkey.PublicURL)
			stolen := owner.register(t, device)
			attacker, _ := s.signIn(t, device)
			owner.stepUp(t, phone)

			s.gate.refuse.Store(true)
			var said struct {
				Sessions string `json:"sessions"`
			}
			end(t, owner, stolen).want(t, http.StatusOK, &said)
			s.gate.refuse.Store(false)
			if said.Sessions != "pending" {
				t.Errorf("sessions: %q", said.Sessions)
			}
			if status := s.atKratos(t, attacker); status != http.StatusOK {
				t.Fatalf("the attacker's session answers %d; Kratos was to refuse", status)
			}
			later, _ := s.signIn(t, phone)
			eventually(t, "the stolen session ends at Kratos", func() bool { return s.atKratos(t, attacker) == http.StatusUnauthorized })
			if status := s.atKratos(t, later); status != http.StatusOK {
				t.Errorf("a session that began afterwards answers %d", status)
			}
			if name == "Revoked" { // ends all that had begun, one after the other
				eventually(t, "the owner's session ends, too", func() bool { return s.atKratos(t, owner) == http.StatusUnauthorized })
			} else if status := s.atKratos(t, owner); status != http.StatusOK {
				t.Errorf("the owner's session answers %d", status)
			}
		})
	}
}
