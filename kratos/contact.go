package kratos

import (
	"context"
	"strings"

	"github.com/google/uuid"
)

// Contact returns where to write to an identity, whatever its state: a verified email address, or "" without one, and
// the language in its trait, or "". Of several addresses it prefers the one that the user signs in with, then the
// first. Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) Contact(ctx context.Context, id uuid.UUID) (email, language string, err error) {
	received, _, err := c.fetch(ctx, id, nil)
	if err != nil {
		return "", "", err
	}
	login := name(received.Traits, c.loginTrait)
	for _, a := range received.Addresses {
		switch {
		case !a.Verified || a.Via != "email":
		case strings.EqualFold(a.Value, login):
			return a.Value, name(received.Traits, c.localeTrait), nil
		case email == "":
			email = a.Value
		}
	}
	return email, name(received.Traits, c.localeTrait), nil
}
