package kratos

import (
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
