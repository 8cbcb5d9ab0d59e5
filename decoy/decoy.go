// Package decoy owns what a login offers and does for users who do not exist: credential IDs that look like real ones,
// and a verification that takes as long as a real one.
//
// It leaves to webauthnsvc when to use them. It knows no users, only identifiers in the form that Kratos compares.
package decoy

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"math/rand/v2"
	"slices"

	"latchkey/seal"
)

// A login by identifier must not reveal which users exist (WebAuthn L3 §14.6.2), so unknown users, and those without
// a passkey, get decoys. Decoys are the same on every attempt, since they are derived from a keyed hash of the
// identifier. Their number, lengths and transports follow those of real passkeys (shape.go).

// keyName is the name of the decoys' key in the store. The key is kept when secrets are rotated: if decoys changed,
// they could be distinguished from real passkeys.
const keyName = "decoy"

// Credentials makes decoys, and recognises them.
type Credentials struct{ key *seal.Key }

// Credential is one decoy.
type Credential struct {
	ID         []byte
	Transports []string // sorted; none where the browser would not have reported any
}

// New returns a maker of decoys. It makes no calls.
func New(sealer *seal.Sealer, keys seal.Keys) Credentials {
	return Credentials{sealer.Key(keys, keyName, sha256.Size)}
}

// Prepare loads the key, and creates it if it does not exist. Errors: fault.ErrStoreUnavailable.
func (c Credentials) Prepare(ctx context.Context) error {
	_, err := c.key.Load(ctx)
	return err
}

// Of returns the decoys of a normalized identifier.
func (c Credentials) Of(ctx context.Context, identifier, rpID string) ([]Credential, error) {
	key, err := c.key.Load(ctx)
	if err != nil {
		return nil, err
	}
	return generate(key, identifier, rpID), nil
}

func generate(key []byte, identifier, rpID string) []Credential {
	stream := rand.NewChaCha8(keyedHash(key, "decoys v2 "+rpID, []byte(identifier))) // a specified generator: c2sp.org/chacha8rand
	made := make([]Credential, pick(stream, counts, func(weight int) int { return weight }))
	for i := range made {
		drawn := shapes[pick(stream, shapes, func(s shape) int { return s.weight })]
		made[i] = Credential{ID: credentialID(stream, key, drawn.length), Transports: drawn.transports}
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

// credentialID returns a credential ID that ends in a MAC of the part before it, by which finish recognises it without a
// record. The MAC has 16 bytes, or half of a shorter ID. Eight bytes suffice: forging a decoy has no benefit, and
// only one new credential ID in 2^64 would be mistaken for a decoy and refused at registration.
func credentialID(stream *rand.ChaCha8, key []byte, length int) []byte {
	id := make([]byte, length)
	head := id[:length-macLength(length)]
	_, _ = stream.Read(head) // never fails
	copy(id[len(head):], macOf(key, head))
	return id
}

func macLength(length int) int { return min(16, length/2) }

func macOf(key, head []byte) []byte {
	mac := keyedHash(key, "decoy mac v2", head)
	return mac[:]
}

// Includes reports whether Of created the credential ID.
func (c Credentials) Includes(ctx context.Context, credentialID []byte) (bool, error) {
	if !slices.ContainsFunc(shapes, func(s shape) bool { return s.length == len(credentialID) }) {
		return false, nil
	}
	key, err := c.key.Load(ctx)
	if err != nil {
		return false, err
	}
	n := macLength(len(credentialID))
	head, mac := credentialID[:len(credentialID)-n], credentialID[len(credentialID)-n:]
	return hmac.Equal(macOf(key, head)[:n], mac), nil
}

func keyedHash(key []byte, domain string, data []byte) [32]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(domain))
	mac.Write([]byte{0})
	mac.Write(data)
	return [32]byte(mac.Sum(nil))
}
