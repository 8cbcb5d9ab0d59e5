package kratos

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

// firstFactors are the kinds that never count as a further factor, at any version of Kratos.
var firstFactors = []string{assurance.KindPassword, assurance.KindOIDC}

// included are the kinds whose config is requested. A version that does not know one refuses the whole request, so they
// are those of Kratos 1.3.1. For oidc nothing is requested: its config contains other providers' tokens.
var included = []string{assurance.KindPassword, assurance.KindTOTP, assurance.KindLookupSecret, assurance.KindWebAuthn, assurance.KindPasskey, assurance.KindCode}

// Holdings returns an Identity with its first factors and all other factors, in one call. If it has an address for
// codes, a second call asks whether they are a second factor, unless that is known. Errors: fault.ErrIdentityNotFound,
// fault.ErrKratosUnavailable.
func (c *Client) Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error) {
	received, found, err := c.fetch(ctx, id, included)
	if err != nil {
		return account.Identity{}, nil, err
	}
	found, held := c.holdingsOf(ctx, received, found, code)
	return found, held, nil
}

func (c *Client) holdingsOf(ctx context.Context, received identity, found account.Identity, code account.CodeOffer) (account.Identity, assurance.Held) {
	found.First = received.firstHeld()
	var held assurance.Held
	for _, kind := range slices.Sorted(maps.Keys(received.Credentials)) {
		if kind != assurance.KindCode && !slices.Contains(firstFactors, kind) {
			held = append(held, received.Credentials[kind].factors(kind)...)
		}
	}
	return found, append(held, c.codeFactors(ctx, received, code)...)
}
