package record

import (
	"bytes"

	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/attestation"
)

// maxBytes limits a record.
const maxBytes = 32 << 10

// credential has the members of go-webauthn's Credential without its lenient decoder, and what Latchkey verified.
type credential struct {
	plain
	// Attested is nil unless the attestation was verified at the registration, here.
	Attested *attestation.Attested `json:"attested,omitempty"`
}

type plain webauthn.Credential

// blank removes what the record says about attestation, and reports whether there was any. Nothing has verified it here.
func (c *credential) blank() bool {
	said := c.Attested != nil || !isBare(c.Attestation.Object) || c.AttestationType != "" && c.AttestationType != none ||
		c.AttestationFormat != "" && c.AttestationFormat != none
	if said {
		c.Attested, c.Attestation.Object, c.AttestationType, c.AttestationFormat = nil, nil, none, none
	}
	return said
}

// isBare reports whether an attestation object has no statement, or there is none.
func isBare(raw []byte) bool {
	object, err := attestation.Read(raw)
	if err != nil {
		return len(raw) == 0
	}
	bare, err := object.Bare()
	return err == nil && bytes.Equal(bare, raw)
}

// none is the type and format of attestation for a passkey without any.
const none = "none"
