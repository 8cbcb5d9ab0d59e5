package e2e_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// attacker uses Kratos and Latchkey with stolen credentials: a password or a cookie. Each step is recorded in the
// transcript. A refusal does not end the attack: the test checks afterwards what must have failed.
type attacker struct {
	t        *testing.T
	s        *stack
	flows    string // of Kratos: api or browser
	kratos   caller
	latchkey caller
	device   *webauthntest.Authenticator

	totpSecret string // of the app that enrolTOTP set up
}

// withPassword signs in at Kratos as the victim, with an app or a browser.
func (s *stack) withPassword(t *testing.T, victim *demo.KratosUser, flows string) *attacker {
	t.Helper()
	a := s.attacker(t, flows)
	a.flow("login", "", func(f kratosFlow) map[string]any {
		return map[string]any{"method": "password", "identifier": victim.Email, "password": password}
	})
	a.whoami()
	return a
}

// withStolenCookie acts in the victim's own session.
func (s *stack) withStolenCookie(t *testing.T, victim *demo.KratosUser) *attacker {
	t.Helper()
	a := s.attacker(t, "browser")
	a.hold("Cookie", victim.Cookie().Name+"="+victim.Cookie().Value)
	a.whoami()
	return a
}

func (s *stack) attacker(t *testing.T, flows string) *attacker {
	a := &attacker{
		t: t, s: s, flows: flows, device: webauthntest.New(s.latchkey.PublicURL),
		kratos:   caller{s.kratos.PublicURL, http.Header{"Accept": {"application/json"}}},
		latchkey: caller{s.latchkey.PublicURL, http.Header{}},
	}
	if flows == "browser" {
		a.kratos.base = s.kratos.BrowserURL
		a.latchkey.header.Set("Origin", s.latchkey.PublicURL)
	}
	return a
}

func (a *attacker) hold(header, value string) {
	remember("stolen session", value)
	a.kratos.header.Set(header, value)
	a.latchkey.header.Set(header, value)
}

var anID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// try is one step of the attack, with a line of the transcript.
func (a *attacker) try(at caller, method, path string, body any) answer {
	a.t.Helper()
	got := at.do(a.t, method, path, body)
	where := "latchkey"
	if at.base == a.kratos.base {
		where = "kratos"
		at.keepCookies(got)
	}
	plain, _, _ := strings.Cut(path, "?")
	a.t.Logf("%-8s %-6s %-40s %d %s", where, method, anID.ReplaceAllString(plain, "{id}"), got.status, got.gist())
	return got
}

// gist is the one word of an answer that matters: the code of a refusal, or a level.
func (a answer) gist() string {
	var said struct {
		Code  string `json:"code"`
		Error struct {
			ID string `json:"id"`
		} `json:"error"`
		Level   string `json:"authenticator_assurance_level"`
		Session struct {
			Level string `json:"authenticator_assurance_level"`
		} `json:"session"`
	}
	_ = json.Unmarshal(a.body, &said) // an answer without any of these has no gist
	return cmp.Or(said.Code, said.Error.ID, said.Level, said.Session.Level, a.header.Get("X-Latchkey-Level"))
}

// kratosFlow is what an attacker reads of a self-service flow.
type kratosFlow struct {
	ID string `json:"id"`
	UI struct {
		Nodes []struct {
			Attributes struct {
				Name  string `json:"name"`
				ID    string `json:"id"`
				Value any    `json:"value"`
				Text  struct {
					Context struct {
						Secret string `json:"secret"`
					} `json:"context"`
				} `json:"text"`
			} `json:"attributes"`
		} `json:"nodes"`
	} `json:"ui"`
}

func (f kratosFlow) value(name string) string {
	for _, node := range f.UI.Nodes {
		if text, ok := node.Attributes.Value.(string); ok && node.Attributes.Name == name {
			return text
		}
	}
	return ""
}

func (f kratosFlow) secret(id string) string {
	for _, node := range f.UI.Nodes {
		if node.Attributes.ID == id {
			return node.Attributes.Text.Context.Secret
		}
	}
	return ""
}

// flow opens a self-service flow and submits each form in turn; a form is built from the flow as it was opened.
func (a *attacker) flow(name, query string, forms ...func(kratosFlow) map[string]any) answer {
	a.t.Helper()
	var opened kratosFlow
	got := a.try(a.kratos, http.MethodGet, "/self-service/"+name+"/"+a.flows+query, nil)
	if got.status != http.StatusOK {
		return got
	}
	must(a.t, json.Unmarshal(got.body, &opened))
	for _, form := range forms {
		filled := form(opened)
		if token := opened.value("csrf_token"); token != "" {
			filled["csrf_token"] = token
		}
		if got = a.try(a.kratos, http.MethodPost, "/self-service/"+name+"?flow="+opened.ID, filled); got.status != http.StatusOK {
			return got
		}
	}
	var signed struct {
		Token string `json:"session_token"`
	}
	must(a.t, json.Unmarshal(got.body, &signed))
	if signed.Token != "" {
		a.hold("X-Session-Token", signed.Token)
	} else if cookie := a.kratos.header.Get("Cookie"); cookie != "" {
		a.hold("Cookie", cookie)
	}
	return got
}

// whoami is the session's level at Kratos.
func (a *attacker) whoami() string {
	a.t.Helper()
	return a.try(a.kratos, http.MethodGet, "/sessions/whoami", nil).gist()
}

// register tries to add a passkey on the attacker's device.
func (a *attacker) register() answer {
	a.t.Helper()
	var b begun
	begin := a.try(a.latchkey, http.MethodPost, "/v1/registration/begin", struct{}{})
	if begin.status != http.StatusOK {
		return begin
	}
	must(a.t, json.Unmarshal(begin.body, &b))
	return a.try(a.latchkey, http.MethodPost, "/v1/registration/finish", b.created(a.t, a.device))
}

func (a *attacker) remove(passkey uuid.UUID) answer {
	a.t.Helper()
	return a.try(a.latchkey, http.MethodDelete, "/v1/passkeys/"+passkey.String(), nil)
}

func (a *attacker) makeCodes() answer {
	a.t.Helper()
	return a.try(a.latchkey, http.MethodPost, "/v1/recovery-codes", struct{}{})
}

func (a *attacker) authz() answer {
	a.t.Helper()
	return a.try(a.latchkey, http.MethodGet, "/v1/authz", nil)
}

// gainsNothing tries every request that takes over an account, and requires each to be refused for lack of evidence.
func (a *attacker) gainsNothing(victims uuid.UUID) {
	a.t.Helper()
	refused := func(what string, got answer) {
		a.t.Helper()
		// Users with a role cannot have recovery codes, fresh or not.
		if code := got.gist(); got.status != http.StatusForbidden || (code != "step_up_required" && code != "forbidden") {
			a.t.Errorf("%s: %d %s, want 403 step_up_required", what, got.status, code)
		}
	}
	refused("adding a passkey", a.register())
	refused("making recovery codes", a.makeCodes())
	refused("removing the victim's passkey", a.remove(victims))
	if level := a.authz().header.Get("X-Latchkey-Level"); level != "aal1" {
		a.t.Errorf("authz says %q, want aal1", level)
	}
}
