package attestation

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/go-webauthn/webauthn/metadata"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// In the formats android-key and apple, the certificate is that of the passkey's own key. go-webauthn verifies both against roots
// that are compiled into it, which the operator could not replace, and treats certificates as valid for a year longer than they
// are. So they are verified here.

// The extensions that bind the certificate to the ceremony.
const (
	appleNonce         = "1.2.840.113635.100.8.2"
	androidDescription = "1.3.6.1.4.1.11129.2.1.17"
)

// verifyApple verifies an anonymous attestation (L3 §8.8).
func verifyApple(s *statement) (metadata.AuthenticatorAttestationType, error) {
	if err := s.certifiesKey(); err != nil {
		return "", err
	}
	var stated struct {
		Nonce []byte `asn1:"tag:1,explicit"`
	}
	if rest, err := asn1.Unmarshal(extension(s.chain[0], appleNonce), &stated); err != nil || len(rest) > 0 {
		return "", errors.New("the certificate has no nonce")
	}
	if nonce := sha256.Sum256(s.signed()); !bytes.Equal(nonce[:], stated.Nonce) {
		return "", errors.New("the nonce is of another registration")
	}
	return metadata.AnonCA, nil
}

// verifyAndroidKey verifies an attestation of Android's keystore (L3 §8.4).
func verifyAndroidKey(s *statement) (metadata.AuthenticatorAttestationType, error) {
	if err := s.certifiesKey(); err != nil {
		return "", err
	}
	algorithm, isInt := s.AttStatement["alg"].(int64)
	signature, isBytes := s.AttStatement["sig"].([]byte)
	if !isInt || !isBytes {
		return "", errors.New("alg or sig is missing")
	}
	scheme := webauthncose.SigAlgFromCOSEAlg(webauthncose.COSEAlgorithmIdentifier(algorithm))
	if err := s.chain[0].CheckSignature(scheme, s.signed(), signature); err != nil {
		return "", err
	}
	key, err := readKeyDescription(extension(s.chain[0], androidDescription))
	switch {
	case err != nil:
		return "", fmt.Errorf("the key description: %w", err)
	case !bytes.Equal(key.challenge, s.clientDataHash):
		return "", errors.New("the challenge is of another registration")
	case key.software.allApplications || key.hardware.allApplications:
		return "", errors.New("the key is not bound to an application")
	case !key.hardware.generated || !key.hardware.signs:
		return "", errors.New("the key was not made in hardware, for signing")
	}
	return metadata.BasicFull, nil
}

// signed is what an attestation signs (L3 §6.5.4).
func (s *statement) signed() []byte { return slices.Concat(s.RawAuthData, s.clientDataHash) }

// certifiesKey checks that the certificate is that of the passkey.
func (s *statement) certifiesKey() error {
	if len(s.chain) == 0 {
		return errors.New("no certificate")
	}
	key, err := publicKey(s.AuthData.AttData.CredentialPublicKey)
	if err != nil {
		return err
	}
	if !key.Equal(s.chain[0].PublicKey) {
		return errors.New("the certificate is of another key")
	}
	return nil
}

// publicKey converts a public key from COSE.
func publicKey(cose []byte) (interface{ Equal(crypto.PublicKey) bool }, error) {
	parsed, err := webauthncose.ParsePublicKey(cose)
	if err != nil {
		return nil, err
	}
	switch key := parsed.(type) {
	case webauthncose.EC2PublicKeyData:
		return key.ToECDSA()
	case webauthncose.OKPPublicKeyData:
		return ed25519.PublicKey(key.XCoord), nil
	case webauthncose.RSAPublicKeyData:
		exponent, err := webauthncose.ParseRSAPublicKeyDataExponent(&key)
		return &rsa.PublicKey{N: new(big.Int).SetBytes(key.Modulus), E: exponent}, err
	default:
		return nil, errors.New("the type of the key is not supported")
	}
}
