package kratos

import (
	"net/http"

	"latchkey/webauthnsvc"
)

// SessionOf checks the session of whoever sent the request; it is CredentialFrom and Session in one.
func (c *Client) SessionOf(r *http.Request) (webauthnsvc.Session, error) {
	credential, ok := c.CredentialFrom(r)
	if !ok {
		return webauthnsvc.Session{}, webauthnsvc.ErrUnauthenticated
	}
	return c.Session(r.Context(), credential)
}

// UsesCookie tells whether the credential that counts is the cookie, which browsers send whoever asks them to.
func (c *Client) UsesCookie(r *http.Request) bool {
	kind, _ := c.present(r)
	return kind == Cookie
}
