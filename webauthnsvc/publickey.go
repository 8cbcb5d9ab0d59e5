package webauthnsvc

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"

	"filippo.io/edwards25519"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// checkPublicKey checks the COSE key of a new passkey (RFC 9053, WebAuthn L3 §5.8.5). go-webauthn checks lengths, and
// that EC points are on their curve. It does not check for an absent curve, RSA sizes and exponents, and Ed25519
// points.
func checkPublicKey(cose []byte) error {
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
	default:
		return fmt.Errorf("key type %T is not offered", key)
	}
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
	if webauthncose.COSEAlgorithmIdentifier(key.Algorithm) != webauthncose.AlgRS256 {
		return fmt.Errorf("RSA algorithm %d", key.Algorithm)
	}
	return nil
}
