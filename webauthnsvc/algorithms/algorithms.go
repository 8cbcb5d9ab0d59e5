// Package algorithms owns the signature algorithms that new passkeys may have. It leaves the check of a key to package publickey.
package algorithms

import (
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// postQuantum are the algorithms that a quantum computer is not known to break (RFC 9964), the one with the smaller signatures first.
var postQuantum = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgMLDSA44},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgMLDSA65},
}

// all are the other algorithms for new passkeys, cheapest to verify first.
var all = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES384},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES512},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// Offered returns the algorithms whose keys can have at least so many bits on a curve, after those of ML-DSA if it is on:
// authenticators take the first that they know.
func Offered(minECBits int, mlDSA bool) []protocol.CredentialParameter {
	bits := map[webauthncose.COSEAlgorithmIdentifier]int{webauthncose.AlgEdDSA: 256, webauthncose.AlgES256: 256, webauthncose.AlgES384: 384, webauthncose.AlgES512: 521}
	var offered []protocol.CredentialParameter
	if mlDSA {
		offered = slices.Clone(postQuantum)
	}
	return append(offered, slices.DeleteFunc(slices.Clone(all), func(p protocol.CredentialParameter) bool {
		size, curved := bits[p.Algorithm]
		return curved && size < minECBits
	})...)
}
