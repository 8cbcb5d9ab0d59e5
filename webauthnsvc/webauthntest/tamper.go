package webauthntest

import "slices"

// Tamper changes parts of a response, named by its fields; nil fields change nothing. A change before the signature
// is signed, as by a hostile client with a real authenticator.
type Tamper struct {
	// ClientData changes the members of clientDataJSON before they are hashed: origin, type, challenge, …
	ClientData func(members map[string]any)
	// RawClientData changes clientDataJSON as it is written, before it is hashed.
	RawClientData func([]byte) []byte
	// RPID is hashed instead of the real one.
	RPID string
	// CredentialID replaces the ID of the credential, in a new passkey or in an assertion.
	CredentialID []byte
	// PublicKey is the COSE_Key of a new passkey.
	PublicKey []byte
	// AuthenticatorData is changed before it is signed, AttestationObject as it is sent.
	AuthenticatorData, AttestationObject func([]byte) []byte
	// Signature changes the signature of an assertion or of a self attestation.
	Signature func([]byte) []byte
	// Credential changes the fields of the whole response.
	Credential func(members map[string]any)
}

func (t *Tamper) credentialID(id []byte) []byte {
	if t.CredentialID != nil {
		return t.CredentialID
	}
	return id
}

func apply(change func([]byte) []byte, value []byte) []byte {
	if change != nil {
		return change(slices.Clone(value))
	}
	return value
}
