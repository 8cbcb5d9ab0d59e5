package e2e_test

import (
	"context"
	"net/http"
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
	thief := s.kratos.Browser()
	must(t, thief.Login(t.Context(), victim.Email, password))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	unlinked := make(chan int)
	rate := time.NewTicker(50 * time.Millisecond)
	defer rate.Stop()
	go func() {
		n := 0
		for range rate.C {
			if ctx.Err() != nil {
				break
			}
			if thief.ChangeSettings(ctx, map[string]any{"unlink": "passkey"}) == nil {
				n++
			}
		}
		unlinked <- n
	}()
	const logins = 20
	began := time.Now()
	refused := map[int]int{}
	for range logins {
		if got := s.anyone().loginWith(t, "token", device); got.status != http.StatusOK {
			refused[got.status]++
		}
	}
	took := time.Since(began)
	stop()
	n := <-unlinked
	t.Logf("%d unlinks, %d logins in %s", n, logins, took)
	if len(refused) > 0 || n < logins/2 {
		t.Errorf("after %d unlinks the owner's logins were refused: %v", n, refused)
	}
}
