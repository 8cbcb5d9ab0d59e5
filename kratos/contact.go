package kratos

import (
	"context"
	"slices"
	"strings"
	"time"

	"latchkey/account"

	"github.com/google/uuid"
)

// address is one that Kratos has had verified, or waits for.
type address struct {
	Value      string    `json:"value"`
	Verified   bool      `json:"verified"`
	VerifiedAt time.Time `json:"verified_at"`
	CreatedAt  time.Time `json:"created_at"`
	Via        string    `json:"via"`
}

// addresses leaves out their text.
func addresses(verifiable, recovery []address) []account.Address {
	var list []account.Address
	for _, a := range verifiable {
		list = append(list, account.Address{Via: a.Via, CreatedAt: a.CreatedAt, Verified: a.Verified, VerifiedAt: a.VerifiedAt})
	}
	for _, a := range recovery {
		if !slices.ContainsFunc(verifiable, func(v address) bool { return v.Via == a.Via && v.Value == a.Value }) {
			list = append(list, account.Address{Via: a.Via, CreatedAt: a.CreatedAt, Unverifiable: true})
		}
	}
	return list
}

// Contact is where to write to an identity, whatever its state: a verified e-mail address, "" when there is none, and the
// language that its trait names, "" when it names none. Of several addresses it is the one that the person signs in with,
// else the first. ErrIdentityNotFound, ErrKratosUnavailable.
func (c *Client) Contact(ctx context.Context, id uuid.UUID) (email, language string, err error) {
	said, _, err := c.fetch(ctx, id, nil)
	if err != nil {
		return "", "", err
	}
	login := name(said.Traits, c.loginTrait)
	for _, a := range said.Addresses {
		switch {
		case !a.Verified || a.Via != "email":
		case strings.EqualFold(a.Value, login):
			return a.Value, name(said.Traits, c.localeTrait), nil
		case email == "":
			email = a.Value
		}
	}
	return email, name(said.Traits, c.localeTrait), nil
}
