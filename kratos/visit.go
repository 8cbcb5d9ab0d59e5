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

	"latchkey/webauthnsvc"
)

// visit is one login at Kratos, with the cookies a browser would hold. net/http's cookie jar is of no use: it drops
// Secure cookies and those of Kratos' public domain when Kratos is reached at an internal address.
type visit struct {
	m       *Minter
	ctx     context.Context
	who     webauthnsvc.SignedIn
	began   time.Time
	cookies map[string]*http.Cookie
	// calledBack: Kratos has been given the code, so there may be a session from here on.
	calledBack bool
}

// cookie is the browser's way: flow, submit, callback, session cookie.
func (v *visit) cookie() (webauthnsvc.MintedSession, error) {
	var flow loginFlow
	if _, err := v.exchange(http.MethodGet, "/self-service/login/browser", nil, http.StatusOK, &flow); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	if _, err := v.submit(flow); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	cookie, ok := v.cookies[v.m.client.cookie]
	if !ok {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the callback set no session cookie: is the identity linked, and the provider's secret the same on both sides?"))
	}
	if cookie.Domain == "" && v.m.cfg.Host != v.m.client.browserHost {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("kratos' session cookie is for its own host only, so a browser would not send ours there: set session.cookie.domain in kratos.yml"))
	}
	return v.describe(webauthnsvc.MintedSession{Kind: webauthnsvc.SessionCookie, Cookie: cookie}, Credential{Kind: Cookie, value: &cookie.Value})
}

// token is the native app's way: the callback gives half of a code that is exchanged for the token.
func (v *visit) token() (webauthnsvc.MintedSession, error) {
	var flow loginFlow
	if _, err := v.exchange(http.MethodGet, "/self-service/login/api?return_session_token_exchange_code=true", nil, http.StatusOK, &flow); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	location, err := v.submit(flow)
	if err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	target, err := url.Parse(location)
	if err != nil || target.Query().Get("code") == "" || flow.ExchangeCode == "" {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the callback gave no code to exchange"))
	}
	query := url.Values{"init_code": {flow.ExchangeCode}, "return_to_code": {target.Query().Get("code")}}
	var exchanged struct {
		Token string `json:"session_token"`
	}
	if _, err := v.exchange(http.MethodGet, "/sessions/token-exchange?"+query.Encode(), nil, http.StatusOK, &exchanged); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	if exchanged.Token == "" {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the exchange gave no token"))
	}
	return v.describe(webauthnsvc.MintedSession{Kind: webauthnsvc.SessionToken, Token: exchanged.Token}, Credential{Kind: Token, value: &exchanged.Token})
}

// loginFlow is what we read of a login flow.
type loginFlow struct {
	ID           string `json:"id"`
	ExchangeCode string `json:"session_token_exchange_code"`
	UI           struct {
		Nodes []struct {
			Attributes struct {
				Name  string          `json:"name"`
				Value json.RawMessage `json:"value"`
			} `json:"attributes"`
		} `json:"nodes"`
	} `json:"ui"`
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

// submit chooses our provider, takes the address that the browser would be sent to, has the code made for it, and
// brings it back. It returns where Kratos sends the browser then.
func (v *visit) submit(flow loginFlow) (location string, err error) {
	form := map[string]string{"method": "oidc", "provider": v.m.cfg.Provider}
	if token := flow.csrfToken(); token != "" {
		form["csrf_token"] = token
	}
	var redirect struct {
		To string `json:"redirect_browser_to"`
	}
	if _, err := v.exchange(http.MethodPost, "/self-service/login?flow="+url.QueryEscape(flow.ID), form, http.StatusUnprocessableEntity, &redirect); err != nil {
		return "", err
	}
	callback, err := v.m.codes.CodeFor(redirect.To, v.who)
	if err != nil {
		return "", unavailable(fmt.Errorf("kratos asks our provider for something else: %v", err)) // %v: to whoever signs in it is our fault
	}
	target, err := url.Parse(callback)
	if err != nil {
		return "", unavailable(errors.New("the callback is no address"))
	}
	// Kratos' public name may not be reachable from here, or be behind a proxy: the address we know is used.
	v.calledBack = true
	path := strings.TrimPrefix(target.EscapedPath(), v.m.client.browserPath)
	return v.exchange(http.MethodGet, path+"?"+target.RawQuery, nil, http.StatusSeeOther, nil)
}

// exchange makes one request with the visit's cookies, keeps those it is given, and expects a status. It returns the
// Location of the answer.
func (v *visit) exchange(method, path string, form any, want int, into any) (location string, err error) {
	var body io.Reader
	if form != nil {
		encoded, err := json.Marshal(form)
		if err != nil {
			return "", unavailable(err)
		}
		body = bytes.NewReader(encoded)
	}
	var got answer
	req, err := http.NewRequestWithContext(context.WithValue(v.ctx, answerKey{}, &got), method, v.m.client.publicURL+path, body)
	if err != nil {
		return "", unavailable(errors.New("kratos named an address that is none"))
	}
	v.dress(req, want)
	resp, err := v.m.client.publicHTTP.Do(req)
	if err != nil {
		return "", unavailable(err)
	}
	resp.Body.Close()
	if got.status != want || (into != nil && got.decode(into) != nil) {
		return "", got.unclear("not what a login at Kratos answers")
	}
	for _, cookie := range resp.Cookies() {
		v.cookies[cookie.Name] = cookie
	}
	return resp.Header.Get("Location"), nil
}

// dress makes the request look like the person's own: Kratos keeps browser and address in its list of devices.
func (v *visit) dress(req *http.Request, want int) {
	req.Header.Set("Accept", "application/json")
	if want == http.StatusSeeOther {
		req.Header.Set("Accept", "text/html")
	}
	if req.Body != nil { // else Kratos would take the callback for a fetch, and not redirect
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", v.who.UserAgent)
	req.Header.Set("True-Client-Ip", v.who.IP)
	for _, cookie := range v.cookies {
		req.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
}

// describe asks Kratos whose session it is. It must be that of the person who signed in, whatever else went on.
func (v *visit) describe(minted webauthnsvc.MintedSession, credential Credential) (webauthnsvc.MintedSession, error) {
	session, err := v.m.client.Session(v.ctx, credential)
	if refused := (*webauthnsvc.AAL2Required)(nil); errors.As(err, &refused) {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("kratos does not show the new session; set session.whoami.required_aal: aal1"))
	}
	if err != nil || session.Identity.ID != v.who.IdentityID {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the new session is not that of the person who signed in"))
	}
	minted.Session = session
	return minted, nil
}

// discard ends the sessions that this visit may have made: nobody holds them, but they would stay in the list of
// devices.
func (v *visit) discard() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), v.m.cfg.Timeout)
	defer cancel()
	sessions, err := v.m.client.Sessions(ctx, v.who.IdentityID)
	if err != nil {
		return // Kratos is not there; it expires
	}
	for _, session := range sessions {
		if !session.AuthenticatedAt.Before(v.began.Add(-time.Second)) && viaProvider(session, v.m.cfg.Provider) {
			_ = v.m.EndSession(ctx, session.ID)
		}
	}
}

func viaProvider(session webauthnsvc.Session, provider string) bool {
	for _, method := range session.Methods {
		if method.Name == "oidc" && method.Provider == provider {
			return true
		}
	}
	return false
}
