// Package publickey owns the check of a passkey's public key before it is stored. It leaves the choice of the algorithms
// that are offered to webauthnsvc, and the verification of signatures to its library.
package publickey

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"filippo.io/edwards25519"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// Check checks the COSE key of a new passkey (RFC 9053, WebAuthn L3 §5.8.5). go-webauthn checks lengths, and
// that EC points are on their curve. It does not check for an absent curve, RSA sizes and exponents, and Ed25519
// points.
func Check(cose []byte) error {
	if err := checkLabels(cose); err != nil {
		return err
	}
	key, err := webauthncose.ParsePublicKey(cose)
	if err != nil {
		return err
	}
	switch key := key.(type) {
	case webauthncose.EC2PublicKeyData:
		return checkEC2(key)
	case webauthncose.OKPPublicKeyData:
		return checkEd25519(key)
	case webauthncose.RSAPublicKeyData:
		return checkRSA(key)
	case webauthncose.AKPPublicKeyData:
		return checkMLDSA(key)
	default:
		return fmt.Errorf("key type %T is not offered", key)
	}
}

// Bits returns the size of a key: of the modulus, or of the curve. One of them is 0, and both are for ML-DSA, whose keys have
// neither.
func Bits(cose []byte) (rsa, ec int, err error) {
	key, err := webauthncose.ParsePublicKey(cose)
	switch key := key.(type) {
	case webauthncose.RSAPublicKeyData:
		return new(big.Int).SetBytes(key.Modulus).BitLen(), 0, nil
	case webauthncose.EC2PublicKeyData:
		return 0, map[webauthncose.COSEEllipticCurve]int{webauthncose.P256: 256, webauthncose.P384: 384, webauthncose.P521: 521}[webauthncose.COSEEllipticCurve(key.Curve)], nil
	case webauthncose.OKPPublicKeyData:
		return 0, 256, nil // Ed25519
	case webauthncose.AKPPublicKeyData:
		return 0, 0, nil
	}
	return 0, 0, errors.Join(errors.New("the type of the key is not offered"), err)
}

// coseLabels are the labels of a public key by its type (RFC 9053 §7, RFC 8230 §4, RFC 9964 §6). WebAuthn allows no optional ones
// (L3 §6.5.1).
var coseLabels = map[webauthncose.COSEKeyType][]int64{
	webauthncose.OctetKey:    {1, 3, -1, -2},
	webauthncose.EllipticKey: {1, 3, -1, -2, -3},
	webauthncose.RSAKey:      {1, 3, -1, -2},
	webauthncose.AKP:         {1, 3, -1},
}

// checkLabels refuses a key with other labels, such as -4, the private key of OKP and EC2: a reader of the database
// could sign with it.
func checkLabels(cose []byte) error {
	var members map[int64]webauthncbor.RawMessage
	if err := webauthncbor.Unmarshal(cose, &members); err != nil {
		return fmt.Errorf("reading the COSE key: %w", err)
	}
	var keyType int64
	if err := webauthncbor.Unmarshal(members[1], &keyType); err != nil {
		return fmt.Errorf("reading the type of the COSE key: %w", err)
	}
	for label := range members {
		if !slices.Contains(coseLabels[webauthncose.COSEKeyType(keyType)], label) {
			return fmt.Errorf("key of type %d with label %d", keyType, label)
		}
	}
	return nil
}

func checkEC2(key webauthncose.EC2PublicKeyData) error {
	curves := map[webauthncose.COSEAlgorithmIdentifier]webauthncose.COSEEllipticCurve{
		webauthncose.AlgES256: webauthncose.P256,
		webauthncose.AlgES384: webauthncose.P384,
		webauthncose.AlgES512: webauthncose.P521,
	}
	curve, ok := curves[webauthncose.COSEAlgorithmIdentifier(key.Algorithm)]
	if !ok || webauthncose.COSEEllipticCurve(key.Curve) != curve {
		return fmt.Errorf("algorithm %d does not use curve %d", key.Algorithm, key.Curve)
	}
	return nil
}

func checkEd25519(key webauthncose.OKPPublicKeyData) error {
	if webauthncose.COSEEllipticCurve(key.Curve) != webauthncose.Ed25519 {
		return fmt.Errorf("curve %d is not Ed25519", key.Curve)
	}
	point, err := new(edwards25519.Point).SetBytes(key.XCoord)
	if err != nil {
		return err
	}
	if !bytes.Equal(point.Bytes(), key.XCoord) {
		return errors.New("non-canonical encoding of an Ed25519 point")
	}
	// With a point of small order, signatures can be forged without a private key.
	if new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 1 {
		return errors.New("Ed25519 point of small order")
	}
	return nil
}

// rsaAlgorithms has more than registrations offer, for imported keys; never RS1.
var rsaAlgorithms = []webauthncose.COSEAlgorithmIdentifier{
	webauthncose.AlgRS256, webauthncose.AlgRS384, webauthncose.AlgRS512, webauthncose.AlgPS256, webauthncose.AlgPS384, webauthncose.AlgPS512,
}

func checkRSA(key webauthncose.RSAPublicKeyData) error {
	modulus := new(big.Int).SetBytes(key.Modulus)
	if bits := modulus.BitLen(); bits < 2048 || bits > 4096 {
		return fmt.Errorf("RSA modulus of %d bits", bits)
	}
	if modulus.Bit(0) == 0 {
		return errors.New("RSA modulus is even")
	}
	e, err := webauthncose.ParseRSAPublicKeyDataExponent(&key)
	if err != nil {
		return err
	}
	if e < 3 || e%2 == 0 || e > 1<<31-1 {
		return fmt.Errorf("RSA exponent %d", e)
	}
	if !slices.Contains(rsaAlgorithms, webauthncose.COSEAlgorithmIdentifier(key.Algorithm)) {
		return fmt.Errorf("RSA algorithm %d", key.Algorithm)
	}
	return nil
}

// seedBytes is the length of the seed ρ, with which a public key of ML-DSA begins; t1, the public vector, follows (FIPS 204 §7.2).
const seedBytes = 32

// checkMLDSA refuses a public vector of zeros: signatures for it can be forged without a private key. Any other bytes of the right
// length, which the parser checks, are a key.
func checkMLDSA(key webauthncose.AKPPublicKeyData) error {
	if len(bytes.Trim(key.PublicKey[seedBytes:], "\x00")) == 0 {
		return errors.New("ML-DSA key with a public vector of zeros")
	}
	return nil
}
