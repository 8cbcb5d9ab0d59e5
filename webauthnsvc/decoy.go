package webauthnsvc

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"

	"latchkey/seal"
)

// A login by identifier must not reveal which users exist (WebAuthn L3 §14.6.2), so unknown users, and those without
// a passkey, get decoys. Decoys are the same on every attempt, since they are derived from a keyed hash of the
// identifier. Their number, lengths and transports follow those of real passkeys (decoyshape.go).

// decoyKeyName is the name of the decoys' key in the store. The key is kept when secrets are rotated: if decoys
// changed, they could be distinguished from real passkeys.
const decoyKeyName = "decoy"

// decoys makes decoys, and recognises them.
type decoys struct{ key *seal.Key }

// of returns the decoys of a normalized identifier.
func (d decoys) of(ctx context.Context, identifier, rpID string) ([]protocol.CredentialDescriptor, error) {
	key, err := d.key.Load(ctx)
	if err != nil {
		return nil, err
	}
	return makeDecoys(key, identifier, rpID), nil
}

func makeDecoys(key []byte, identifier, rpID string) []protocol.CredentialDescriptor {
	stream := rand.NewChaCha8(keyedHash(key, "decoys v2 "+rpID, []byte(identifier))) // a specified generator: c2sp.org/chacha8rand
	made := make([]protocol.CredentialDescriptor, pick(stream, counts, func(weight int) int { return weight }))
	for i := range made {
		drawn := shapes[pick(stream, shapes, func(s shape) int { return s.weight })]
		made[i] = protocol.CredentialDescriptor{
			Type:         protocol.PublicKeyCredentialType,
			CredentialID: decoyID(stream, key, drawn.length),
			Transport:    drawn.transports,
		}
	}
	return made
}

// pick draws an element of the list by weight and returns its index.
func pick[T any](stream *rand.ChaCha8, list []T, weight func(T) int) int {
	total := 0
	for _, each := range list {
		total += weight(each)
	}
	left := int(stream.Uint64() % uint64(total)) // the bias of so small a modulus is below 2^-50
	for i, each := range list {
		if left -= weight(each); left < 0 {
			return i
		}
	}
	panic("unreachable: the weights add up to the total")
}

// decoyID returns a credential ID that ends in a MAC of the part before it, by which finish recognises it without a
// record. The MAC has 16 bytes, or half of a shorter ID. Eight bytes suffice: forging a decoy has no benefit, and
// only one new credential ID in 2^64 would be mistaken for a decoy and refused at registration.
func decoyID(stream *rand.ChaCha8, key []byte, length int) []byte {
	id := make([]byte, length)
	head := id[:length-macLength(length)]
	_, _ = stream.Read(head) // never fails
	copy(id[len(head):], decoyMAC(key, head))
	return id
}

func macLength(length int) int { return min(16, length/2) }

func decoyMAC(key, head []byte) []byte {
	mac := keyedHash(key, "decoy mac v2", head)
	return mac[:]
}

// includes reports whether makeDecoys created the credential ID.
func (d decoys) includes(ctx context.Context, credentialID []byte) (bool, error) {
	if !slices.ContainsFunc(shapes, func(s shape) bool { return s.length == len(credentialID) }) {
		return false, nil
	}
	key, err := d.key.Load(ctx)
	if err != nil {
		return false, err
	}
	n := macLength(len(credentialID))
	head, mac := credentialID[:len(credentialID)-n], credentialID[len(credentialID)-n:]
	return hmac.Equal(decoyMAC(key, head)[:n], mac), nil
}

func keyedHash(key []byte, domain string, data []byte) [32]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(domain))
	mac.Write([]byte{0})
	mac.Write(data)
	return [32]byte(mac.Sum(nil))
}

// normalizeIdentifier returns the form in which Kratos compares identifiers.
func normalizeIdentifier(identifier string) string {
	return strings.ToLower(strings.TrimSpace(identifier))
}

// dummyKey is a key whose private half is discarded. Verifying with it always fails, and takes as long as with a real
// key.
var dummyKey = func() *ecdsa.PublicKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), cryptorand.Reader)
	if err != nil {
		panic(err) // the system's random source failed
	}
	return &key.PublicKey
}()

// dummySignature is well-formed: a malformed signature would be refused before the expensive part.
var dummySignature = []byte{0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}

// verifyDummy takes as long as a real verification.
func verifyDummy(parsed *protocol.ParsedCredentialAssertionData) {
	digest := sha256.Sum256(parsed.Raw.AssertionResponse.AuthenticatorData)
	_ = ecdsa.VerifyASN1(dummyKey, digest[:], dummySignature)
}
