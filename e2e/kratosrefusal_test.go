package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/webauthnsvc/webauthntest"
)

// refusingHook is a web_hook in login.after that refuses logins while the test says so, with a message for the user.
type refusingHook struct {
	url     string
	refuses atomic.Bool
}

func serveRefusingHook(t *testing.T) *refusingHook {
	h := &refusingHook{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !h.refuses.Load() {
			_, _ = io.WriteString(w, `{}`)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `{"messages":[{"instance_ptr":"#/","messages":[{"id":7,"text":"not on Sundays","type":"error","context":{}}]}]}`)
	}))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *refusingHook) config() []map[string]any {
	return []map[string]any{{"hook": "web_hook", "config": map[string]any{
		"url": h.url, "method": "POST", "body": "base64://ZnVuY3Rpb24oY3R4KSB7fQ==", "response": map[string]any{"parse": true},
	}}}
}

// registerReported registers a passkey and returns the code in which the response says that a login would end, or "".
func (c caller) registerReported(t *testing.T, a *webauthntest.Authenticator) string {
	t.Helper()
	var made struct {
		Refused *struct {
			Code string `json:"code"`
		} `json:"sign_in_refused"`
	}
	c.finish(t, "registration", c.begin(t, "registration").created(t, a)).want(t, http.StatusCreated, &made)
	if made.Refused == nil {
		return ""
	}
	return made.Refused.Code
}

// refusedLogin signs in, which must be refused without an invitation to try again; the cause is in the log only.
func (s *stack) refusedLogin(t *testing.T, a *webauthntest.Authenticator, status int, code, cause string) {
	t.Helper()
	for range 2 { // the second time, too
		got := s.anyone().loginWith(t, "token", a)
		got.refused(t, status, code)
		if got.header.Get("Retry-After") != "" || strings.Contains(string(got.body), cause) {
			t.Errorf("%s: Retry-After %q, %s", code, got.header.Get("Retry-After"), got.body)
		}
		_, line, _ := strings.Cut(s.latchkey.Log(), `"`+got.header.Get("X-Request-Id")+`"`)
		line, _, _ = strings.Cut(line, "\n")
		if !strings.Contains(line, cause) {
			t.Errorf("the log line of the request lacks %q: %s", cause, line)
		}
	}
}

// testRefusedByKratos: a web_hook refuses the login, and then kratos.yml has no provider of ours.
func testRefusedByKratos(t *testing.T, s *stack, hook *refusingHook) {
	ctx := t.Context()
	_, person := s.app(t)
	a := webauthntest.New(s.latchkey.PublicURL)
	if code := person.registerReported(t, a); code != "" {
		t.Errorf("before any login, the registration says %q", code)
	}
	hook.refuses.Store(true)
	s.refusedLogin(t, a, http.StatusConflict, "kratos_refused", "not on Sundays")
	person.stepUp(t, a) // works all the same
	if code := person.registerReported(t, webauthntest.New(s.latchkey.PublicURL)); code != "kratos_refused" {
		t.Errorf("after a refused login, the registration says %q", code)
	}
	hook.refuses.Store(false)
	s.anyone().loginWith(t, "token", a).want(t, http.StatusOK, nil)

	must(t, s.kratos.Edit(ctx, "id: passkey", "id: other"))
	s.refusedLogin(t, a, http.StatusInternalServerError, "kratos_misconfigured", "has not been configured")
	if code := person.registerReported(t, webauthntest.New(s.latchkey.PublicURL)); code != "kratos_misconfigured" {
		t.Errorf("without a provider, the registration says %q", code)
	}
	if log := s.latchkey.Log(); !strings.Contains(log, fmt.Sprintf(`"level":"ERROR","msg":%q`, "a login at Kratos cannot begin")) {
		t.Error("the registration logs no error")
	}
	must(t, s.kratos.Edit(ctx, "id: other", "id: passkey"))
	s.anyone().loginWith(t, "token", a).want(t, http.StatusOK, nil)
	if code := person.registerReported(t, webauthntest.New(s.latchkey.PublicURL)); code != "" {
		t.Errorf("with a provider again, the registration says %q", code)
	}
}
