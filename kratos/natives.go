package kratos

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/kratos/native"
)

// WalkNatives reads all identities page by page, and calls visit with the number of those on the page and with the ones that
// have WebAuthn credentials at Kratos. It ends with the first error. Errors: fault.ErrKratosUnavailable.
func (c Directory) WalkNatives(ctx context.Context, visit func(identities int, found []account.Natives) error) error {
	for token := ""; ; {
		// A page must fit into maxAnswer.
		path := "/admin/identities?page_size=50&include_credential=passkey&include_credential=webauthn"
		if token != "" {
			path += "&page_token=" + token
		}
		got, err := c.getAdmin(ctx, callWalk, path)
		if err != nil {
			return err
		}
		var received []identity
		if got.status != http.StatusOK || got.decode(&received) != nil || received == nil {
			return got.unclear("not a page of identities")
		}
		var found []account.Natives
		for _, one := range received {
			if n := one.natives(); len(n.Passkeys) > 0 {
				found = append(found, n)
			}
		}
		if err := visit(len(received), found); err != nil {
			return err
		}
		next := native.NextPage(got.link)
		switch next {
		case "":
			return nil
		case token:
			return got.unclear("the same page again")
		}
		token = next
	}
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
