package notifications

import (
	"testing"

	"latchkey/config"
)

// EHLO names the host of base_url, unless a setting names another.
func TestEHLOName(t *testing.T) {
	for _, test := range []struct{ baseURL, set, want string }{
		{"https://passkeys.example.com:8443", "", "passkeys.example.com"}, {"http://localhost:4477", "", "localhost"},
		{"http://127.0.0.1:4477", "", "[127.0.0.1]"}, {"http://[::1]:4477", "", "[IPv6:::1]"},
		{"https://passkeys.example.com", "mail.example.com", "mail.example.com"},
	} {
		cfg := config.Default()
		cfg.Serve.Public.BaseURL = test.baseURL
		cfg.Notify.Mail = config.Mail{Server: "smtp.example.com:587", Security: "starttls", From: "a@example.com", Language: "en", EHLO: test.set}
		if got := mailOf(cfg).EHLO; got != test.want {
			t.Errorf("%s, %q: EHLO %s, want %s", test.baseURL, test.set, got, test.want)
		}
		if faults := mailFaults(cfg); len(faults) > 0 {
			t.Errorf("%s, %q: %v", test.baseURL, test.set, faults)
		}
	}
}
