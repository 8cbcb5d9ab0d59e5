package attestation

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// ReadRoots reads the certificates of a PEM file. Each must be that of a certificate authority.
func ReadRoots(text []byte) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		text = rest
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("it has a %s, where only certificates belong", block.Type)
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		if !certificate.IsCA {
			return nil, fmt.Errorf("%q is not a certificate authority, by its basic constraints: name the root that signed it, which its maker has, or use "+
				"FIDO's metadata (webauthn.metadata), in which a model's own certificate may stand for a root", certificate.Subject)
		}
		roots = append(roots, certificate)
	}
	if len(roots) == 0 {
		return nil, errors.New("it has no certificate")
	}
	return roots, nil
}
