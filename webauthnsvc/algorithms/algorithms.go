// Package algorithms owns the signature algorithms that new passkeys may have. It leaves the check of a key to package publickey.
package algorithms

import (
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// all are the algorithms for new passkeys, cheapest to verify first. ML-DSA must not be added while
// Latchkey is built with Go 1.26: registrations succeed, but every later login fails.
var all = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES384},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES512},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// Offered returns the algorithms whose keys can have at least so many bits on a curve.
func Offered(minECBits int) []protocol.CredentialParameter {
	bits := map[webauthncose.COSEAlgorithmIdentifier]int{webauthncose.AlgEdDSA: 256, webauthncose.AlgES256: 256, webauthncose.AlgES384: 384, webauthncose.AlgES512: 521}
	return slices.DeleteFunc(slices.Clone(all), func(p protocol.CredentialParameter) bool {
		size, curved := bits[p.Algorithm]
		return curved && size < minECBits
	})
}
