package kratos_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/demo"
)

var recoveryLink = regexp.MustCompile(`https?://[^\s"<>]*/self-service/recovery\?[^\s"<>]*`)

// TestRealRecoveryVerifies: when Kratos calls its recovery hook, the address that the mail went to is already verified,
// and verified_at is the time of this recovery; a refusal does not undo it. The session's method is link_recovery, at
// aal1.
func TestRealRecoveryVerifies(t *testing.T) {
	ctx := t.Context()
	var seen []account.Address
	refuse := true
	ask := func(http.ResponseWriter) {}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { ask(w) }))
	t.Cleanup(server.Close)
	hook := demo.SettingsHook(server.URL, "a key")
	k, c := start(t, demo.KratosOptions{RecoveryHooks: []map[string]any{hook}})
	id, err := k.CreateIdentity(ctx, map[string]any{"email": "ada@example.com"}, password, nil)
	must(t, err)
	ask = func(w http.ResponseWriter) {
		found, err := c.Identity(ctx, id)
		if err != nil {
			t.Error(err)
		}
		seen = found.Addresses
		if refuse {
			w.Header().Set("Content-Type", asJSON)
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `{"messages":[{"instance_ptr":"#/","messages":[{"id":9100003,"text":"Passkey first","type":"error","context":{}}]}]}`)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
	if found, err := c.Identity(ctx, id); err != nil || len(found.Addresses) != 1 || found.Addresses[0].Verified || !found.Addresses[0].VerifiedAt.IsZero() {
		t.Fatalf("before: %+v, %v", found.Addresses, err)
	}
	began := time.Now()
	recoverByMail(t, k, "ada@example.com")
	if len(seen) != 1 || !seen[0].Verified || seen[0].VerifiedAt.Before(began.Add(-time.Second)) || seen[0].VerifiedAt.After(time.Now().Add(time.Second)) {
		t.Fatalf("the hook sees %+v", seen)
	}
	first := seen[0].VerifiedAt
	if sessions, err := sessionsOf(ctx, c, id); err != nil || len(sessions) != 0 {
		t.Errorf("refused, and there are sessions: %+v, %v", sessions, err)
	}
	refuse = false
	client := recoverByMail(t, k, "ada@example.com")
	if renewed := !seen[0].VerifiedAt.Equal(first); renewed != k.Has(demo.RemovesPasskeys) { // newer versions renew it

		t.Errorf("verified at %s, and again at %s", first, seen[0].VerifiedAt)
	}
	base, err := url.Parse(k.BrowserURL)
	must(t, err)
	for _, cookie := range client.Jar.Cookies(base) {
		if cookie.Name != "ory_kratos_session" {
			continue
		}
		session, err := c.Session(ctx, credential(t, c, "Cookie", cookie.String()))
		must(t, err)
		if session.AAL != account.AAL1 || len(session.Methods) != 1 || session.Methods[0].Name != "link_recovery" || session.Methods[0].AAL != account.AAL1 {
			t.Errorf("session at %s by %+v", session.AAL, session.Methods)
		}
		return
	}
	t.Error("let through, and there is no session")
}

// recoverByMail follows the link in Kratos' newest mail.
func recoverByMail(t *testing.T, k *demo.Kratos, email string) *http.Client {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	say := func(method, address string, body, into any) {
		t.Helper()
		encoded, err := json.Marshal(body)
		must(t, err)
		req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(string(encoded)))
		must(t, err)
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		must(t, err)
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		must(t, err)
		if into != nil && json.Unmarshal(text, into) != nil {
			t.Fatalf("%s: %d %s", address, resp.StatusCode, text)
		}
	}
	var flow struct {
		ID string `json:"id"`
		UI struct {
			Nodes []struct {
				Attributes struct{ Name, Value string } `json:"attributes"`
			} `json:"nodes"`
		} `json:"ui"`
	}
	say(http.MethodGet, k.BrowserURL+"/self-service/recovery/browser", nil, &flow)
	form := map[string]string{"method": "link", "email": email}
	for _, node := range flow.UI.Nodes {
		if node.Attributes.Name == "csrf_token" {
			form["csrf_token"] = node.Attributes.Value
		}
	}
	say(http.MethodPost, k.BrowserURL+"/self-service/recovery?flow="+flow.ID, form, nil)
	var mails []struct{ Body string }
	say(http.MethodGet, k.AdminURL+"/admin/courier/messages", nil, &mails)
	for _, mail := range mails { // newest first
		if link := recoveryLink.FindString(mail.Body); link != "" {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
			must(t, err)
			req.Header.Set("Accept", "text/html")
			resp, err := client.Do(req)
			must(t, err)
			resp.Body.Close()
			return client
		}
	}
	t.Fatalf("no link in %d mails", len(mails))
	return nil
}
