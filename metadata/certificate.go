package metadata

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"strings"
)

// certificate reads one in base64, in which real entries have line breaks.
func certificate(text string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	// What is behind it is not part of it: FIDO's list has had such an entry.
	var whole asn1.RawValue
	if _, err := asn1.Unmarshal(der, &whole); err != nil {
		return nil, err
	}
	return x509.ParseCertificate(whole.FullBytes)
}
