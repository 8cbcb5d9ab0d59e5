package kratos_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/demo"
	"latchkey/fault"
	"latchkey/webauthnsvc"
)

// loginHook is a web_hook in login.after, with an answer that tests choose.
type loginHook struct {
	url    string
	answer atomic.Pointer[hookAnswer]
}

type hookAnswer struct {
	status int
	body   string
}

func serveLoginHook(t *testing.T) *loginHook {
	h := &loginHook{}
	h.answer.Store(&hookAnswer{http.StatusOK, `{}`})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		said := h.answer.Load()
		w.WriteHeader(said.status)
		_, _ = io.WriteString(w, said.body)
	}))
	t.Cleanup(server.Close)
	h.url = server.URL + "/login?key=hook-secret"
	return h
}

// config is the hook in kratos.yml. With parse, it may interrupt a login with messages for the user.
func (h *loginHook) config(parse bool) []map[string]any {
	return []map[string]any{{"hook": "web_hook", "config": map[string]any{
		"url": h.url, "method": "POST", "body": "base64://ZnVuY3Rpb24oY3R4KSB7fQ==", "response": map[string]any{"parse": parse},
	}}}
}

const hookMessages = `{"messages":[{"instance_ptr":"#/","messages":[{"id":7,"text":"not on Sundays, ada@example.com","type":"error","context":{}}]}]}`

// class is how a refusal is meant: by one of these, which errors.Is distinguishes.
func class(err error) string {
	for _, one := range []struct {
		err  error
		name string
	}{
		{webauthnsvc.ErrUnlinked, "unlinked"}, {fault.ErrKratosMisconfigured, "misconfigured"}, {fault.ErrKratosUnavailable, "unavailable"},
		{fault.ErrKratosRefused, "refused"}, {fault.ErrIdentityInactive, "inactive"}, {fault.ErrIdentityNotFound, "deleted"},
	} {
		if errors.Is(err, one.err) {
			return one.name
		}
	}
	if err == nil {
		return "no error"
	}
	return "another error"
}

// loginEnds makes a login of each kind, which must end in this class without a session, and with these words in the error.
func (m *mint) loginEnds(t *testing.T, want, words string) {
	t.Helper()
	for _, kind := range []string{webauthnsvc.SessionToken, webauthnsvc.SessionCookie} {
		err := m.login(t, kind)
		if got := class(err); got != want {
			t.Errorf("%s: %s, want %s: %v", kind, got, want, err)
			continue
		}
		if err != nil && !strings.Contains(err.Error(), words) {
			t.Errorf("%s: the error lacks %q: %v", kind, words, err)
		}
		if err != nil && (strings.Contains(err.Error(), "hook-secret") || strings.Contains(err.Error(), "ada@example.com")) {
			t.Errorf("%s: the error tells too much: %v", kind, err)
		}
	}
}

func (m *mint) login(t *testing.T, kind string) error {
	t.Helper()
	minting, err := m.minter.Begin(t.Context(), kind, m.who)
	if err != nil {
		return err
	}
	code, err := m.provider.CodeForRequest(minting.AuthorizeURL(), m.who)
	must(t, err)
	m.commit(t, code)
	_, err = minting.Finish(t.Context(), code.RedirectTo)
	return err
}

// TestRealRefusals: why a login at Kratos fails, on one Kratos whose hook, configuration and identities change.
func TestRealRefusals(t *testing.T) {
	hook := serveLoginHook(t)
	m := startMintWith(t, demo.KratosOptions{LoginHooks: hook.config(true)})
	m.loginEnds(t, "no error", "")
	t.Run("Hook", func(t *testing.T) { testLoginHook(t, m, hook) })
	t.Run("Provider", func(t *testing.T) { testProviderChanges(t, m) })
	t.Run("Link", func(t *testing.T) { testLinkRefused(t, m) })
	t.Run("Meanwhile", func(t *testing.T) { testChangesAfterCommit(t, m) })
}

