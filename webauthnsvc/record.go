package webauthnsvc

import (
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"

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
