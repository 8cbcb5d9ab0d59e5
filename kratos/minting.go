package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
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
}

// AuthorizeURL implements webauthnsvc.Minting.
func (v *minting) AuthorizeURL() string { return v.authorizeURL }

// begin opens the flow and selects our provider. Kratos answers with the authorization request for the browser.
func (v *minting) begin(ctx context.Context) error {
	path := "/self-service/login/browser"
	if v.kind == webauthnsvc.SessionToken {
		path = "/self-service/login/api?return_session_token_exchange_code=true"
	}
	if _, err := v.exchange(ctx, http.MethodGet, path, nil, http.StatusOK, &v.flow); err != nil {
		return err
	}
	form := map[string]string{"method": "oidc", "provider": v.m.cfg.Provider}
	if token := v.flow.csrfToken(); token != "" {
		form["csrf_token"] = token
	}
	var redirect struct {
		To string `json:"redirect_browser_to"`
	}
	if _, err := v.exchange(ctx, http.MethodPost, "/self-service/login?flow="+url.QueryEscape(v.flow.ID), form, http.StatusUnprocessableEntity, &redirect); err != nil {
		return err
	}
	v.authorizeURL = redirect.To
	return nil
}

// callBack sends the code to Kratos, as a browser would, and returns the address to which Kratos redirects the browser.
func (v *minting) callBack(ctx context.Context, callbackURL string) (location string, err error) {
	target, err := url.Parse(callbackURL)
	if err != nil {
		return "", unavailable(errors.New("the callback is not a URL"))
	}
	// Kratos' public name may not be reachable from here, or may be behind a proxy: use the configured address.
	v.calledBack = time.Now()
	path := strings.TrimPrefix(target.EscapedPath(), v.m.client.browserPath)
	return v.exchange(ctx, http.MethodGet, path+"?"+target.RawQuery, nil, http.StatusSeeOther, nil)
}

// cookie completes a browser's login: the callback sets the session cookie.
func (v *minting) cookie(ctx context.Context) (webauthnsvc.MintedSession, error) {
	cookie, ok := v.cookies[v.m.client.cookie]
	if !ok {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the callback set no session cookie: check that the identity is linked and that both sides have the same provider secret"))
	}
	if cookie.Domain == "" && v.m.cfg.Host != v.m.client.browserHost {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("kratos' session cookie is for its own host only, so browsers would not send it there: set session.cookie.domain in kratos.yml"))
	}
	return v.describe(ctx, webauthnsvc.MintedSession{Kind: webauthnsvc.SessionCookie, Cookie: cookie}, Credential{Kind: Cookie, value: &cookie.Value})
}

// token completes a native app's login: the callback returns one half of a code that is exchanged for the token.
func (v *minting) token(ctx context.Context, location string) (webauthnsvc.MintedSession, error) {
	target, err := url.Parse(location)
	if err != nil || target.Query().Get("code") == "" || v.flow.ExchangeCode == "" {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the callback returned no code to exchange"))
	}
	query := url.Values{"init_code": {v.flow.ExchangeCode}, "return_to_code": {target.Query().Get("code")}}
	var exchanged struct {
		Token string `json:"session_token"`
	}
	if _, err := v.exchange(ctx, http.MethodGet, "/sessions/token-exchange?"+query.Encode(), nil, http.StatusOK, &exchanged); err != nil {
		return webauthnsvc.MintedSession{}, err
	}
	if exchanged.Token == "" {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the exchange returned no token"))
	}
	return v.describe(ctx, webauthnsvc.MintedSession{Kind: webauthnsvc.SessionToken, Token: exchanged.Token}, Credential{Kind: Token, value: &exchanged.Token})
}

// loginFlow is the part of a login flow that Latchkey reads.
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

// exchange makes one request with the cookies of this login, keeps the cookies that it gets, and expects a status. It
// returns the Location of the response.
func (v *minting) exchange(ctx context.Context, method, path string, form any, want int, into any) (location string, err error) {
	var body io.Reader
	if form != nil {
		encoded, err := json.Marshal(form)
		if err != nil {
			return "", unavailable(err)
		}
		body = bytes.NewReader(encoded)
	}
	var got answer
	req, err := http.NewRequestWithContext(context.WithValue(ctx, answerKey{}, &got), method, v.m.client.publicURL+path, body)
	if err != nil {
		return "", unavailable(errors.New("kratos returned an invalid URL"))
	}
	v.imitate(req, want)
	resp, err := v.m.client.publicHTTP.Do(req)
	if err != nil {
		return "", unavailable(err)
	}
	resp.Body.Close()
	if got.status != want || (into != nil && got.decode(into) != nil) {
		return "", got.unclear("not the response of a login")
	}
	for _, cookie := range resp.Cookies() {
		v.cookies[cookie.Name] = cookie
	}
	return resp.Header.Get("Location"), nil
}

// imitate sets the headers of the user's own browser and address, which Kratos keeps in its list of devices.
func (v *minting) imitate(req *http.Request, want int) {
	req.Header.Set("Accept", "application/json")
	if want == http.StatusSeeOther {
		req.Header.Set("Accept", "text/html")
	}
	if req.Body != nil { // otherwise Kratos would treat the callback as a fetch, and not redirect
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", v.who.UserAgent)
	req.Header.Set("True-Client-Ip", v.who.IP)
	for _, cookie := range v.cookies {
		req.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
}

// describe reads whose session it is. It must belong to the user who signed in.
func (v *minting) describe(ctx context.Context, minted webauthnsvc.MintedSession, credential Credential) (webauthnsvc.MintedSession, error) {
	session, err := v.m.client.Session(ctx, credential)
	if refused := (*account.AAL2Required)(nil); errors.As(err, &refused) {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("kratos does not return the new session; set session.whoami.required_aal: aal1"))
	}
	if err != nil || session.Identity.ID != v.who.IdentityID {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the new session belongs to another identity"))
	}
	minted.Session = session
	return minted, nil
}

// Leftovers implements webauthnsvc.Minting. Kratos does not record the flow that created a session, so it returns those
// that our provider created since the callback, for a device like the user's.
func (v *minting) Leftovers(ctx context.Context) ([]uuid.UUID, error) {
	if v.calledBack.IsZero() {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(withoutBudget(context.WithoutCancel(ctx)), v.m.cfg.Timeout)
	defer cancel()
	device := account.Device{IP: presentable(v.who.IP), UserAgent: presentable(v.who.UserAgent)}
	var left []uuid.UUID
	for session, err := range v.m.client.Sessions(ctx, v.who.IdentityID) {
		if err != nil {
			return left, err
		}
		if session.AuthenticatedAt.Before(v.calledBack.Add(-clockTolerance)) {
			break // and so are the others
		}
		if viaProvider(session, v.m.cfg.Provider) && slices.Contains(session.Devices, device) {
			left = append(left, session.ID)
		}
	}
	return left, nil
}

// clockTolerance is how far Kratos' clock may be behind ours.
const clockTolerance = time.Second

func viaProvider(session account.Session, provider string) bool {
	for _, method := range session.Methods {
		if method.Name == "oidc" && method.Provider == provider {
			return true
		}
	}
	return false
}
