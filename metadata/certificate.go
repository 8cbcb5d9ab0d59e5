package metadata

import (
	"crypto/x509"
	"encoding/base64"
	"strings"
)

// certificate reads one in base64, in which real entries have line breaks.
func certificate(text string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}
