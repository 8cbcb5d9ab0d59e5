package canary

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"latchkey/kratos/inspect"
)

// tokenHeader is how apps send their session.
const tokenHeader = "X-Session-Token"

// Login signs in by password, as an app does. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) Login(ctx context.Context) (token string, err error) {
	flow, err := i.kratos.Login(ctx)
	if err != nil {
		return "", err
	}
	var session struct {
		Token string `json:"session_token"`
	}
	err = i.submit(ctx, "login", flow, map[string]any{"method": "password", "identifier": i.Identifier, "password": i.password}, &session)
	return session.Token, err
}

// LoginInBrowser signs in by password, as a page does, and returns the cookies that Kratos sets.
func (i *Identity) LoginInBrowser(ctx context.Context) ([]*http.Cookie, error) {
	begun, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.PublicURL+"/self-service/login/browser", nil)
	if err != nil {
		return nil, err
	}
	var flow inspect.Flow
	if err := begun.Decode(http.StatusOK, &flow); err != nil {
		return nil, err
	}
	got, err := i.kratos.Call(ctx, http.MethodPost, i.kratos.PublicURL+"/self-service/login?flow="+url.QueryEscape(flow.ID), map[string]any{
		"method": "password", "identifier": i.Identifier, "password": i.password, "csrf_token": flow.Value("csrf_token"),
	}, "Cookie", cookies(begun))
	if err != nil {
		return nil, err
	}
	var session json.RawMessage
	if err := got.Decode(http.StatusOK, &session); err != nil && got.Status != http.StatusUnprocessableEntity { // on to the second factor
		return nil, err
	}
	return (&http.Response{Header: got.Header}).Cookies(), nil
}

// cookies returns what a browser sends back.
func cookies(got inspect.Answer) string {
	return joined((&http.Response{Header: got.Header}).Cookies())
}

func joined(cookies []*http.Cookie) string {
	var pairs []string
	for _, c := range cookies {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; ")
}

// Whoami asks Kratos for the session of a token. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) Whoami(ctx context.Context, token string) error {
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.PublicURL+"/sessions/whoami", nil, tokenHeader, token)
	if err != nil {
		return err
	}
	var session json.RawMessage
	return got.Decode(http.StatusOK, &session)
}

// flowPath is where a recovery flow is read.
const flowPath = "/self-service/recovery/flows"

// Recoveries are the ways of recovery that an admin can begin without a mail.
var Recoveries = []string{"code", "link"}

// Recover recovers the account with the code or the link that Kratos gives an admin. offered is false if Kratos has none, or stops it
// where recovery is disabled. Without an error, Kratos has signed it in.
func (i *Identity) Recover(ctx context.Context, by string) (offered bool, err error) {
	got, err := i.kratos.Call(ctx, http.MethodPost, i.kratos.AdminURL+"/admin/recovery/"+by, map[string]any{"identity_id": i.ID, "expires_in": "5m"})
	if err != nil {
		return false, err
	}
	var begun struct {
		Link string `json:"recovery_link"`
		Code string `json:"recovery_code"`
	}
	if got.Status != http.StatusOK && got.Status != http.StatusCreated {
		return false, nil
	}
	if err := got.Decode(got.Status, &begun); err != nil {
		return false, err
	}
	link, err := url.Parse(begun.Link)
	if err != nil {
		return false, inspect.ErrNotKratos
	}
	address := i.kratos.PublicURL + "/self-service/recovery?" + link.RawQuery
	if by == "link" {
		got, err = i.kratos.Call(ctx, http.MethodGet, address, nil)
	} else {
		got, err = i.kratos.Call(ctx, http.MethodPost, address, map[string]any{"method": "code", "code": begun.Code})
	}
	if err != nil {
		return true, err
	}
	if err := i.recovered(ctx, got); err != nil {
		// Where recovery is disabled, a code of an admin signs in nevertheless, but Kratos does not say what stops it. No user can begin
		// one there.
		return !i.noRecovery(ctx), err
	}
	return true, nil
}

// noRecovery is whether Kratos lets no user begin a recovery.
func (i *Identity) noRecovery(ctx context.Context) bool {
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.PublicURL+"/self-service/recovery/api", nil)
	return err == nil && got.Status == http.StatusBadRequest
}

// recovered reads how a recovery ended: Kratos signs the user in, or sends the browser to a page that says why not.
func (i *Identity) recovered(ctx context.Context, got inspect.Answer) error {
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		if c.Value != "" && !strings.Contains(strings.ToLower(c.Name), "csrf") && !strings.Contains(c.Name, "continuity") {
			return nil
		}
	}
	if page, err := url.Parse(got.Header.Get("Location")); err == nil && got.Status == http.StatusSeeOther {
		return i.reason(ctx, page, cookies(got))
	}
	if err := got.Decode(http.StatusOK, &struct{}{}); err != nil {
		return err
	}
	return inspect.ErrNotKratos
}

// reason reads what a page would say, by its address: of a flow, which may be Kratos' own, or of an error.
func (i *Identity) reason(ctx context.Context, page *url.URL, cookies string) error {
	flow, id := page.Query().Get("flow"), page.Query().Get("id")
	if strings.HasSuffix(page.Path, flowPath) {
		flow = id
	}
	path := flowPath + "?id=" + url.QueryEscape(flow)
	if flow == "" {
		path = "/self-service/errors?id=" + url.QueryEscape(id)
	}
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.PublicURL+path, nil, "Cookie", cookies)
	if err != nil {
		return err
	}
	var failed struct {
		Error inspect.Refusal `json:"error"`
		inspect.Flow
	}
	if err := got.Decode(http.StatusOK, &failed); err != nil {
		return err
	}
	if failed.Error.Status != 0 {
		return &failed.Error
	}
	return failed.Refusal(http.StatusBadRequest)
}
