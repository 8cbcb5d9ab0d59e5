package webauthntest

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// The errors of the browser's API, named after its DOMExceptions.
var (
	// ErrNotAllowed reports that no passkey matches the options.
	ErrNotAllowed = errors.New("NotAllowedError")
	// ErrInvalidState reports that a passkey in excludeCredentials exists.
	ErrInvalidState = errors.New("InvalidStateError")
	// ErrNotSupported reports that the authenticator's algorithm is not requested.
	ErrNotSupported = errors.New("NotSupportedError")
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
	// The flags that it signs (L3 §6.1).
	UserPresent, UserVerified, BackupEligible, BackedUp bool
	// Discoverable makes it report so, and send the user handle.
	Discoverable bool
	// CounterStep is added to a passkey's counter at each use; 0 leaves it at 0, as synced passkeys do.
	CounterStep uint32
	Tamper      Tamper

	passkeys []*Passkey
}

// Passkey is a passkey of an Authenticator.
type Passkey struct {
	ID         []byte
	RPID       string
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

type descriptor struct {
	ID string `json:"id"`
}

type creationOptions struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Algorithms []struct {
		Algorithm Algorithm `json:"alg"`
	} `json:"pubKeyCredParams"`
	Exclude    []descriptor `json:"excludeCredentials"`
	Extensions struct {
		CredProps bool `json:"credProps"`
	} `json:"extensions"`
}

// Create is navigator.credentials.create: it takes PublicKeyCredentialCreationOptionsJSON, creates a passkey, and
// returns RegistrationResponseJSON. Errors: ErrInvalidState, ErrNotSupported.
func (a *Authenticator) Create(publicKey []byte) ([]byte, error) {
	var options creationOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: creation options: %w", err)
	}
	offered := false
	for _, parameter := range options.Algorithms {
		offered = offered || parameter.Algorithm == a.Algorithm
	}
	if !offered {
		return nil, ErrNotSupported
	}
	if a.choose(options.RP.ID, options.Exclude, true) != nil {
		return nil, ErrInvalidState
	}
	handle, err := base64.RawURLEncoding.DecodeString(options.User.ID)
	if err != nil {
		return nil, fmt.Errorf("webauthntest: user.id: %w", err)
	}
	made, err := newKey(a.Algorithm)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	passkey := &Passkey{ID: a.Tamper.credentialID(id), RPID: options.RP.ID, UserHandle: handle, key: made}
	answer, err := a.attest(passkey, options)
	if err != nil {
		return nil, err
	}
	a.passkeys = append(a.passkeys, passkey)
	return answer, nil
}

type requestOptions struct {
	Challenge string       `json:"challenge"`
	RPID      string       `json:"rpId"`
	Allow     []descriptor `json:"allowCredentials"`
}

// Get is navigator.credentials.get: it takes PublicKeyCredentialRequestOptionsJSON and returns
// AuthenticationResponseJSON by the newest matching passkey. Errors: ErrNotAllowed.
func (a *Authenticator) Get(publicKey []byte) ([]byte, error) {
	var options requestOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: request options: %w", err)
	}
	passkey := a.choose(options.RPID, options.Allow, false)
	if passkey == nil {
		return nil, ErrNotAllowed
	}
	return a.assert(passkey, options.Challenge)
}

// Answer signs with this passkey, even if the options do not allow it and a browser would not offer it.
func (a *Authenticator) Answer(passkey *Passkey, publicKey []byte) ([]byte, error) {
	var options requestOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: request options: %w", err)
	}
	return a.assert(passkey, options.Challenge)
}

// choose returns the newest passkey of a relying party among those listed. An empty list matches all, unless
// onlyListed is set.
func (a *Authenticator) choose(rpID string, listed []descriptor, onlyListed bool) *Passkey {
	for _, p := range slices.Backward(a.passkeys) {
		fits := len(listed) == 0 && !onlyListed
		for _, d := range listed {
			id, err := base64.RawURLEncoding.DecodeString(d.ID)
			fits = fits || err == nil && bytes.Equal(id, p.ID)
		}
		if p.RPID == rpID && fits {
			return p
		}
	}
	return nil
}
