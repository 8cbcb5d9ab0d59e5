// Package metadatatest publishes metadata of authenticators, for tests: signed by a root of its own, as FIDO does.
package metadatatest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Publisher signs lists. Its fields may be changed between calls.
type Publisher struct {
	Root, Intermediate, Leaf *x509.Certificate
	Above                    []*x509.Certificate // what lists have behind the intermediate one
	Name                     string              // the host name in the certificate of the signer
	rootKey, betweenKey, key crypto.Signer
}

// New makes a publisher whose signer has a host name. It signs by ES256.
func New(name string) *Publisher { return newPublisher(name, newKey) }

// NewRSA is New with RSA keys, as FIDO has them. It signs by RS256.
func NewRSA(name string) *Publisher {
	return newPublisher(name, func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) })
}

func newPublisher(name string, newKey func() crypto.Signer) *Publisher {
	p := &Publisher{Name: name, rootKey: newKey(), betweenKey: newKey(), key: newKey()}
	authority := func(name string) *x509.Certificate {
		return &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0)}
	}
	root := authority("Metadata Root")
	p.Root = sign(root, root, p.rootKey.Public(), p.rootKey)
	p.Intermediate = sign(authority("Metadata Intermediate"), p.Root, p.betweenKey.Public(), p.rootKey)
	p.Renew(time.Now().Add(time.Hour))
	return p
}

// Renew gives the signer another certificate, for the same key.
func (p *Publisher) Renew(until time.Time) {
	leaf := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: p.Name}, DNSNames: []string{p.Name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: until}
	p.Leaf = sign(leaf, p.Intermediate, p.key.Public(), p.betweenKey)
}

// Blob signs a list with these members.
func (p *Publisher) Blob(payload map[string]any) []byte { return p.BlobBy(p.key, payload) }

// BlobBy signs a list with another key.
func (p *Publisher) BlobBy(key crypto.Signer, payload map[string]any) []byte {
	var chain []string
	for _, c := range append([]*x509.Certificate{p.Leaf, p.Intermediate}, p.Above...) {
		chain = append(chain, base64.StdEncoding.EncodeToString(c.Raw))
	}
	options := (&jose.SignerOptions{}).WithHeader("x5c", chain)
	algorithm := jose.ES256
	if _, ok := key.(*rsa.PrivateKey); ok {
		algorithm = jose.RS256
	}
	signer := must(jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options))
	return []byte(must(must(signer.Sign(must(json.Marshal(payload)))).CompactSerialize()))
}

// Revoke returns a list of revoked certificates with one below the root or the intermediate authority.
func (p *Publisher) Revoke(revoked *x509.Certificate) *x509.RevocationList {
	issuer, key := p.Intermediate, p.betweenKey
	if revoked == p.Intermediate {
		issuer, key = p.Root, p.rootKey
	}
	template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now().Add(-time.Hour), NextUpdate: time.Now().Add(time.Hour),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: revoked.SerialNumber, RevocationTime: time.Now().Add(-time.Minute)}}}
	return must(x509.ParseRevocationList(must(x509.CreateRevocationList(rand.Reader, template, issuer, key))))
}

// CrossSign gives another publisher's root a certificate below this one's.
func (p *Publisher) CrossSign(other *Publisher) *x509.Certificate {
	template := *other.Root
	return sign(&template, p.Root, other.rootKey.Public(), p.rootKey)
}

// OtherKey is a key that belongs to nothing.
func OtherKey() crypto.Signer { return newKey() }

func newKey() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

func sign(template, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, parent, public, key))))
}

func serial() *big.Int { return must(rand.Int(rand.Reader, big.NewInt(1<<62))) }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
