package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"latchkey/store"
)

const (
	secretA = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	secretB = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
)

func newTestWebhook(t *testing.T, url string) *webhook {
	t.Helper()
	hook, err := newWebhook(Webhook{Name: "crm", URL: url, Secrets: []string{secretA, secretB}}, testConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	return hook
}

// post delivers an event to a receiver that answers, however busy this machine is.
func post(t *testing.T, hook *webhook, e store.AuditEvent) outcome {
	t.Helper()
	return postWithin(t, time.Minute, hook, e)
}

func postWithin(t *testing.T, limit time.Duration, hook *webhook, e store.AuditEvent) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	return hook.deliver(ctx, store.NewID(), e)
}

// Either secret verifies the delivery, and no other does.
func TestWebhookIsSigned(t *testing.T) {
	t.Parallel()
	e := happened("passkey.registered")
	e.PasskeyID, e.RequestID, e.Metadata = uuid.New(), "req-1", []byte(`{"recovery_code":true}`)
	var arrived int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived++
		body, _ := io.ReadAll(r.Body)
		for secret, valid := range map[string]bool{secretA: true, secretB: true, "whsec_" + strings.Repeat("A", 32): false} {
			verifier, err := standardwebhooks.NewWebhook(secret)
			if err != nil {
				t.Error(err)
			}
			if err := verifier.Verify(body, r.Header); (err == nil) != valid {
				t.Errorf("%v", err)
			}
			if verifier.Verify(append(body, ' '), r.Header) == nil {
				t.Error("a changed body verifies")
			}
		}
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Webhook-Id") != "msg_"+e.ID.String() {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		var got map[string]any
		if err := json.Unmarshal(body, &got); err != nil {
			t.Error(err)
		}
		data, _ := got["data"].(map[string]any)
		if got["type"] != "passkey.registered" || got["timestamp"] != "2026-03-01T22:05:00Z" || data["identity_id"] != e.IdentityID.String() ||
			data["passkey_id"] != e.PasskeyID.String() || data["metadata"].(map[string]any)["recovery_code"] != true || data["ip"] != e.IP {
			t.Errorf("%s", body)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	for range 2 { // the same message each time
		if out := post(t, newTestWebhook(t, server.URL), e); out != delivered {
			t.Errorf("%+v", out)
		}
	}
	if arrived != 2 {
		t.Errorf("%d posts", arrived)
	}
}

func TestWebhookReceiverFails(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer target.Close()
	over := make(chan struct{})
	defer close(over)
	hang := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client has gone
		select {
		case <-r.Context().Done():
		case <-over:
		case <-time.After(10 * time.Second):
		}
	}
	broken := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			fmt.Fprint(conn, answer)
			_ = conn.(*net.TCPConn).SetLinger(0) // a reset, not an end
			conn.Close()
		}
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   outcome
	}{
		"fails":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, again("status_500")},
		"is gone": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, again("status_410")},
		"redirects": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, target.URL, http.StatusTemporaryRedirect)
		}, again("status_307")},
		"hangs":               {hang, again("timeout")},
		"hangs after the 200": {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200); w.(http.Flusher).Flush(); hang(w, r) }, again("timeout")},
		"drips for ever": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte(" "))
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, again("timeout")},
		"200, then a reset":     {broken("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok"), again("connection_broken")},
		"resets":                {broken(""), again("connection_broken")},
		"speaks something else": {broken("220 mail.test secret-of-theirs\r\n"), again("unreachable")},
		"a huge header":         {broken("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), again("unreachable")},
		"a huge body": {func(w http.ResponseWriter, r *http.Request) {
			for range 1 << 14 { // a gigabyte, if it were read
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
			t.Error("the whole body was read")
		}, delivered},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			defer server.Close()
			limit := time.Minute
			if c.want == again("timeout") {
				limit = time.Second
			}
			out := postWithin(t, limit, newTestWebhook(t, server.URL), happened("passkey.registered"))
			if out != c.want && !(name == "a huge header" && out == again("connection_broken")) {
				t.Errorf("%+v, want %+v", out, c.want)
			}
			if strings.Contains(out.why, "secret-of-theirs") {
				t.Error("repeats what the receiver wrote")
			}
		})
	}
	if elsewhere.Load() != 0 {
		t.Error("a redirect was followed")
	}
	if out := post(t, newTestWebhook(t, "http://127.0.0.1:1"), happened("passkey.registered")); out != again("connection_refused") {
		t.Errorf("no server: %+v", out)
	}
	if out := post(t, newTestWebhook(t, "https://receiver.invalid"), happened("passkey.registered")); out.state != store.DeliveryPending {
		t.Errorf("no such name: %+v", out)
	}
}

func TestWebhookByTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	server.Config.ErrorLog = nil
	if out := post(t, newTestWebhook(t, server.URL), happened("passkey.registered")); out != again("tls_refused") {
		t.Errorf("a certificate that is not trusted: %+v", out)
	}
	cfg := testConfig(t)
	cfg.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	hook, err := newWebhook(Webhook{Name: "crm", URL: server.URL, Secrets: []string{secretA}}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if out := post(t, hook, happened("passkey.registered")); out != delivered {
		t.Errorf("%+v", out)
	}
}

func TestWebhookWants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		patterns []string
		kind     string
		want     bool
	}{
		{nil, "anything", true},
		{[]string{"passkey.*"}, "passkey.removed", true},
		{[]string{"passkey.*"}, "login.succeeded", false},
		{[]string{"login.refused", "mfa.*"}, "mfa.admin_reset", true},
		{[]string{"login"}, "login.refused", false},
	} {
		w := &webhook{Webhook: Webhook{Events: c.patterns}}
		if got := w.wants(store.AuditEvent{Type: c.kind}, time.Now()); got != c.want {
			t.Errorf("%v, %s: %t", c.patterns, c.kind, got)
		}
	}
}

func TestWebhookSettings(t *testing.T) {
	t.Parallel()
	good := Webhook{Name: "crm", URL: "https://crm.example.com/hooks?from=latchkey", Secrets: []string{secretA}, Events: []string{"passkey.*"}}
	if faults := good.Check(); len(faults) > 0 {
		t.Error(faults)
	}
	for name, change := range map[string]func(*Webhook){
		"http":          func(w *Webhook) { w.URL = "http://crm.example.com" },
		"no host":       func(w *Webhook) { w.URL = "https:///x" },
		"a user":        func(w *Webhook) { w.URL = "https://a:b@crm.example.com" },
		"a fragment":    func(w *Webhook) { w.URL += "#x" },
		"another thing": func(w *Webhook) { w.URL = "file:///etc/passwd" },
		"no secret":     func(w *Webhook) { w.Secrets = nil },
		"short secret":  func(w *Webhook) { w.Secrets = []string{"whsec_AAAA"} },
		"no prefix":     func(w *Webhook) { w.Secrets = []string{strings.TrimPrefix(secretA, "whsec_")} },
		"no Base64":     func(w *Webhook) { w.Secrets = []string{"whsec_" + strings.Repeat("?", 40)} },
		"a bad pattern": func(w *Webhook) { w.Events = []string{"passkey.["} },
	} {
		w := good
		change(&w)
		if faults := w.Check(); len(faults) != 1 || strings.Contains(fmt.Sprint(faults), "AAAA") {
			t.Errorf("%s: %v", name, faults)
		}
	}
	for _, url := range []string{"http://127.0.0.1:8080/x", "http://[::1]/x", "http://localhost/x"} {
		w := good
		if w.URL = url; len(w.Check()) > 0 {
			t.Errorf("%s is on this machine", url)
		}
	}
}
