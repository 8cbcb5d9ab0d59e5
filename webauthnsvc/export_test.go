package webauthnsvc

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
)

// MakeDecoys is what people without a passkey are answered; the key makes it repeatable.
var MakeDecoys = makeDecoys

// ShapeWeights are the shapes of real authenticators, with their weights.
func ShapeWeights() map[string]int {
	weights := map[string]int{}
	for _, s := range shapes {
		weights[ShapeOf(protocol.CredentialDescriptor{CredentialID: make([]byte, s.length), Transport: s.transports})] += s.weight
	}
	return weights
}

// CountWeights are the numbers of passkeys that people have.
func CountWeights() []int { return counts }

// ShapeOf is what can be seen of a credential ID.
func ShapeOf(d protocol.CredentialDescriptor) string {
	return fmt.Sprint(len(d.CredentialID), d.Transport)
}
