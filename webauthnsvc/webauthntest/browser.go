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
	_, _ = rand.Read(id) // never fails (crypto/rand)
	passkey := &Passkey{ID: a.Tamper.credentialID(id), RPID: options.RP.ID, UserHandle: handle, key: made}
	answer, err := a.attest(passkey, options)
	if err != nil {
		return nil, err
	}
	a.passkeys = append(a.passkeys, passkey)
	return answer, nil
}

// Get is navigator.credentials.get: it takes PublicKeyCredentialRequestOptionsJSON and returns
// AuthenticationResponseJSON by the newest matching passkey. Errors: ErrNotAllowed.
func (a *Authenticator) Get(publicKey []byte) ([]byte, error) {
	var options requestOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: request options: %w", err)
	}
	passkey := a.choose(options.RPID, options.Allow, false)
	if passkey == nil && options.Extensions.AppID != "" {
		passkey = a.choose(options.Extensions.AppID, options.Allow, true)
	}
	if passkey == nil {
		return nil, ErrNotAllowed
	}
	return a.assert(passkey, options)
}

// Answer signs with this passkey, even if the options do not allow it and a browser would not offer it.
func (a *Authenticator) Answer(passkey *Passkey, publicKey []byte) ([]byte, error) {
	var options requestOptions
	if err := json.Unmarshal(publicKey, &options); err != nil {
		return nil, fmt.Errorf("webauthntest: request options: %w", err)
	}
	return a.assert(passkey, options)
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
