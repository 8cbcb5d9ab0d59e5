package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// deliveryFaults are those that doctor finds only when it delivers something.
func (d *doctored) deliveryFaults(t *testing.T) []seed {
	secret := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(secret, []byte("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"), 0o600))
	refusing := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(refusing.Close)
	return []seed{
		{"notify.mail", false, []string{
			"LATCHKEY_NOTIFY_MAIL_SERVER=localhost:1", "LATCHKEY_NOTIFY_MAIL_SECURITY=none", "LATCHKEY_NOTIFY_MAIL_FROM=no-reply@latchkey.test",
		}, []string{"--deliver-mail", "ops@example.com"}},
		{"notify.webhook", false, []string{
			`LATCHKEY_NOTIFY_WEBHOOKS=[{"name":"crm","url":"` + refusing.URL + `","secret_file":"` + secret + `"}]`,
		}, []string{"--deliver-webhooks"}},
		{"notify.set", false, []string{
			`LATCHKEY_NOTIFY_SETS=[{"name":"vpn","url":"` + refusing.URL + `","audience":"https://vpn.example.com"}]`,
		}, []string{"--deliver-sets"}},
	}
}
