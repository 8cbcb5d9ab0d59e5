package kratos

import (
	"context"
	"slices"
	"strings"
	"time"

	"latchkey/account"
	"latchkey/assurance"

	"github.com/google/uuid"
)

// address is an address that is verified at Kratos or waits for verification.
type address struct {
	Value      string    `json:"value"`
	Verified   bool      `json:"verified"`
	VerifiedAt time.Time `json:"verified_at"`
	CreatedAt  time.Time `json:"created_at"`
	Via        string    `json:"via"`
}

// addresses converts addresses without their text.
func addresses(verifiable, recovery []address) []account.Address {
	var list []account.Address
	for _, a := range verifiable {
		list = append(list, account.Address{Verified: a.Verified, VerifiedAt: a.VerifiedAt, Material: assurance.NewMaterial(a.Value)})
	}
	for _, a := range recovery {
		if !slices.ContainsFunc(verifiable, func(v address) bool { return v.Via == a.Via && v.Value == a.Value }) {
			list = append(list, account.Address{Unverifiable: true, Material: assurance.NewMaterial(a.Value)})
		}
	}
	return list
}

// Contact returns where to write to an identity, whatever its state: a verified email address, or "" without one, and
// the language in its trait, or "". Of several addresses it prefers the one that the user signs in with, then the
// first. Errors: ErrIdentityNotFound, ErrKratosUnavailable.
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