// A web_hook that refuses a login does so permanently, whether it names a reason for the user or not.
func testLoginHook(t *testing.T, m *mint, hook *loginHook) {
	parse := true
	for _, test := range []struct {
		name   string
		parse  bool
		answer hookAnswer
		want   string
		words  string
	}{
		{"a reason for the user", true, hookAnswer{403, hookMessages}, "refused", "not on Sundays"},
		{"a reason with 400", true, hookAnswer{400, hookMessages}, "refused", "not on Sundays"},
		{"no reason", true, hookAnswer{403, `{}`}, "refused", "no validation errors"},
		{"not what Kratos reads", true, hookAnswer{403, `no`}, "misconfigured", "unmarshalled"},
		{"not parsed, 403", false, hookAnswer{403, hookMessages}, "refused", "403"},
		{"not parsed, 404", false, hookAnswer{404, `no such hook`}, "refused", "404"},
		{"not parsed, 200", false, hookAnswer{200, `{}`}, "no error", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if parse != test.parse {
				must(t, m.kratos.Edit(t.Context(), `"parse":true`, `"parse":false`))
				parse = test.parse
			}
			hook.answer.Store(&test.answer)
			m.loginEnds(t, test.want, test.words)
		})
	}
}

// A provider that kratos.yml does not have, or with other settings, needs an operator.
func testProviderChanges(t *testing.T, m *mint) {
	if m.kratos.Has(demo.UpdatesIdentity) {
		t.Run("the mapper at each login", func(t *testing.T) {
			automatic := "update_identity_on_login: automatic\n            pkce: auto"
			must(t, m.kratos.Edit(t.Context(), "pkce: auto", automatic))
			m.loginEnds(t, "unavailable", "linked in advance")
			must(t, m.kratos.Edit(t.Context(), automatic, "pkce: auto"))
		})
	}
	var changed []string
	for _, test := range []struct {
		name, old, new string
		want, words    string
	}{
		{"pkce: force", "pkce: auto", "pkce: force", "no error", ""}, // uses the other callback address
		{"method disabled", "oidc:\n      enabled: true", "oidc:\n      enabled: false", "misconfigured", "disabled"},
		{"another ID", "id: passkey", "id: other", "misconfigured", "has not been configured"},
		{"another secret", "client_secret: ", "client_secret: x # ", "misconfigured", "client_secret"},
		{"another issuer", m.issuer, m.issuer + "/elsewhere", "misconfigured", "404"},
		{"no issuer there", m.issuer, "http://127.0.0.1:1", "unavailable", "connection refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			must(t, m.kratos.Edit(t.Context(), append(changed, test.old, test.new)...))
			changed = []string{test.new, test.old}
			m.loginEnds(t, test.want, test.words)
		})
	}
	must(t, m.kratos.Edit(t.Context(), changed...))
	m.loginEnds(t, "no error", "")
}

// Kratos does not accept an identity that its schema no longer allows, which only an operator or the user can change.
func testLinkRefused(t *testing.T, m *mint) {
	ctx := t.Context()
	id, err := m.kratos.CreateIdentity(ctx, map[string]any{"email": "bea@example.com", "name": "Bea"}, password, nil)
	must(t, err)
	must(t, m.kratos.EditSchema(ctx, `"maxLength": 200`, `"maxLength": 2`))
	_, err = m.minter.Link(ctx, id)
	if class(err) != "refused" || !strings.Contains(err.Error(), "length") || strings.Contains(err.Error(), "bea@") {
		t.Errorf("got %v, want the reason of the schema", err)
	}
	must(t, m.kratos.EditSchema(ctx, `"maxLength": 2`, `"maxLength": 200`))
	_, err = m.minter.Link(ctx, id)
	must(t, err)
}

// An identity that is deactivated or deleted at Kratos after the commit.
func testChangesAfterCommit(t *testing.T, m *mint) {
	ctx := t.Context()
	must(t, m.kratos.SetState(ctx, m.who.IdentityID, "inactive"))
	m.loginEnds(t, "inactive", "")
	must(t, m.kratos.DeleteIdentity(ctx, m.who.IdentityID))
	m.loginEnds(t, "deleted", "")
}
