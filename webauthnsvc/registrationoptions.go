package webauthnsvc

import (
	"cmp"
	"encoding/base64"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/assurance"
	"latchkey/webauthnsvc/algorithms"
)

// registrationOptions are the options as far as policy allows them.
type registrationOptions struct {
	selection protocol.AuthenticatorSelection
	resident  protocol.ResidentKeyRequirement
	hints     []protocol.PublicKeyCredentialHints
	exclude   []protocol.CredentialDescriptor
	mlDSA     bool
	// These are what a profile asks for.
	attestation protocol.ConveyancePreference // "": none
	deviceBound bool                          // offer security keys first
	minECBits   int
}

func (o *registrationOptions) list() []webauthn.RegistrationOption {
	return []webauthn.RegistrationOption{
		webauthn.WithConveyancePreference(cmp.Or(o.attestation, protocol.PreferNoAttestation)),
		webauthn.WithCredentialParameters(algorithms.Offered(o.minECBits, o.mlDSA)),
		webauthn.WithAuthenticatorSelection(o.selection),
		webauthn.WithResidentKeyRequirement(o.resident),
		webauthn.WithPublicKeyCredentialHints(o.hints),
		webauthn.WithExclusions(o.exclude),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()),
	}
}

// maxNatives limits how many of Kratos' passkeys a registration excludes: a password alone can add any number there.
const maxNatives = 64

// nativesOf returns the passkeys and keys that the identity has at Kratos and not here. Their relying party and transports are
// unknown. One that the user disowned must not keep them from registering; nor must any if no passkey here is left to confirm it.
func nativesOf(known assurance.Known) (list []protocol.CredentialDescriptor) {
	if known.FirstPasskey != nil && !known.HoldsUsablePasskey() {
		return nil
	}
	for _, factor := range known.Factors {
		id, err := base64.RawURLEncoding.DecodeString(factor.Ref)
		_, here := known.CopyOf(factor)
		if err == nil && len(id) > 0 && !here && !factor.Disowned && len(list) < maxNatives {
			list = append(list, protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: id})
		}
	}
	return list
}
