package webauthnsvc

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
)

// A login by identifier must not tell who exists (WebAuthn L3 §14.6.2): unknown people, and those without a
// passkey, get a decoy. It is the same at each try, so it is made by a keyed hash of the identifier.
const decoyHalf = 16

// decoyKeyName is the name of the decoys' key in the store. It outlives secret rotation: decoys that changed with it
// would give themselves away.
const decoyKeyName = "decoy"

// decoys of an identifier in its normal form.
func (s *Service) decoys(ctx context.Context, identifier, rpID string) ([]protocol.CredentialDescriptor, error) {
	key, err := s.decoyKey.load(ctx, s)
	if err != nil {
		return nil, err
	}
	head := keyedHash(key, "decoy "+rpID, []byte(identifier))
	id := append(head, keyedHash(key, "mac", head)...)
	return []protocol.CredentialDescriptor{{
		Type:         protocol.PublicKeyCredentialType,
		CredentialID: id,
		Transport:    []protocol.AuthenticatorTransport{protocol.Hybrid, protocol.Internal}, // as most passkeys say
	}}, nil
}

func keyedHash(key []byte, domain string, data []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(domain))
	mac.Write([]byte{0})
	mac.Write(data)
	return mac.Sum(nil)[:decoyHalf:decoyHalf]
}

// normalIdentifier is the form in which Kratos compares identifiers.
func normalIdentifier(identifier string) string {
	return strings.ToLower(strings.TrimSpace(identifier))
}

// vainKey is a key that nobody holds: verifying against it always fails, and takes as long as with a real one.
var vainKey = func() *ecdsa.PublicKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
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
