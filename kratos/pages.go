package kratos

import (
	"context"
	"net/http"
	"net/url"

	"latchkey/account"
)

// RefreshURL returns the address at Kratos where a user authenticates again and then returns to returnTo, which must be
// among Kratos' allowed_return_urls. aal2 asks for the second factor. refresh asks again for factors that the session
// already has; without it, Kratos redirects a session of that level straight back.
func (c *Client) RefreshURL(aal2, refresh bool, returnTo string) string {
	query := url.Values{}
	if aal2 {
		query.Set("aal", account.AAL2)
	}
	if refresh {
		query.Set("refresh", "true")
	}
	if returnTo != "" {
		query.Set("return_to", returnTo)
	}
	target := c.browserURL + "/self-service/login/browser"
	if len(query) == 0 {
		return target
	}
	return target + "?" + query.Encode()
}

// VerificationURL returns the address at Kratos where a user verifies an address and then returns to returnTo.
func (c *Client) VerificationURL(returnTo string) string {
	return c.browserURL + "/self-service/verification/browser?" + url.Values{"return_to": {returnTo}}.Encode()
}

// Ready checks both of Kratos' addresses: the admin API by its health, which includes the database, and the public API by
// its answer to a request without a session, since it may not pass health checks on to us. Errors:
// fault.ErrKratosUnavailable, fault.ErrKratosMisconfigured.
func (c *Client) Ready(ctx context.Context) error {
	got, err := c.ask(ctx, callReady, func(ctx context.Context) (*http.Response, error) {
		return c.getAdmin(ctx, "/admin/health/ready")
	})
	if err != nil {
		return err
	}
	var health struct {
		Status string `json:"status"`
	}
	if got.status != http.StatusOK || got.decode(&health) != nil || health.Status != "ok" {
		return got.unclear("not ready")
	}
	got, err = c.ask(ctx, callReady, func(ctx context.Context) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.publicURL+"/sessions/whoami", nil)
		if err != nil {
			return nil, err
		}
		return c.publicHTTP.Do(req)
	})
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusUnauthorized); !ok {
		return got.unclear("not Kratos' answer to a request without a session")
	}
	return nil
}
