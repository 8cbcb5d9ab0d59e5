package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

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
