package kratos

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/kratos/trait"
)

// Contact returns where to write to an identity, whatever its state: a verified email address, or "" without one, and
// the language in its trait, or "". Of several addresses it prefers one that the user signs in with, then the first.
// Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) Contact(ctx context.Context, id uuid.UUID) (email, language string, err error) {
	received, _, err := c.fetch(ctx, id, nil)
	if err != nil {
		return "", "", err
	}
	var verified []string
	for _, a := range received.Addresses {
		if a.Verified && a.Via == "email" {
			verified = append(verified, a.Value)
		}
	}
	found := trait.Decode(received.Traits)
	logins := slices.Concat(slices.Collect(found.Texts(c.naming.login)), received.identifiers())
	return preferred(verified, logins), first(found.Texts(c.naming.locale)), nil
}

// preferred returns the address that comes first in order, else the first address, else "".
func preferred(addresses, order []string) string {
	for _, one := range order {
		for _, address := range addresses {
			if strings.EqualFold(address, strings.TrimSpace(one)) {
				return address
			}
		}
	}
	return strings.Join(addresses[:min(len(addresses), 1)], "")
}
