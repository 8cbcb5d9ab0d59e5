package e2e_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/webauthnsvc/webauthntest"
)

// testUnlink: an attacker with the password unlinks our provider at Kratos repeatedly. The owner's passkey still
// signs in, and the logins cost the identity at most one write per second.
func testUnlink(t *testing.T, s *stack) {
	victim, person := s.browser(t)
	device := webauthntest.New(s.latchkey.PublicURL)
	person.register(t, device)
	attacker := s.kratos.Browser()
	must(t, attacker.Login(t.Context(), victim.Email, password))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan struct{})
	var unlinks atomic.Int32
	// Latchkey links once a second. Faster attempts unlink no more often, and keep Kratos' SQLite locked for so long that
	// opening a login exceeds its time.
	rate := time.NewTicker(200 * time.Millisecond)
	defer rate.Stop()
	go func() {
		defer close(done)
		for range rate.C {
			if ctx.Err() != nil {
				return
			}
			if attacker.ChangeSettings(ctx, map[string]any{"unlink": "passkey"}) == nil {
				unlinks.Add(1)
			}
		}
	}()
	const wanted, most = 10, 200
	began, logins := time.Now(), 0
	refused := map[int]int{}
	for ; logins < 2*wanted || unlinks.Load() < wanted && logins < most; logins++ {
		got := s.anyone().loginWith(t, "token", device)
		if got.status == http.StatusServiceUnavailable { // Kratos' SQLite was locked for too long: the owner tries again
			got = s.anyone().loginWith(t, "token", device)
		}
		if got.status != http.StatusOK {
			refused[got.status]++
		}
	}
	took := time.Since(began)
	stop()
	<-done
	t.Logf("%d unlinks, %d logins in %s", unlinks.Load(), logins, took)
	if n := unlinks.Load(); len(refused) > 0 || n < wanted {
		t.Errorf("after %d unlinks the owner's logins were refused: %v", n, refused)
	}
}
