package kratos_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/kratos"
)

// TestReady: Kratos is ready if both of its APIs answer as its own do.
func TestReady(t *testing.T) {
	t.Parallel()
	const healthy = `{"status":"ok"}`
	for name, c := range map[string]struct {
		adminStatus  int
		admin        string
		publicStatus int
		public       string
		want         error
	}{
		"ready":                   {200, healthy, 401, refused401, nil},
		"database is down":        {503, `{"errors":{"database":"down"}}`, 401, refused401, fault.ErrKratosUnavailable},
		"503 that says ok":        {503, healthy, 401, refused401, fault.ErrKratosUnavailable},
		"not healthy":             {200, `{"errors":{}}`, 401, refused401, fault.ErrKratosMisconfigured},
		"public API is down":      {200, healthy, 502, ``, fault.ErrKratosUnavailable},
		"public API is the admin": {200, healthy, 307, ``, fault.ErrKratosMisconfigured},
		"public API is elsewhere": {200, healthy, 404, refused404, fault.ErrKratosMisconfigured},
		"a proxy wants its login": {200, healthy, 401, `{"message":"no API key"}`, fault.ErrKratosMisconfigured},
		"a session for anyone":    {200, healthy, 200, session, fault.ErrKratosMisconfigured},
		"public API allows none":  {200, healthy, 403, `{"error":{"code":403}}`, fault.ErrKratosMisconfigured},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := answering(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", asJSON)
				status, body := c.publicStatus, c.public
				if r.URL.Path == "/admin/health/ready" {
					status, body = c.adminStatus, c.admin
				} else if r.URL.Path != "/sessions/whoami" || r.Header.Get("Cookie")+r.Header.Get("X-Session-Token") != "" {
					t.Errorf("asked for %s with %v", r.URL, r.Header)
				}
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			})
			if err := client.Ready(t.Context()); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// TestRealAddressesExchanged: with kratos.public_url or kratos.admin_url at the other API, no login can succeed, and Kratos is
// not ready. The error names the setting.
func TestRealAddressesExchanged(t *testing.T) {
	k, _ := start(t, demo.KratosOptions{})
	for setting, cfg := range map[string]kratos.Config{
		"kratos.public_url": {PublicURL: k.AdminURL, AdminURL: k.AdminURL},
		"kratos.admin_url":  {PublicURL: k.PublicURL, AdminURL: k.PublicURL},
	} {
		c, err := kratos.New(cfg)
		must(t, err)
		if err := c.Ready(t.Context()); !errors.Is(err, fault.ErrKratosMisconfigured) || !strings.Contains(err.Error(), setting) {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
