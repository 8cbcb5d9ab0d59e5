package inspect

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Flow is a login flow that has just begun.
type Flow struct {
	ID string `json:"id"`
	UI struct {
		Action string `json:"action"` // where the form is sent: an address below serve.public.base_url of kratos.yml
		Nodes  []struct {
			Group      string `json:"group"` // the method: password, oidc, code, …
			Attributes struct {
				Name  string `json:"name"`
				Value any    `json:"value"`
			} `json:"attributes"`
		} `json:"nodes"`
	} `json:"ui"`
}

// Login begins a login flow for API clients, with which nothing else happens. Its error is a *Refusal, or ErrNotKratos.
func (k *Kratos) Login(ctx context.Context) (Flow, error) {
	return k.begin(ctx, "/self-service/login/api")
}

// LoginReturning begins a login flow as a browser does that wants to return to an address afterwards. Kratos refuses an
// address that selfservice.allowed_return_urls does not list.
func (k *Kratos) LoginReturning(ctx context.Context, address string) (Flow, error) {
	return k.begin(ctx, "/self-service/login/browser?return_to="+url.QueryEscape(address))
}

func (k *Kratos) begin(ctx context.Context, path string) (flow Flow, err error) {
	got, err := k.get(ctx, k.PublicURL+path)
	if err == nil {
		err = got.decode(http.StatusOK, &flow)
	}
	return flow, err
}

// Base returns Kratos' own address for browsers: serve.public.base_url of kratos.yml, without a slash at its end.
func (f Flow) Base() string {
	base, _, _ := strings.Cut(f.UI.Action, "/self-service/")
	return strings.TrimSuffix(base, "/")
}

// Methods returns the methods that the flow offers, sorted.
func (f Flow) Methods() (methods []string) {
	for _, node := range f.UI.Nodes {
		if node.Group != "default" {
			methods = append(methods, node.Group)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// Providers returns the IDs of the OpenID providers that the flow offers.
func (f Flow) Providers() (ids []string) {
	for _, node := range f.UI.Nodes {
		if id, ok := node.Attributes.Value.(string); ok && node.Group == "oidc" && node.Attributes.Name == "provider" {
			ids = append(ids, id)
		}
	}
	return ids
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
	got, err := k.call(ctx, http.MethodPost, k.PublicURL+"/self-service/login?flow="+url.QueryEscape(flow.ID),
		map[string]string{"method": "oidc", "provider": provider})
	if err != nil {
		return Authorization{}, err
	}
	var body struct {
		RedirectTo string `json:"redirect_browser_to"`
	}
	if err := got.decode(http.StatusUnprocessableEntity, &body); err != nil {
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
