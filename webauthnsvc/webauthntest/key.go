package webauthntest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/mldsa"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384, crypto.SHA512
	"crypto/x509"
	"fmt"
	"math/big"

	"github.com/fxamacker/cbor/v2"
)

// Algorithm is a COSE algorithm identifier (RFC 9053).
type Algorithm int

// The algorithms an Authenticator can sign with.
const (
	ES256 Algorithm = -7
	EdDSA Algorithm = -8
	ES384 Algorithm = -35
	ES512 Algorithm = -36
	RS256 Algorithm = -257

	MLDSA44 Algorithm = -48 // RFC 9964
	MLDSA65 Algorithm = -49
)

// key signs, and knows its public half as COSE_Key and as SubjectPublicKeyInfo.
type key struct {
	algorithm Algorithm
	signer    crypto.Signer
	cose      []byte
	spki      []byte
}

var hashes = map[Algorithm]crypto.Hash{ES256: crypto.SHA256, ES384: crypto.SHA384, ES512: crypto.SHA512, RS256: crypto.SHA256}

var curves = map[Algorithm]struct {
	curve elliptic.Curve
	id    int
}{ES256: {elliptic.P256(), 1}, ES384: {elliptic.P384(), 2}, ES512: {elliptic.P521(), 3}}

func newKey(algorithm Algorithm) (key, error) {
	signer, err := newSigner(algorithm)
	if err != nil {
		return key{}, err
	}
	cose, err := PublicKey(algorithm, signer.Public())
	if err != nil {
		return key{}, err
	}
	spki, err := x509.MarshalPKIXPublicKey(signer.Public())
	return key{algorithm, signer, cose, spki}, err
}

func newSigner(algorithm Algorithm) (crypto.Signer, error) {
	switch algorithm {
	case ES256, ES384, ES512:
		return ecdsa.GenerateKey(curves[algorithm].curve, rand.Reader)
	case EdDSA:
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	case RS256:
		return rsa.GenerateKey(rand.Reader, 2048)
	case MLDSA44:
		return mldsa.GenerateKey(mldsa.MLDSA44())
	case MLDSA65:
		return mldsa.GenerateKey(mldsa.MLDSA65())
	default:
		return nil, fmt.Errorf("webauthntest: no algorithm %d", algorithm)
	}
}

// PublicKey writes a public key as COSE_Key. Coordinates keep their leading zero bytes (RFC 9053 §7.1.1).
func PublicKey(algorithm Algorithm, public crypto.PublicKey) ([]byte, error) {
	switch public := public.(type) {
	case *ecdsa.PublicKey:
		point, err := public.Bytes() // 4, x, y, both in full length
		if err != nil {
			return nil, err
		}
		half := (len(point) - 1) / 2
		return COSE(map[int]any{1: 2, 3: int(algorithm), -1: curves[algorithm].id, -2: point[1 : 1+half], -3: point[1+half:]})
	case ed25519.PublicKey:
		return COSE(map[int]any{1: 1, 3: int(algorithm), -1: 6, -2: []byte(public)})
	case *rsa.PublicKey:
		return COSE(map[int]any{1: 3, 3: int(algorithm), -1: public.N.Bytes(), -2: big.NewInt(int64(public.E)).Bytes()})
	case *mldsa.PublicKey:
		return COSE(map[int]any{1: 7, 3: int(algorithm), -1: public.Bytes()})
	default:
		return nil, fmt.Errorf("webauthntest: no key type %T", public)
	}
}

// COSE writes a COSE_Key of any members, sound or not, for Tamper.PublicKey.
func COSE(members map[int]any) ([]byte, error) { return marshal(members) }

func (k key) sign(data []byte) ([]byte, error) {
	hash, ok := hashes[k.algorithm]
	if !ok { // EdDSA and ML-DSA hash by themselves
		return k.signer.Sign(rand.Reader, data, crypto.Hash(0))
	}
	digest := hash.New()
	digest.Write(data)
	return k.signer.Sign(rand.Reader, digest.Sum(nil), hash)
}

// marshal writes CTAP2 canonical CBOR.
func marshal(value any) ([]byte, error) {
	mode, err := cbor.CTAP2EncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(value)
}
