package kratos_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"latchkey/account"
	"latchkey/demo"
)

// settingsAsker is Latchkey's end of the settings hook.
type settingsAsker struct {
	mu     sync.Mutex
	bodies []map[string]any
	refuse bool
}

func (a *settingsAsker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	text, _ := io.ReadAll(r.Body)
	var body map[string]any
	_ = json.Unmarshal(text, &body)
	a.bodies = append(a.bodies, body)
	if !a.refuse {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", asJSON)
	w.WriteHeader(http.StatusForbidden)
	_, _ = io.WriteString(w, `{"messages":[{"instance_ptr":"#/","messages":[{"id":9100004,"text":"Passkey first","type":"error","context":{}}]}]}`)
}

// last returns the body of the only call since the previous last.
func (a *settingsAsker) last(t *testing.T) map[string]any {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() { a.bodies = nil }()
	if len(a.bodies) != 1 {
		t.Fatalf("asked %d times: %v", len(a.bodies), a.bodies)
	}
	return a.bodies[0]
}

// TestRealSettingsHook: Kratos 1.3.1 calls the hook before it stores a change by any method, and identifies the session
// only by the cookie that our template includes. A refused change is not stored. An enrolment still raises the session
// to aal2, which is why the gate is the second line of defence and never the first.
func TestRealSettingsHook(t *testing.T) {
	ctx := t.Context()
	caller := &settingsAsker{}
	reserved, err := demo.ReservePorts(1) // so that no other server gets the port after this one is closed
	must(t, err)
	t.Cleanup(func() { must(t, reserved.Release()) })
	server := httptest.NewUnstartedServer(caller)
	must(t, server.Listener.Close())
	server.Listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", reserved.Ports[0]))
	must(t, err)
	server.Start()
	t.Cleanup(server.Close)
	k, c := start(t, demo.KratosOptions{SettingsHooks: []map[string]any{demo.SettingsHook(server.URL, "a key")}})
	browser, app := k.Browser(), k.App()
	must(t, browser.Register(ctx, "ada@example.com", password, ""))
	must(t, app.Register(ctx, "bob@example.com", password, ""))

	for _, user := range []*demo.KratosUser{browser, app} {
		for name, change := range map[string]func() error{
			"password": func() error {
				return user.ChangeSettings(ctx, map[string]any{"method": "password", "password": "another " + password})
			},
			"profile": func() error {
				return user.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]string{"email": user.Email, "name": "New"}})
			},
			"totp": func() error { _, err := user.EnrolTOTP(ctx); return err },
		} {
			caller.refuse = true
			before := rawIdentity(t, k, user.IdentityID)
			if err := change(); err == nil || !strings.Contains(err.Error(), "Passkey first") {
				t.Errorf("%s, refused: %v", name, err)
			}
			body := caller.last(t)
			want := map[string]any{"flow_id": body["flow_id"], "flow_type": "api", "identity_id": user.IdentityID.String()}
			if cookie := user.Cookie(); cookie != nil {
				want["flow_type"], want["session_cookie"] = "browser", "ory_kratos_session="+cookie.Value
			}
			if k.Has(demo.RemovesPasskeys) { // newer versions name the session
				delete(want, "session_cookie")
				want["session_id"] = user.SessionID.String()
			}
			if got, _ := json.Marshal(body); string(got) != mustJSON(t, want) {
				t.Errorf("%s: told %s, want %s", name, got, mustJSON(t, want))
			}
			_, held, err := c.Holdings(ctx, user.IdentityID, nil)
			must(t, err)
			if held.Any() || rawIdentity(t, k, user.IdentityID) != before {
				t.Errorf("%s: stored all the same, holds %v", name, held.Kinds())
			}
		}
		session, err := c.Session(ctx, proofOf(t, c, user))
		must(t, err)
		last := session.Methods[len(session.Methods)-1]
		if session.AAL != account.AAL2 || last.Name != "totp" || last.AAL != account.AAL2 {
			t.Errorf("after a refused enrolment: %s by %+v", session.AAL, session.Methods)
		}
		caller.refuse = false
		if _, err := user.EnrolTOTP(ctx); err != nil {
			t.Errorf("let through: %v", err)
		}
		caller.last(t)
	}
	server.Close()
	if err := browser.ChangeSettings(ctx, map[string]any{"method": "password", "password": "a third " + password}); err == nil {
		t.Error("stored although the hook did not answer")
	}
	if err := k.App().Login(ctx, "ada@example.com", "a third "+password); err == nil {
		t.Error("the password is changed")
	}
}

func mustJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	must(t, err)
	return string(text)
}

// TestRealSettingsNeedTheHighestLevel: with our configuration, a password alone neither removes nor replaces the user's
// authenticator app. With aal1 it does.
func TestRealSettingsNeedTheHighestLevel(t *testing.T) {
	ctx := t.Context()
	for _, test := range []struct {
		required string
		unlinked bool
	}{{"", false}, {"aal1", true}} {
		k, c := start(t, demo.KratosOptions{SettingsAAL: test.required})
		ada, attacker := k.Browser(), k.Browser()
		must(t, ada.Register(ctx, "ada@example.com", password, ""))
		_, err := ada.EnrolTOTP(ctx)
		must(t, err)
		must(t, attacker.Login(ctx, "ada@example.com", password))
		err = attacker.ChangeSettings(ctx, map[string]any{"method": "totp", "totp_unlink": true})
		_, held, lookErr := c.Holdings(ctx, ada.IdentityID, nil)
		must(t, lookErr)
		if (err == nil) != test.unlinked || held.Any() == test.unlinked {
			t.Errorf("required_aal %q: %v, holds %v", test.required, err, held.Kinds())
		}
		if !test.unlinked && !strings.Contains(err.Error(), "session_aal2_required") {
			t.Errorf("refused for another reason: %v", err)
		}
	}
}
