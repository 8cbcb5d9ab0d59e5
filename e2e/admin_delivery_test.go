package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// TestConsoleDeliveries: what a receiver did not take is seen, and sent again once it is back.
func TestConsoleDeliveries(t *testing.T) {
	t.Parallel()
	var up atomic.Bool
	var taken atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			http.Error(w, "no", http.StatusInternalServerError)
			return
		}
		taken.Add(1)
	}))
	t.Cleanup(receiver.Close)
	secret := filepath.Join(t.TempDir(), "webhook.secret")
	must(t, os.WriteFile(secret, []byte("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), 0o600))
	s := startConsole(t, "LATCHKEY_NOTIFY_EVERY=1s", "LATCHKEY_NOTIFY_TIMEOUT=2s", "LATCHKEY_NOTIFY_TRIES=1",
		"LATCHKEY_NOTIFY_WEBHOOKS="+`[{"name":"crm","url":"`+receiver.URL+`","secret_file":"`+secret+`","events":["passkey.registered"]}]`)
	user, _, _ := s.customer(t)
	tb := staff("admin")(s, t)

	dead := "/admin/v1/deliveries?state=dead&identity_id=" + user.IdentityID.String()
	var list struct {
		Deliveries []struct{ Failure string } `json:"deliveries"`
	}
	eventuallyTold(t, func() bool {
		s.support().do(t, http.MethodGet, dead, nil).want(t, http.StatusOK, &list)
		return len(list.Deliveries) == 1
	})
	tb.press("Notifications")
	tb.open(s.latchkey.PublicURL + "/admin#/deliveries?state=dead&identity_id=" + user.IdentityID.String())
	tb.see("webhook:crm")
	tb.see("status_500")
	tb.looksRight()
	up.Store(true)
	tb.act("Try again", "the receiver is back", "Try again")
	tb.see("The notification is being sent again.")
	eventuallyTold(t, func() bool { return taken.Load() > 0 })
	tb.openAnew(s.latchkey.PublicURL + "/admin#/deliveries?state=delivered")
	tb.see("webhook:crm")
}
