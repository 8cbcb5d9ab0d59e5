package canary

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"latchkey/kratos/inspect"
)

// Page is a settings flow on a page in a browser. Kratos offers some methods there only.
type Page struct {
	inspect.Flow
	cookies string
}

// OpenSettings begins a settings flow on a page. cookies are those of a login in that browser. Its error is a *inspect.Refusal, or
// inspect.ErrNotKratos.
func (i *Identity) OpenSettings(ctx context.Context, session []*http.Cookie) (page Page, err error) {
	held := joined(session)
	got, err := i.kratos.Call(ctx, http.MethodGet, i.kratos.PublicURL+"/self-service/settings/browser", nil, "Cookie", held)
	if err != nil {
		return page, err
	}
	page.cookies = held
	if set := cookies(got); set != "" {
		page.cookies += "; " + set
	}
	return page, got.Decode(http.StatusOK, &page.Flow)
}

// ChangeOn submits a form on a page. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) ChangeOn(ctx context.Context, page Page, form map[string]any) error {
	form = maps.Clone(form)
	form["csrf_token"] = page.Value("csrf_token")
	got, err := i.kratos.Call(ctx, http.MethodPost, i.kratos.PublicURL+"/self-service/settings?flow="+url.QueryEscape(page.ID), form, "Cookie", page.cookies)
	if err != nil {
		return err
	}
	var changed json.RawMessage
	return got.Decode(http.StatusOK, &changed)
}
