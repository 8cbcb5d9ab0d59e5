package notify

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"latchkey/demo"
)

// A test reaches each webhook, signed, whatever it subscribes to, and once.
func TestOfWebhooks(t *testing.T) {
	t.Parallel()
	arrived := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived++
		body, _ := io.ReadAll(r.Body)
		verifier, err := standardwebhooks.NewWebhook(secretA)
		if err != nil || verifier.Verify(body, r.Header) != nil || !strings.HasPrefix(string(body), `{"type":"delivery.test"`) {
			t.Errorf("%s, %v", body, err)
		}
		if r.URL.Path == "/busy" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	cfg := testConfig(t)
	cfg.Timeout = time.Minute
	for _, name := range []string{"crm", "busy"} {
		cfg.Webhooks = append(cfg.Webhooks, Webhook{Name: name, URL: server.URL + "/" + name, Secrets: []string{secretA}, Events: []string{"passkey.*"}})
	}
	got, err := TestWebhooks(t.Context(), cfg)
	want := []Tested{{Sink: "webhook:crm"}, {Sink: "webhook:busy", Failure: "status_503"}}
	if err != nil || !slices.Equal(got, want) || arrived != 2 {
		t.Errorf("%+v, %v, %d arrived", got, err, arrived)
	}
}

// A test mail arrives at the address, and says that it is one.
func TestOfMail(t *testing.T) {
	t.Parallel()
	server := newMailServer(t, demo.MailOptions{})
	cfg, settings := testConfig(t), testMail(server, SecurityNone)
	settings.Contacts = nil
	cfg.Mail, cfg.Timeout = &settings, time.Minute
	for address, failure := range map[string]string{"ops@example.com": "", "Ops <ops@example.com>": "address_unusable", "a@example.com\r\nBcc: b@example.com": "address_unusable"} {
		if got, err := TestMail(t.Context(), cfg, address); err != nil || got != (Tested{Sink: "mail", Failure: failure}) {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	mails := server.Received()
	if len(mails) != 1 || mails[0].To != "TO:<ops@example.com>" || !strings.Contains(mails[0].Message, "latchkey doctor") {
		t.Errorf("%+v", mails)
	}
}
