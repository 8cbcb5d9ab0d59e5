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

// The errors of the browser's API, by the names of its DOMExceptions.
var (
	// ErrNotAllowed: there is no passkey for these options.
	ErrNotAllowed = errors.New("NotAllowedError")
	// ErrInvalidState: one of excludeCredentials is held already.
	ErrInvalidState = errors.New("InvalidStateError")
	// ErrNotSupported: the authenticator's algorithm is none that is asked for.
	ErrNotSupported = errors.New("NotSupportedError")
)

// Authenticator holds passkeys and answers for a page at Origin. Its members may be changed between calls; it is
// not for concurrent use.
type Authenticator struct {
	Origin     string
	Algorithm  Algorithm
	AAGUID     [16]byte
	Transports []string
	Attachment string // authenticatorAttachment, null when empty
	Format     string // of the attestation: "none", or "packed" for a self attestation
	// The flags of what it signs (L3 §6.1).
	UserPresent, UserVerified, BackupEligible, BackedUp bool
	// Discoverable makes it say so, and send the user handle.
	Discoverable bool
	// CounterStep is added to a passkey's counter at each use; 0 leaves it at 0, as synced passkeys do.
	CounterStep uint32
	Tamper      Tamper

	passkeys []*Passkey
}

// Passkey is one that an Authenticator holds.
type Passkey struct {
	ID         []byte
	RPID       string
	UserHandle []byte
	Counter    uint32
	key        key
}

// New makes an authenticator like those in most pockets: ES256, synced, with user verification, counter at 0.
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

// Passkeys are those it holds, oldest first. Their members may be changed.
func (a *Authenticator) Passkeys() []*Passkey { return a.passkeys }

// Copy is a second authenticator with the same passkeys, as a thief of key material would have it.
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

// Create is navigator.credentials.create: it takes PublicKeyCredentialCreationOptionsJSON, keeps a new passkey, and
// gives RegistrationResponseJSON. ErrInvalidState, ErrNotSupported.
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

// Get is navigator.credentials.get: it takes PublicKeyCredentialRequestOptionsJSON and gives
// AuthenticationResponseJSON by the newest passkey that fits. ErrNotAllowed.
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

// Answer signs with that passkey whatever the options ask for: the honest browser would not offer it.
func (a *Authenticator) Answer(passkey *Passkey, publicKey []byte) ([]byte, error) {
	var options requestOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: request options: %w", err)
	}
	return a.assert(passkey, options.Challenge)
}

// choose finds the newest passkey of a relying party among those listed; an empty list stands for all where
// onlyListed is not set.
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
