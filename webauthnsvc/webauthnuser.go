package webauthnsvc

import (
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/account"
	"latchkey/text"
)

// maxUserNameBytes is the size that every authenticator can store (WebAuthn L3 §6.4.1). Security keys refuse longer
// names, or cut them in the middle of a character.
const maxUserNameBytes = 64

// namesOf returns the names of an identity for authenticators.
func namesOf(identity account.Identity) (name, displayName string) {
	return text.Short(identity.Login, maxUserNameBytes), text.Short(identity.DisplayName, maxUserNameBytes)
}

// webauthnUser is an identity as go-webauthn requires it.
type webauthnUser struct {
	handle            []byte
	name, displayName string
	credentials       []webauthn.Credential
}

var _ webauthn.User = webauthnUser{}

func (p webauthnUser) WebAuthnID() []byte                         { return p.handle }
func (p webauthnUser) WebAuthnName() string                       { return p.name }
func (p webauthnUser) WebAuthnDisplayName() string                { return p.displayName }
func (p webauthnUser) WebAuthnCredentials() []webauthn.Credential { return p.credentials }
