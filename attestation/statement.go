package attestation

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/google/uuid"
)

// Extensions of certificates.
const (
	subjectAltName = "2.5.29.17"
	fidoAAGUID     = "1.3.6.1.4.1.45724.1.1.4" // id-fido-gen-ce-aaguid
)

const (
	// maxChain is the number of certificates that a statement may have.
	maxChain = 8
	// maxRSABits is the size of their RSA keys, as in crypto/tls. crypto/x509 has no limit: a request may hold a key with which one
	// signature takes seconds.
	maxRSABits = 8192
)

// statement reads the statement of an object.
func (o *Object) statement(clientDataHash []byte) (*statement, error) {
	s := &statement{clientDataHash: clientDataHash}
	if err := webauthncbor.Unmarshal(o.Stated, &s.AttStatement); err != nil {
		return nil, err
	}
	s.AttestationObject.Format, s.RawAuthData = o.Format, o.AuthData
	if err := s.AuthData.Unmarshal(o.AuthData); err != nil {
		var detailed *protocol.Error
		if errors.As(err, &detailed) {
			return nil, errors.New(detailed.Details)
		}
		return nil, err
	}
	return s, nil
}

// certificates returns x5c, nil if there is none.
func certificates(stated map[string]any) ([]*x509.Certificate, error) {
	x5c, present := stated["x5c"]
	if !present {
		return nil, nil
	}
	list, _ := x5c.([]any)
	if len(list) == 0 || len(list) > maxChain {
		return nil, errors.New("x5c is not a list of certificates")
	}
	var chain []*x509.Certificate
	for _, one := range list {
		der, _ := one.([]byte)
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("x5c: %w", err)
		}
		if key, ok := certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxRSABits {
			return nil, fmt.Errorf("x5c: an RSA key of %d bits", key.N.BitLen())
		}
		chain = append(chain, certificate)
	}
	return chain, nil
}

// statement is a statement that has been read, with what it is about.
type statement struct {
	protocol.AttestationObject
	clientDataHash []byte
	chain          []*x509.Certificate // x5c: that of the attestation key first
}

// ordered checks that each certificate is signed by the next one (L3 §6.5.4): crypto/x509 would put them in order.
func ordered(chain []*x509.Certificate) error {
	for i := 1; i < len(chain); i++ {
		if err := chain[i-1].CheckSignatureFrom(chain[i]); err != nil {
			return fmt.Errorf("x5c[%d] is not signed by the next: %w", i-1, err)
		}
	}
	return nil
}

// namesModel reports whether a certificate names the model: its extension is an octet string with the AAGUID (L3 §8.2.1).
func namesModel(certificate *x509.Certificate, model uuid.UUID) bool {
	var named []byte
	rest, err := asn1.Unmarshal(extension(certificate, fidoAAGUID), &named)
	return err == nil && len(rest) == 0 && bytes.Equal(named, model[:])
}

// extension returns the value of an extension, nil if there is none.
func extension(certificate *x509.Certificate, id string) []byte {
	for _, e := range certificate.Extensions {
		if e.Id.String() == id {
			return e.Value
		}
	}
	return nil
}

// keyIdentifier hashes the bits of the public key (RFC 5280, 4.2.1.2, method 1).
func keyIdentifier(certificate *x509.Certificate) string {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(certificate.RawSubjectPublicKeyInfo, &info); err != nil {
		return "" // crypto/x509 has read it
	}
	sum := sha1.Sum(info.Key.Bytes)
	return hex.EncodeToString(sum[:])
}

func fingerprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	return hex.EncodeToString(sum[:])
}
