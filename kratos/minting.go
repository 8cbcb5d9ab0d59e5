package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/span"
	"latchkey/webauthnsvc"
)

// minting is one login at Kratos, with the cookies that a browser would hold. net/http's cookie jar does not work here:
// it drops Secure cookies and those of Kratos' public domain if Kratos is reached at an internal address.
type minting struct {
	m        *Minter
	kind     string
	who      webauthnsvc.SignedIn
	began    time.Time
	deadline time.Time
	cookies  map[string]*http.Cookie

	flow         loginFlow
	authorizeURL string
	// calledBack is when Kratos was given the code: from then on there may be a session. Zero if it was not.
	calledBack time.Time
	// credential and sessionID are those of the new session, once Kratos has returned them.
	credential Credential
	sessionID  uuid.UUID
}

// AuthorizeURL implements webauthnsvc.Minting.
func (v *minting) AuthorizeURL() string { return v.authorizeURL }

// begin opens the flow and selects our provider. Kratos answers with the authorization request for the browser.
func (v *minting) begin(ctx context.Context) error {
	path := "/self-service/login/browser"
	if v.kind == webauthnsvc.SessionToken {
		path = "/self-service/login/api?return_session_token_exchange_code=true"
	}
	if err := v.exchange(ctx, http.MethodGet, path, nil, http.StatusOK, &v.flow); err != nil {
		return err
	}
	form := map[string]string{"method": "oidc", "provider": v.m.cfg.Provider}
	if token := v.flow.csrfToken(); token != "" {
		form["csrf_token"] = token
	}
	var redirect struct {
		To string `json:"redirect_browser_to"`
	}
	got, err := v.send(ctx, http.MethodPost, "/self-service/login?flow="+url.QueryEscape(v.flow.ID), form, acceptJSON[0])
	if err != nil {
		return err
	}
	if got.status != http.StatusUnprocessableEntity || got.decode(&redirect) != nil {
		return got.noProvider()
	}
	v.authorizeURL = redirect.To
	return nil
}

// callBack sends the code to Kratos, as a browser would.
func (v *minting) callBack(ctx context.Context, callbackURL string) (received, error) {
	target, err := url.Parse(callbackURL)
	if err != nil {
		return received{}, unavailable(errors.New("the callback is not a URL"))
	}
	// Kratos' public name may not be reachable from here, or may be behind a proxy: use the configured address.
	v.calledBack = time.Now()
	path := strings.TrimPrefix(target.EscapedPath(), v.m.client.browserPath)
	// For JSON, Kratos would treat the callback as a fetch, and not redirect.
	return v.send(ctx, http.MethodGet, path+"?"+target.RawQuery, nil, "text/html")
}

// loginFlow is the part of a login flow that Latchkey reads.
type loginFlow struct {
	ID           string `json:"id"`
	ExchangeCode string `json:"session_token_exchange_code"`
	UI           struct {
		Messages []flowMessage `json:"messages"`
		Nodes    []struct {
			Attributes struct {
				Name  string          `json:"name"`
				Value json.RawMessage `json:"value"`
			} `json:"attributes"`
			Messages []flowMessage `json:"messages"`
		} `json:"nodes"`
	} `json:"ui"`
}

// flowMessage is one of Kratos' or a web_hook's messages for the user.
type flowMessage struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
	Type string `json:"type"` // error, info or success
}

// errors returns the errors of the flow for the log; empty if there are none.
func (f loginFlow) errors() string {
	all := f.UI.Messages
	for _, node := range f.UI.Nodes {
		all = append(all, node.Messages...)
	}
	var list []string
	for _, m := range all {
		if m.Type == "error" {
			list = append(list, fmt.Sprintf("%d: %s", m.ID, legible(m.Text)))
		}
	}
	return strings.Join(list, ", ")
}

func (f loginFlow) csrfToken() string {
	for _, node := range f.UI.Nodes {
		if node.Attributes.Name == "csrf_token" {
			var token string
			_ = json.Unmarshal(node.Attributes.Value, &token)
			return token
		}
	}
	return ""
}

// received is a response within a login.
type received struct {
	answer
	location *url.URL // of its Location header; empty without one
}

