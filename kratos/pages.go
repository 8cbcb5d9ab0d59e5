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

// Ready checks whether Kratos and its database are available. It returns fault.ErrKratosUnavailable if they are not.
func (c *Client) Ready(ctx context.Context) error {
	got, err := c.ask(ctx, callReady, func(ctx context.Context) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.adminURL+"/admin/health/ready", nil)
		if err != nil {
			return nil, err
		}
		return c.adminHTTP.Do(req)
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
	return nil
}
