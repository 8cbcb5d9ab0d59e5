package webauthnsvc

import (
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/uuid"

	"latchkey/attestation"
	"latchkey/store"
)

// registered is the part of a passkey's record that is used later. Decoding all of go-webauthn's Credential, which
// includes the attestation, took a tenth of a login. Values that change are in columns of the row.
type registered struct {
	PublicKey  []byte                            `json:"publicKey"` // COSE
	Transport  []protocol.AuthenticatorTransport `json:"transport"`
	Extensions struct {
		RK *bool `json:"rk"`
	} `json:"extensions"`
	Attested *attestation.Attested `json:"attested"`
}

// credentialOf decodes the record.
func credentialOf(row store.Passkey) (registered, error) {
	var credential registered
	err := json.Unmarshal(row.Record, &credential)
	return credential, err
}

func descriptor(row store.Passkey) protocol.CredentialDescriptor {
	credential, _ := credentialOf(row)
	return protocol.CredentialDescriptor{
		Type:         protocol.PublicKeyCredentialType,
		CredentialID: row.CredentialID,
		Transport:    credential.Transport,
	}
}

// usableAt lists the passkeys that can be used at this relying party. One that awaits its identity's activity is resumed by its use.
func usableAt(rpID string, rows []store.Passkey) []protocol.CredentialDescriptor {
	var listed []protocol.CredentialDescriptor
	for _, row := range rows {
		if row.RPID == rpID && (row.SuspendedAt == nil || row.AwaitsActivity()) {
			listed = append(listed, descriptor(row))
		}
	}
	return listed
}

// passkeysAt returns the passkeys at a relying party, without those that are suspended for verification: a user may
// need to register the same device again. The new passkey then gets another user handle, so no authenticator confuses
// the two.
func passkeysAt(rpID string, rows []store.Passkey) []store.Passkey {
	var held []store.Passkey
	for _, row := range rows {
		if row.RPID == rpID && !row.Disregarded() {
			held = append(held, row)
		}
	}
	return held
}

// disregarded returns the passkeys that a recovery suspended because they may be another user's. The owner's first passkey
// after that removes them: while they are there and no other is, the account is contested.
func disregarded(rows []store.Passkey) (ids []uuid.UUID) {
	for _, row := range rows {
		if row.Disregarded() {
			ids = append(ids, row.ID)
		}
	}
	return ids
}
