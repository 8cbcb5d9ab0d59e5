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
)

// A login by identifier must not tell who exists (WebAuthn L3 §14.6.2): unknown people, and those without a
// passkey, get decoys. They are the same at each try, so they are made by a keyed hash of the identifier, and there are as
// many, as long and with such transports as people's passkeys have (decoyshape.go).

// decoyKeyName is the name of the decoys' key in the store. It outlives secret rotation: decoys that changed with it
// would give themselves away.
const decoyKeyName = "decoy"

// decoys of an identifier in its normal form.
func (s *Service) decoys(ctx context.Context, identifier, rpID string) ([]protocol.CredentialDescriptor, error) {
	key, err := s.decoyKey.Load(ctx)
	if err != nil {
		return nil, err
	}
	return makeDecoys(key, identifier, rpID), nil
}

func makeDecoys(key []byte, identifier, rpID string) []protocol.CredentialDescriptor {
	draws := rand.NewChaCha8(keyedHash(key, "decoys v2 "+rpID, []byte(identifier))) // its output is specified: c2sp.org/chacha8rand
	decoys := make([]protocol.CredentialDescriptor, pick(draws, counts, func(weight int) int { return weight }))
	for i := range decoys {
		like := shapes[pick(draws, shapes, func(s shape) int { return s.weight })]
		decoys[i] = protocol.CredentialDescriptor{
			Type:         protocol.PublicKeyCredentialType,
			CredentialID: decoyID(draws, key, like.length),
			Transport:    like.transports,
		}
	}
	return decoys
}

// pick draws one of the list by its weight, and gives its index.
func pick[T any](draws *rand.ChaCha8, list []T, weight func(T) int) int {
	total := 0
	for _, each := range list {
		total += weight(each)
	}
	left := int(draws.Uint64() % uint64(total)) // the bias of so small a modulus is below 2^-50
	for i, each := range list {
		if left -= weight(each); left < 0 {
			return i
		}
	}
	panic("unreachable: the weights add up to the total")
}

// decoyID ends in a MAC over what is before it, so that finish knows it again without a record. The MAC has 16 bytes, and
// half the ID where that has fewer than 32. Eight are enough: there is nothing to forge, since to be taken for a decoy gains
// nothing, and one new ID in 2^64 would be mistaken for one and refused at registration.
func decoyID(draws *rand.ChaCha8, key []byte, length int) []byte {
	id := make([]byte, length)
	head := id[:length-macLength(length)]
	_, _ = draws.Read(head) // never fails
	copy(id[len(head):], decoyMAC(key, head))
	return id
}

func macLength(length int) int { return min(16, length/2) }

func decoyMAC(key, head []byte) []byte {
	mac := keyedHash(key, "decoy mac v2", head)
	return mac[:]
}

// isDecoy recognises what makeDecoys has made.
func (s *Service) isDecoy(ctx context.Context, credentialID []byte) (bool, error) {
	if !slices.ContainsFunc(shapes, func(s shape) bool { return s.length == len(credentialID) }) {
		return false, nil
	}
	key, err := s.decoyKey.Load(ctx)
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

// normalIdentifier is the form in which Kratos compares identifiers.
func normalIdentifier(identifier string) string {
	return strings.ToLower(strings.TrimSpace(identifier))
}

// vainKey is a key that nobody holds: verifying against it always fails, and takes as long as with a real one.
var vainKey = func() *ecdsa.PublicKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), cryptorand.Reader)
	if err != nil {
		panic(err) // the system's random source failed
	}
	return &key.PublicKey
}()

// vainSignature is a well-formed one: a malformed one would be refused before the costly part.
var vainSignature = []byte{0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}

func verifyInVain(parsed *protocol.ParsedCredentialAssertionData) {
	digest := sha256.Sum256(parsed.Raw.AssertionResponse.AuthenticatorData)
	_ = ecdsa.VerifyASN1(vainKey, digest[:], vainSignature)
}
