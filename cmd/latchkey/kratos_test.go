package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// config check refuses an address at which something other than that API of Kratos answers.
func TestCheckRefusesAddressesOfKratos(t *testing.T) {
	t.Chdir(t.TempDir())
	serving := func(path string, status int, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != path {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	public := serving("/sessions/whoami", http.StatusUnauthorized, `{"error":{"code":401}}`)
	admin := serving("/admin/health/ready", http.StatusOK, `{"status":"ok"}`)
	for name, c := range map[string]struct{ public, admin, fault string }{
		"the admin API twice":  {admin, admin, "kratos.public_url (LATCHKEY_KRATOS_PUBLIC_URL) does not lead to that API of Kratos"},
		"the public API twice": {public, public, "kratos.admin_url (LATCHKEY_KRATOS_ADMIN_URL) does not lead to that API of Kratos"},
	} {
		_, errOut, code := latchkey(t, []string{"LATCHKEY_KRATOS_PUBLIC_URL=" + c.public, "LATCHKEY_KRATOS_ADMIN_URL=" + c.admin}, "config", "check")
		if code != exitFailure || !strings.Contains(errOut, c.fault) {
			t.Errorf("%s: exit code %d, %s", name, code, errOut)
		}
	}
}
