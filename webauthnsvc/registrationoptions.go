package webauthnsvc

import (
	"cmp"
	"encoding/base64"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/assurance"
)

// registrationOptions are the options as far as policy allows them.
type registrationOptions struct {
	selection protocol.AuthenticatorSelection
	resident  protocol.ResidentKeyRequirement
	hints     []protocol.PublicKeyCredentialHints
	exclude   []protocol.CredentialDescriptor
	// These are what a profile asks for.
	attestation protocol.ConveyancePreference // "": none
	deviceBound bool                          // offer security keys first
	minECBits   int
}

func (o *registrationOptions) list() []webauthn.RegistrationOption {
	return []webauthn.RegistrationOption{
		webauthn.WithConveyancePreference(cmp.Or(o.attestation, protocol.PreferNoAttestation)),
		webauthn.WithCredentialParameters(offered(o.minECBits)),
		webauthn.WithAuthenticatorSelection(o.selection),
		webauthn.WithResidentKeyRequirement(o.resident),
		webauthn.WithPublicKeyCredentialHints(o.hints),
		webauthn.WithExclusions(o.exclude),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()),
	}
}

// offeredAlgorithms are the algorithms for new passkeys, cheapest to verify first. ML-DSA must not be added while
// Latchkey is built with Go 1.26: registrations succeed, but every later login fails.
var offeredAlgorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES384},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES512},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// offered returns the algorithms whose keys can have at least so many bits on a curve.
func offered(minECBits int) []protocol.CredentialParameter {
	bits := map[webauthncose.COSEAlgorithmIdentifier]int{webauthncose.AlgEdDSA: 256, webauthncose.AlgES256: 256, webauthncose.AlgES384: 384, webauthncose.AlgES512: 521}
	return slices.DeleteFunc(slices.Clone(offeredAlgorithms), func(p protocol.CredentialParameter) bool {
		size, curved := bits[p.Algorithm]
		return curved && size < minECBits
	})
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
