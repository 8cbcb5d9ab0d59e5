// Package metadata owns FIDO's metadata of authenticators (MDS 3): it verifies the signed list, and answers what it says of a model.
// It makes no calls: package metadata/kept fetches lists, and keeps the newest.
//
// What a model's entry means for its passkeys belongs to packages attestation and authenticator.
package metadata

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-webauthn/webauthn/metadata"
)

// signer is the host name in the certificate of FIDO's signer. Its root signs certificates for anyone, so the name counts.
const signer = "mds.fidoalliance.org"

// Trust is what a list is verified against.
type Trust struct {
	// Roots are the operator's, for a list of another publisher; none: FIDO's, and the name of FIDO's signer.
	Roots []*x509.Certificate
	// Signer is the host name in the certificate of the signer below Roots; "": any name counts.
	Signer string
	// Revoked are lists of revoked certificates. One whose issuer is not in the chain is not used.
	Revoked []*x509.RevocationList
}

// Publisher names whose lists these are: the numbers of two publishers cannot be compared. FIDO stays FIDO when it has changed its root
// and the operator names the new one.
func (t Trust) Publisher() string {
	if len(t.Roots) == 0 || t.Signer == signer {
		return "fido"
	}
	raw := make([][]byte, len(t.Roots))
	for i, root := range t.Roots {
		raw[i] = root.Raw
	}
	slices.SortFunc(raw, bytes.Compare) // their order in the file means nothing
	digest := sha256.Sum256(slices.Concat(raw...))
	return hex.EncodeToString(digest[:])
}

// Parse verifies a list and reads it. What cannot be read of an entry is left out, and List.Unread names it: FIDO's lists have such
// entries, and without the rest of a list nothing would be known of any model.
func Parse(blob []byte, trust Trust, now time.Time) (*List, error) {
	return ParseKept(blob, trust, now, now)
}

// maxHeader is enough for a chain of certificates, and not for a key with which one signature takes minutes.
const maxHeader = 32 << 10

// ParseKept is Parse for a list that was verified before: the certificates must have been valid then. Now they must not be revoked, and
// now counts for the status of models.
func ParseKept(blob []byte, trust Trust, verified, now time.Time) (*List, error) {
	if header, _, _ := bytes.Cut(blob, []byte(".")); len(header) > maxHeader {
		return nil, fmt.Errorf("it is not a signed list: its header has %d bytes", len(header))
	}
	signed, err := jose.ParseSignedCompact(string(bytes.TrimSpace(blob)), []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.ES384, jose.ES512})
	if err != nil {
		return nil, fmt.Errorf("it is not a signed list: %w", err)
	}
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), CurrentTime: verified, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	roots := trust.Roots
	options.DNSName = trust.Signer
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
	list, err := read(payload, now)
	if err != nil {
		return nil, err
	}
	list.Publisher = trust.Publisher()
	return list, nil
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
