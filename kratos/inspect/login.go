package inspect

import (
	"context"
	"net/http"
	"net/url"
)

// Login begins a login flow for API clients, with which nothing else happens. Its error is a *Refusal, or ErrNotKratos.
func (k *Kratos) Login(ctx context.Context) (Flow, error) {
	return k.Begin(ctx, "login/api")
}

// LoginReturning begins a login flow as a browser does that wants to return to an address afterwards. Kratos refuses an
// address that selfservice.allowed_return_urls does not list.
func (k *Kratos) LoginReturning(ctx context.Context, address string) (Flow, error) {
	return k.Begin(ctx, "login/browser?return_to="+url.QueryEscape(address))
}

// Begin begins a flow, such as settings/api, with the headers of Call.
func (k *Kratos) Begin(ctx context.Context, name string, header ...string) (flow Flow, err error) {
	got, err := k.Call(ctx, http.MethodGet, k.PublicURL+"/self-service/"+name, nil, header...)
	if err == nil {
		err = got.Decode(http.StatusOK, &flow)
	}
	return flow, err
}

// Authorization is the request with which Kratos sends a browser to an OpenID provider.
type Authorization struct {
	Endpoint    string // without its query
	ClientID    string
	RedirectURI string
}

// Authorize continues a flow at one of its providers, up to the redirect. For that, Kratos reads the provider's discovery
// document. Its error is a *Refusal, or ErrNotKratos.
func (k *Kratos) Authorize(ctx context.Context, flow Flow, provider string) (Authorization, error) {
	got, err := k.Call(ctx, http.MethodPost, k.PublicURL+"/self-service/login?flow="+url.QueryEscape(flow.ID),
		map[string]string{"method": "oidc", "provider": provider})
	if err != nil {
		return Authorization{}, err
	}
	var body struct {
		RedirectTo string `json:"redirect_browser_to"`
	}
	if err := got.Decode(http.StatusUnprocessableEntity, &body); err != nil {
		return Authorization{}, err
	}
	to, err := url.Parse(body.RedirectTo)
	if err != nil {
		return Authorization{}, ErrNotKratos
	}
	query := to.Query()
	to.RawQuery = ""
	return Authorization{Endpoint: to.String(), ClientID: query.Get("client_id"), RedirectURI: query.Get("redirect_uri")}, nil
}
