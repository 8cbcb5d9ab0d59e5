package canary

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"

	"latchkey/kratos/inspect"
)

// Settings begins a settings flow in a session. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) Settings(ctx context.Context, token string) (inspect.Flow, error) {
	return i.kratos.Begin(ctx, "settings/api", tokenHeader, token)
}

// Change submits a form of a settings flow. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) Change(ctx context.Context, token string, flow inspect.Flow, form map[string]any) error {
	var changed json.RawMessage
	if err := i.submit(ctx, "settings", flow, form, &changed, tokenHeader, token); err != nil {
		return err
	}
	if password, ok := form["password"].(string); ok {
		i.password = password
	}
	return nil
}

// Form returns a form that changes as little as Kratos takes: a profile that stays as it is, or another password.
func (i *Identity) Form(method string) map[string]any {
	form := map[string]any{"method": method}
	switch method {
	case "profile":
		form["traits"] = i.traits
	case "password":
		form["password"] = rand.Text()
	}
	return form
}

// Drop removes a credential, as an admin does.
func (i *Identity) Drop(ctx context.Context, kind string) error {
	got, err := i.kratos.Call(ctx, http.MethodDelete, i.kratos.AdminURL+"/admin/identities/"+i.ID.String()+"/credentials/"+kind, nil)
	if err != nil || got.Status == http.StatusNoContent || got.Status == http.StatusNotFound {
		return err
	}
	return got.Decode(http.StatusNoContent, nil)
}

// App is what an authenticator app learns from Kratos' QR code.
type App struct {
	Issuer, Account, Algorithm, Digits, Period string
}

// App returns what Kratos stored of the authenticator app.
func (i *Identity) App(ctx context.Context) (App, error) {
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.AdminURL+"/admin/identities/"+i.ID.String()+"?include_credential=totp", nil)
	if err != nil {
		return App{}, err
	}
	var identity described
	if err := got.Decode(http.StatusOK, &identity); err != nil {
		return App{}, err
	}
	label, err := url.Parse(identity.Credentials["totp"].Config.URL)
	if err != nil {
		return App{}, inspect.ErrNotKratos
	}
	query := label.Query()
	app := App{Issuer: query.Get("issuer"), Algorithm: query.Get("algorithm"), Digits: query.Get("digits"), Period: query.Get("period")}
	app.Account = accountOf(label.Path)
	return app, nil
}

// accountOf returns the name behind the issuer in a label such as /Example:ada@example.com.
func accountOf(label string) string {
	for n := range label {
		if label[n] == ':' {
			return label[n+1:]
		}
	}
	return label
}
