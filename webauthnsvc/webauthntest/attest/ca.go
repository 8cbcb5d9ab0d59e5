// Package attest makes the attestation statements of hardware in software, for tests: by certificate authorities of its own, in each
// format of WebAuthn L3 §8, with hooks to spoil any part of them.
package attest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"
)

// CA is a certificate authority of a maker.
type CA struct {
	Certificate *x509.Certificate
	key         crypto.Signer
}

// NewCA makes a certificate authority. It panics where the standard library fails, which it does not.
func NewCA(name string) *CA { return newCA(name, nil) }

// Intermediate makes one below it.
func (ca *CA) Intermediate(name string) *CA { return newCA(name, ca) }

// Expired makes one below it that has expired.
func (ca *CA) Expired(name string) *CA {
	between := ca.Intermediate(name)
	template := *between.Certificate
	template.NotBefore, template.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
	between.Certificate = ca.sign(&template, between.key.Public())
	return between
}

func newCA(name string, parent *CA) *CA {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	if parent == nil {
		parent = &CA{template, key}
	}
	return &CA{parent.sign(template, key.Public()), key}
}

// PEM returns its certificate as a file.
func (ca *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Certificate.Raw})
}

// Leaf returns a certificate below it, which is no authority, as a file.
func Leaf(ca *CA) []byte {
	template := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: "leaf"}, BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	return (&CA{ca.sign(template, newKey().Public()), nil}).PEM()
}

func (ca *CA) sign(template *x509.Certificate, public crypto.PublicKey) *x509.Certificate {
	der := must(x509.CreateCertificate(rand.Reader, template, ca.Certificate, public, ca.key))
	return must(x509.ParseCertificate(der))
}

func serial() *big.Int { return must(rand.Int(rand.Reader, big.NewInt(1<<62))) }

// extension returns a certificate's extension with a value in DER.
func extension(id asn1.ObjectIdentifier, value any) pkix.Extension {
	return pkix.Extension{Id: id, Value: must(asn1.Marshal(value))}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func newKey() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }
