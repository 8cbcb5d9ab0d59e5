// Package metadata owns FIDO's metadata of authenticators (MDS 3): it verifies the signed list, and answers what it says of a model.
// It makes no calls: the operator names a file, and keeps it up to date.
//
// What a model's entry means for its passkeys belongs to packages attestation and authenticator.
package metadata

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-webauthn/webauthn/metadata"
	"github.com/google/uuid"

	"latchkey/attestation"
)

// signer is the host name in the certificate of FIDO's signer. Its root signs certificates for anyone, so the name counts.
const signer = "mds.fidoalliance.org"

// Trust is what a list is verified against.
type Trust struct {
	// Roots are the operator's, for a list of another publisher; none: FIDO's, and the name of FIDO's signer.
	Roots []*x509.Certificate
	// Revoked are lists of revoked certificates. One whose issuer is not in the chain is not used.
	Revoked []*x509.RevocationList
}

// List is a verified list.
type List struct {
	Number     int       // of its publication
	NextUpdate time.Time // when the publisher promises another one
	entries    map[uuid.UUID]*attestation.Entry
}

// Entry implements attestation.Metadata.
func (l *List) Entry(aaguid uuid.UUID) *attestation.Entry { return l.entries[aaguid] }

// Len returns the number of models.
func (l *List) Len() int { return len(l.entries) }

// Parse verifies a list and reads it. An entry that cannot be read is an error: a model that is missing would be taken for one that
// nothing is known of.
func Parse(blob []byte, trust Trust, now time.Time) (*List, error) {
	signed, err := jose.ParseSignedCompact(string(bytes.TrimSpace(blob)), []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.ES384, jose.ES512})
	if err != nil {
		return nil, fmt.Errorf("it is not a signed list: %w", err)
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	roots := trust.Roots
	if len(roots) == 0 {
		fido, err := fidoRoot()
		if err != nil {
			return nil, err
		}
		roots, options.DNSName = []*x509.Certificate{fido}, signer
	}
	for _, root := range roots {
		options.Roots.AddCert(root)
	}
	chains, err := signed.Signatures[0].Protected.Certificates(options)
	if err != nil {
		return nil, fmt.Errorf("its signer: %w", err)
	}
	if err := trust.checkRevoked(chains[0], now); err != nil {
		return nil, err
	}
	payload, err := signed.Verify(chains[0][0].PublicKey)
	if err != nil {
		return nil, fmt.Errorf("its signature: %w", err)
	}
	return read(payload, now)
}

// fidoRoot is a variable so that tests, which have no key of FIDO's root, can check what else a list must meet.
var fidoRoot = func() (*x509.Certificate, error) { return certificate(metadata.ProductionMDSRoot) }

// checkRevoked checks a chain against the lists of its own issuers. A list that has expired still revokes.
func (t Trust) checkRevoked(chain []*x509.Certificate, now time.Time) error {
	for i, issuer := range chain[1:] {
		for _, list := range t.Revoked {
			if list.CheckSignatureFrom(issuer) != nil {
				continue
			}
			for _, revoked := range list.RevokedCertificateEntries {
				if revoked.SerialNumber.Cmp(chain[i].SerialNumber) == 0 && !revoked.RevocationTime.After(now) {
					return fmt.Errorf("its signer: the certificate of %q is revoked", chain[i].Subject)
				}
			}
		}
	}
	return nil
}

// The members of a list that are read.
type payload struct {
	Number     int    `json:"no"`
	NextUpdate string `json:"nextUpdate"`
	Entries    []struct {
		AAGUID    string `json:"aaguid"` // absent for models of other protocols
		Statement struct {
			Description string   `json:"description"`
			Types       []string `json:"attestationTypes"`
			Roots       []string `json:"attestationRootCertificates"`
			Algorithms  []string `json:"authenticationAlgorithms"`
		} `json:"metadataStatement"`
		Reports []report `json:"statusReports"`
	} `json:"entries"`
}

func read(raw []byte, now time.Time) (*List, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	next, err := time.Parse(time.DateOnly, p.NextUpdate)
	if err != nil || p.Number <= 0 {
		return nil, errors.New("it has no number or date")
	}
	list := &List{Number: p.Number, NextUpdate: next, entries: make(map[uuid.UUID]*attestation.Entry)}
	for _, e := range p.Entries {
		if e.AAGUID == "" {
			continue
		}
		aaguid, err := uuid.Parse(e.AAGUID)
		if err != nil {
			return nil, fmt.Errorf("the entry %.40q has no AAGUID", e.AAGUID)
		}
		entry := &attestation.Entry{Name: e.Statement.Description, Types: e.Statement.Types, Algorithms: algorithms(e.Statement.Algorithms)}
		entry.Certified, entry.Compromised = standing(e.Reports, now)
		for _, text := range e.Statement.Roots {
			root, err := certificate(text)
			if err != nil {
				return nil, fmt.Errorf("a root of %s: %w", aaguid, err)
			}
			entry.Roots = append(entry.Roots, root)
		}
		list.entries[aaguid] = entry
	}
	return list, nil
}

// certificate reads one in base64, in which real entries have line breaks.
func certificate(text string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// algorithms returns those that have a number in COSE; nil if one has none, so that nothing is concluded from the list.
func algorithms(names []string) (numbers []int64) {
	for _, name := range names {
		number, ok := metadata.AuthenticationAlgorithm(name).COSEAlgorithmIdentifier()
		if !ok {
			return nil
		}
		numbers = append(numbers, int64(number))
	}
	return numbers
}