// send makes one request with the cookies of this login, and keeps the cookies that it gets.
func (v *minting) send(ctx context.Context, method, path string, form any, accept string) (received, error) {
	ctx, traced := span.Kratos(ctx, "mint_call")
	got, err := v.sendUntraced(ctx, method, path, form, accept)
	traced.Status(got.status)
	traced.End(outcome(ctx, got.status))
	return got, err
}

func (v *minting) sendUntraced(ctx context.Context, method, path string, form any, accept string) (received, error) {
	got := received{answer: answer{operation: callMint}, location: &url.URL{}}
	var body io.Reader
	if form != nil {
		encoded, err := json.Marshal(form)
		if err != nil {
			return got, unavailable(err)
		}
		body = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, answerKey{}, &got.answer), method, v.m.client.publicURL+path, body)
	if err != nil {
		return got, unavailable(errors.New("kratos returned an invalid URL"))
	}
	v.imitate(req, accept)
	resp, err := v.m.client.publicHTTP.Do(req)
	if err != nil {
		return got, got.unanswered(err)
	}
	resp.Body.Close()
	for _, cookie := range resp.Cookies() {
		v.cookies[cookie.Name] = cookie
	}
	if target, err := resp.Location(); err == nil {
		got.location = target
	}
	return got, nil
}

// exchange makes one request, and expects a status and JSON.
func (v *minting) exchange(ctx context.Context, method, path string, form any, want int, into any) error {
	got, err := v.send(ctx, method, path, form, acceptJSON[0])
	if err == nil && (got.status != want || got.decode(into) != nil) {
		err = got.unclear("not the response of a login")
	}
	return err
}

// whyNot returns why the callback created no session. Errors: fault.ErrKratosRefused, fault.ErrKratosMisconfigured,
// fault.ErrKratosUnavailable.
func (v *minting) whyNot(ctx context.Context, got received) error {
	if got.status >= http.StatusBadRequest { // an app's flow
		var body refusal
		if got.decode(&body) != nil || body.Error.Code == 0 {
			return got.unclear("not the response of a callback")
		}
		return body.Error.ofLogin()
	}
	if id := got.location.Query().Get("id"); id != "" && got.location.Query().Get("flow") == "" {
		var kept struct {
			Error kratosError `json:"error"`
		}
		if err := v.exchange(ctx, http.MethodGet, "/self-service/errors?"+url.Values{"id": {id}}.Encode(), nil, http.StatusOK, &kept); err != nil {
			return err
		}
		return kept.Error.ofLogin()
	}
	if other := got.location.Query().Get("flow"); other != "" && other != v.flow.ID && v.verifies(ctx, other) {
		return fmt.Errorf("%w: the user must verify an address first", fault.ErrKratosRefused)
	}
	return v.flowSays(ctx)
}

// verifies reports whether a flow verifies an address. Newer versions' hook require_verified_address continues there
// instead of with the login. A login flow with another ID only replaces one that has expired.
func (v *minting) verifies(ctx context.Context, flow string) bool {
	got, err := v.send(ctx, http.MethodGet, "/self-service/verification/flows?"+url.Values{"id": {flow}}.Encode(), nil, acceptJSON[0])
	return err == nil && got.status == http.StatusOK
}

// flowSays returns why the login failed, in the words of its flow.
func (v *minting) flowSays(ctx context.Context) error {
	var flow loginFlow
	if err := v.exchange(ctx, http.MethodGet, "/self-service/login/flows?"+url.Values{"id": {v.flow.ID}}.Encode(), nil, http.StatusOK, &flow); err != nil {
		return err
	}
	if messages := flow.errors(); messages != "" {
		return fmt.Errorf("%w: the login flow says %s", fault.ErrKratosRefused, messages)
	}
	return unavailable(errors.New("the callback created no session and says nothing: check that the identity is linked"))
}

// imitate sets the headers of the user's own browser and address, which Kratos keeps in its list of devices.
func (v *minting) imitate(req *http.Request, accept string) {
	req.Header.Set("Accept", accept)
	if req.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", v.who.UserAgent)
	req.Header.Set("True-Client-Ip", v.who.IP)
	for _, cookie := range v.cookies {
		req.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
}
