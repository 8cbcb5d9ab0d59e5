package webauthnsvc

import "github.com/go-webauthn/webauthn/webauthn"

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
