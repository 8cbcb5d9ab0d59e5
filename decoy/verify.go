package decoy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
)

// dummyKey is a key whose private half is discarded. Verifying with it always fails, and takes as long as with a real
// key.
var dummyKey = func() *ecdsa.PublicKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // the system's random source failed
	}
	return &key.PublicKey
}()

// dummySignature is well-formed: a malformed signature would be refused before the expensive part.
var dummySignature = []byte{0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}

// Verify takes as long as the verification of a signature over the data. It has no result: the signature is refused.
func Verify(signed []byte) {
	digest := sha256.Sum256(signed)
	_ = ecdsa.VerifyASN1(dummyKey, digest[:], dummySignature)
}
