package webauthnsvc

import "github.com/go-webauthn/webauthn/webauthn"

// person is an identity as go-webauthn wants to see it.
type person struct {
	handle            []byte
	name, displayName string
	credentials       []webauthn.Credential
}

var _ webauthn.User = person{}

func (p person) WebAuthnID() []byte                         { return p.handle }
func (p person) WebAuthnName() string                       { return p.name }
func (p person) WebAuthnDisplayName() string                { return p.displayName }
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.credentials }
