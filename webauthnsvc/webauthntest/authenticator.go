package webauthntest

import (
	"crypto"
	"crypto/x509"
)

// Authenticator holds passkeys and responds to a page at Origin. Its fields may be changed between calls. It is not
// safe for concurrent use.
type Authenticator struct {
	Origin     string
	Algorithm  Algorithm
	AAGUID     [16]byte
	Transports []string
	Attachment string // authenticatorAttachment, null when empty
	Format     string // of the attestation: "none", or "packed" for a self attestation
	// Attest makes the attestation statement in place of Format; nil: Format does.
	Attest Attest
	// The flags that it signs (L3 §6.1).
	UserPresent, UserVerified, BackupEligible, BackedUp bool
	// Discoverable makes it report so, and send the user handle.
	Discoverable bool
	// CounterStep is added to a passkey's counter at each use; 0 leaves it at 0, as synced passkeys do.
	CounterStep uint32
	Tamper      Tamper

	passkeys []*Passkey
}

// Attest returns the format of an attestation and its statement, of any type, for a new passkey.
type Attest func(made NewPasskey) (format string, statement any, err error)

// NewPasskey is what an attestation is made from.
type NewPasskey struct {
	AuthData       []byte // authenticator data
	ClientDataHash []byte
	CredentialID   []byte
	AAGUID         [16]byte
	Signer         crypto.Signer // of the passkey
}

// Passkey is a passkey of an Authenticator.
type Passkey struct {
	ID         []byte
	RPID       string // or the AppID for which it was registered with the U2F API
	UserHandle []byte
	Counter    uint32
	key        key
}

// New returns a common authenticator: ES256, synced, with user verification, counter at 0.
func New(origin string) *Authenticator {
	return &Authenticator{
		Origin:         origin,
		Algorithm:      ES256,
		AAGUID:         [16]byte{0xad, 0xce, 0x00, 0x02, 0x35, 0xbc, 0xc6, 0x0a, 0x64, 0x8b, 0x0b, 0x25, 0xf1, 0xf0, 0x55, 0x03},
		Transports:     []string{"hybrid", "internal"},
		Attachment:     "platform",
		Format:         "none",
		UserPresent:    true,
		UserVerified:   true,
		BackupEligible: true,
		BackedUp:       true,
		Discoverable:   true,
	}
}

// Passkeys returns its passkeys, oldest first. Their fields may be changed.
func (a *Authenticator) Passkeys() []*Passkey { return a.passkeys }

// Copy returns a second authenticator with the same passkeys, as if the keys had been stolen.
func (a *Authenticator) Copy() *Authenticator {
	other := *a
	other.passkeys = nil
	for _, p := range a.passkeys {
		held := *p
		other.passkeys = append(other.passkeys, &held)
	}
	return &other
}

// PrivateKey returns the private key as PKCS #8, with which another authenticator can hold the same passkey.
func (p *Passkey) PrivateKey() ([]byte, error) { return x509.MarshalPKCS8PrivateKey(p.key.signer) }
