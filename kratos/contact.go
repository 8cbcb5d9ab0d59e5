package kratos

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos/trait"
)

// Contact returns where to write to an identity, whatever its state: a verified email address, or "" without one, and
// the language in its trait, or "". Of several addresses it prefers the oldest, since an attacker with the password can
// add and verify one; of those that are equally old, one that the user signs in with, then the first.
// Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) Contact(ctx context.Context, id uuid.UUID) (email, language string, err error) {
	received, _, err := c.fetch(ctx, id, nil)
	if err != nil {
		return "", "", err
	}
	found := trait.Decode(received.Traits)
	logins := slices.Concat(slices.Collect(found.Texts(c.naming.Login)), received.identifiers())
	return preferred(received.oldestVerified(), logins), found.First(c.naming.Locale), nil
}

// oldestVerified returns the verified email addresses that the identity has had for longest: several if Kratos created
// them with the identity.
func (i identity) oldestVerified() (list []string) {
	since := func(a address) time.Time {
		if i.createdWith(a) {
			return i.CreatedAt
		}
		return a.CreatedAt
	}
	var oldest time.Time
	for _, a := range i.Addresses {
		if !a.Verified || a.Via != "email" {
			continue
		}
		if order := since(a).Compare(oldest); len(list) == 0 || order < 0 {
			oldest, list = since(a), []string{a.Value}
		} else if order == 0 {
			list = append(list, a.Value)
		}
	}
	return list
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
