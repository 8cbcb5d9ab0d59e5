package e2e_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/demo"
	"latchkey/webauthnsvc/webauthntest"
)

// The templates of docs/gates.md.
const (
	loginTemplate = `function(ctx) {
  flow_id: ctx.flow.id, flow_type: ctx.flow.type, identity_id: ctx.identity.id,
  session_id: ctx.session.id, methods: ctx.session.authentication_methods,
  pass: if std.objectHas(ctx.request_cookies, 'latchkey_pass') then ctx.request_cookies.latchkey_pass else '',
}`
	flowTemplate = `function(ctx) { flow_id: ctx.flow.id, flow_type: ctx.flow.type, identity_id: ctx.identity.id }`
)

func hook(address, key, template string, response map[string]any) map[string]any {
	return map[string]any{"hook": "web_hook", "config": map[string]any{
		"url": address, "method": "POST",
		"body":     "base64://" + base64.StdEncoding.EncodeToString([]byte(template)),
		"auth":     map[string]any{"type": "api_key", "config": map[string]any{"in": "header", "name": "X-Hook-Key", "value": key}},
		"response": response,
	}}
}

// gatedStack is one whose logins and recoveries go through the gate; its appURL is the login page.
func gatedStack(t *testing.T) *stack {
	t.Helper()
	loginPort := freePort(t)
	serve(t, loginPort, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,">the login page`))
	}))
	kratos := demo.KratosOptions{Login: &demo.KratosLogin{}, LoginURL: localhost(loginPort) + "/login"}
	latchkey := demo.LatchkeyOptions{PublicPort: freePort(t)}
	shutGate(&kratos, &latchkey)
	s := startStack(t, kratos, latchkey)
	s.appURL = kratos.LoginURL
	return s
}

// shutGate has Kratos ask Latchkey about each login and recovery. Ports and addresses must be set before.
func shutGate(kratos *demo.KratosOptions, latchkey *demo.LatchkeyOptions) {
	key := demo.RandomSecret()
	remember("hook key", key)
	hooks := localhost(latchkey.PublicPort) + "/hooks/kratos/"
	interrupt := map[string]any{"parse": true}
	kratos.RegistrationHooks = []map[string]any{hook(hooks+"registration", key, flowTemplate, map[string]any{"ignore": true})}
	kratos.LoginHooks = []map[string]any{hook(hooks+"login", key, loginTemplate, interrupt)}
	kratos.RecoveryHooks = []map[string]any{hook(hooks+"recovery", key, flowTemplate, interrupt)}
	latchkey.Env = append(latchkey.Env, "LATCHKEY_POLICY_LOGIN_GATE=true", "LATCHKEY_KRATOS_HOOKS_KEY="+key,
		"LATCHKEY_KRATOS_HOOKS_LOGIN_UI_URL="+kratos.LoginURL)
}

// browserAt is a browser at Kratos: it keeps cookies, those of Latchkey's pages too, as both are localhost.
type browserAt struct {
	kratos caller
	flow   string
}

// openLogin begins a login at Kratos, as a page's script does.
func openLogin(t *testing.T, s *stack, query string) *browserAt {
	t.Helper()
	b := &browserAt{kratos: caller{s.kratos.BrowserURL, http.Header{"Accept": {"application/json"}}}}
	b.open(t, query)
	return b
}

func (b *browserAt) open(t *testing.T, query string) {
	t.Helper()
	var opened struct {
		ID string `json:"id"`
	}
	got := b.kratos.do(t, http.MethodGet, "/self-service/login/browser?"+query, nil)
	got.want(t, http.StatusOK, &opened)
	b.kratos.keepCookies(got)
	b.flow = opened.ID
}

// keepCookies holds on to what an answer sets, each name once.
func (c caller) keepCookies(a answer) {
	held := map[string]string{}
	for _, pair := range strings.Split(c.header.Get("Cookie"), "; ") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			held[name] = value
		}
	}
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		held[cookie.Name] = cookie.Value
	}
	var pairs []string
	for name, value := range held {
		pairs = append(pairs, name+"="+value)
	}
	c.header.Set("Cookie", strings.Join(pairs, "; "))
}

// sets is the cookie that an answer must set.
func (a answer) sets(t *testing.T, name string) *http.Cookie {
	t.Helper()
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == name && cookie.Value != "" {
			return cookie
		}
	}
	t.Fatalf("no cookie %s was set", name)
	return nil
}

// submit sends the password into the flow.
func (b *browserAt) submit(t *testing.T, email string) answer {
	t.Helper()
	var shown struct {
		UI struct {
			Nodes []struct {
				Attributes struct {
					Name  string `json:"name"`
					Value any    `json:"value"`
				} `json:"attributes"`
			} `json:"nodes"`
		} `json:"ui"`
	}
	got := b.kratos.do(t, http.MethodGet, "/self-service/login/flows?id="+b.flow, nil)
	got.want(t, http.StatusOK, &shown)
	form := map[string]any{"method": "password", "identifier": email, "password": password}
	for _, node := range shown.UI.Nodes {
		if node.Attributes.Name == "csrf_token" {
			form["csrf_token"] = node.Attributes.Value
		}
	}
	answered := b.kratos.do(t, http.MethodPost, "/self-service/login?flow="+b.flow, form)
	b.kratos.keepCookies(answered)
	return answered
}

// stepUpURL is the way out that the refusal of a login names; "" when it names none.
func (a answer) stepUpURL(t *testing.T) string {
	t.Helper()
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == "ory_kratos_session" {
			t.Error("a refused login has a session")
		}
	}
	var said struct {
		UI struct {
			Messages []struct {
				ID      int `json:"id"`
				Context struct {
					StepUpURL string `json:"step_up_url"`
				} `json:"context"`
			} `json:"messages"`
		} `json:"ui"`
	}
	a.want(t, http.StatusBadRequest, &said)
	if len(said.UI.Messages) != 1 || said.UI.Messages[0].ID/100000 != 91 {
		t.Fatalf("the refusal says %+v", said.UI.Messages)
	}
	return said.UI.Messages[0].Context.StepUpURL
}

// useAtGate uses the passkey on our page, in the browser with these headers.
func useAtGate(t *testing.T, s *stack, page caller, address string, a *webauthntest.Authenticator) answer {
	t.Helper()
	parsed, err := url.Parse(address)
	must(t, err)
	if !strings.HasPrefix(address, s.latchkey.PublicURL+"/step-up?") {
		t.Fatalf("the way out is %s", address)
	}
	gate := parsed.Query().Get("gate")
	var begun begun
	got := page.do(t, http.MethodPost, "/v1/step-up/begin", map[string]string{"gate": gate})
	got.want(t, http.StatusOK, &begun)
	page.keepCookies(got)
	signed := begun.signed(t, a)
	finished := page.do(t, http.MethodPost, "/v1/step-up/finish", map[string]any{
		"gate": gate, "ceremony": signed.Ceremony, "credential": signed.Credential,
	})
	page.keepCookies(finished)
	return finished
}

func (s *stack) page() caller {
	return caller{s.latchkey.PublicURL, http.Header{"Origin": {s.latchkey.PublicURL}}}
}
