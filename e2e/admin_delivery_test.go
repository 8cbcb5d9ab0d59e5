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
	tb.await("see the configured receivers to choose from", shadow+`.all('#filter-sink option').map((o) => o.value + ' ' + o.textContent).join() === ' Any,webhook:crm Webhook “crm”'`)
	tb.await("see where it went", shadow+`.all('li.item dd').some((e) => e.textContent === 'Webhook “crm”')`)
	tb.see("status_500")
	tb.looksRight()
	up.Store(true)
	tb.act("Try again", "the receiver is back", "Try again")
	tb.see("The notification is being sent again.")
	eventuallyTold(t, func() bool { return taken.Load() > 0 })
	tb.openAnew(s.latchkey.PublicURL + "/admin#/deliveries?state=delivered&sink=webhook:crm")
	tb.await("see where it went", shadow+`.all('li.item dd').some((e) => e.textContent === 'Webhook “crm”')`)
	tb.await("see a receiver that is not configured any more", `(location.hash = '#/deliveries?sink=webhook:gone') && `+shadow+`.all('#filter-sink option').some((o) => o.selected && o.textContent === 'Webhook “gone”')`)
}
