package kratos

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/kratos/native"
)

// WalkNatives calls visit for each page of identities, as native.Walk does. Errors: those of visit, fault.ErrKratosUnavailable.
func (c Directory) WalkNatives(ctx context.Context, visit func(identities int, found []account.Natives) error) error {
	return native.Walk(func(path string) (page native.Page, err error) {
		got, err := c.getAdmin(ctx, callWalk, path)
		if err != nil {
			return native.Page{Identities: native.First(got.body), Next: native.NextPage(got.link)}, err
		}
		var received []identity
		if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
			return page, got.unclear("not a page of identities")
		}
		for _, one := range received {
			page.Identities = append(page.Identities, one.natives())
		}
		page.Next = native.NextPage(got.link)
		return page, nil
	}, visit)
}

// Natives returns an identity with its WebAuthn credentials and all its factors, in one call. Errors:
// fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c Directory) Natives(ctx context.Context, id uuid.UUID) (account.Natives, error) {
	received, found, err := c.fetch(ctx, id, included)
	if err != nil {
		return account.Natives{}, err
	}
	n := received.natives()
	n.Identity, n.Held = c.holdingsOf(ctx, received, found, nil)
	return n, nil
}

func (i identity) natives() account.Natives {
	passkey, webauthn := i.Credentials[assurance.KindPasskey], i.Credentials[assurance.KindWebAuthn]
	return native.Read(i.ID, native.Credential{Identifiers: passkey.Identifiers, Config: passkey.Config}, native.Credential{Config: webauthn.Config})
}
