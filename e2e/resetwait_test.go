package e2e_test

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/demo"
	"latchkey/store/migrated"
)

// TestResetByCommandWaits: Kratos fails while a command resets a user, and no Latchkey is running. The command
// reports it, retries, and ends with the result of the reset.
func TestResetByCommandWaits(t *testing.T) {
	t.Parallel()
	k := startKratos(t, demo.KratosOptions{})
	target, err := url.Parse(k.AdminURL)
	must(t, err)
	through := httputil.NewSingleHostReverseProxy(target)
	var failing atomic.Int64 // so many removals fail
	port := freePort(t)
	serve(t, port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete && failing.Add(-1) >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		through.ServeHTTP(w, r)
	}))
	s := &stack{kratos: k, latchkey: startLatchkey(t, demo.LatchkeyOptions{
		Kratos: k, DSN: migrated.Postgres(t), Env: []string{"LATCHKEY_KRATOS_ADMIN_URL=" + localhost(port)},
	})}
	ada, _ := s.app(t)
	eve, _ := s.app(t)
	must(t, s.latchkey.Stop())

	failing.Store(1)
	shown, told := s.commandLine(t, nil, 0, "mfa-reset", ada.IdentityID.String(), "--reason", "lost", "--yes", "--wait", "2m")
	if !strings.Contains(shown, "done") || strings.Count(told, "\n") != 1 || !strings.Contains(told, "Kratos did not answer on attempt 1; the next is at ") {
		t.Errorf("shown:\n%stold:\n%s", shown, told)
	}

	failing.Store(1 << 40)
	shown, told = s.commandLine(t, nil, 5, "mfa-reset", eve.IdentityID.String(), "--reason", "lost", "--yes", "--wait", "0s")
	if !strings.Contains(shown, "open") || !strings.Contains(told, "not done yet: Kratos did not answer on attempt 1") {
		t.Errorf("shown:\n%stold:\n%s", shown, told)
	}
}
