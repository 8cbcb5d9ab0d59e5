package decoy

import "fmt"

// Generate returns the decoys for an identifier.
var Generate = generate

// ShapeWeights returns the shapes of real authenticators with their weights.
func ShapeWeights() map[string]int {
	weights := map[string]int{}
	for _, s := range shapes {
		weights[ShapeOf(Credential{make([]byte, s.length), s.transports})] += s.weight
	}
	return weights
}

// CountWeights returns the weights of the numbers of passkeys.
func CountWeights() []int { return counts }

// ShapeOf describes what a decoy reveals.
func ShapeOf(d Credential) string {
	return fmt.Sprint(len(d.ID), d.Transports)
}
