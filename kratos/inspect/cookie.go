package inspect

import (
	"context"
	"net/http"
	"strings"
)

// CookieDomain returns the domain of the cookies that Kratos sets when a browser begins to sign in, without a dot at its
// beginning; empty: they are for Kratos' own host. It is cookies.domain of kratos.yml, which session.cookie.domain
// overrides for the session cookie.
func (k *Kratos) CookieDomain(ctx context.Context) (domain string, err error) {
	got, err := k.get(ctx, k.PublicURL+"/self-service/login/browser")
	if err != nil {
		return "", err
	}
	for _, cookie := range (&http.Response{Header: got.Header}).Cookies() {
		if strings.HasPrefix(cookie.Name, "csrf_token") || strings.HasPrefix(cookie.Name, "__HOST-csrf") {
			domain = strings.TrimPrefix(cookie.Domain, ".")
		}
	}
	return domain, nil
}
