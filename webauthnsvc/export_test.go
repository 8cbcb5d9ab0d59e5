package webauthnsvc

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
)

// MakeDecoys returns the decoys for an identifier.
var MakeDecoys = makeDecoys

// ShapeWeights returns the shapes of real authenticators with their weights.
func ShapeWeights() map[string]int {
	weights := map[string]int{}
	for _, s := range shapes {
		weights[ShapeOf(protocol.CredentialDescriptor{CredentialID: make([]byte, s.length), Transport: s.transports})] += s.weight
	}
	return weights
}

// CountWeights returns the weights of the numbers of passkeys.
func CountWeights() []int { return counts }

// ShapeOf describes what a credential descriptor reveals.
func ShapeOf(d protocol.CredentialDescriptor) string {
	return fmt.Sprint(len(d.CredentialID), d.Transport)
}
