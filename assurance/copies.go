package assurance

import (
	"encoding/base64"
	"encoding/json"

	"latchkey/store"
)

// KeyMaterial is what defines a webauthn or passkey credential at Kratos: the credential ID and the public key, in Kratos' own
// base64. The ID alone does not: Kratos shows it to anyone with the password, and accepts another key with the same one.
func KeyMaterial(credentialID, publicKey []byte) Material {
	return JoinMaterial(base64.StdEncoding.EncodeToString(credentialID), base64.StdEncoding.EncodeToString(publicKey))
}

// copiesOf returns the passkeys by the fingerprints of the copies that Kratos may keep of them.
func copiesOf(rows []store.Passkey, key []byte) map[[32]byte]store.Passkey {
	copies := map[[32]byte]store.Passkey{}
	for _, row := range rows {
		var record struct {
			PublicKey []byte `json:"publicKey"`
		}
		if json.Unmarshal(row.Record, &record) != nil {
			continue
		}
		material := KeyMaterial(row.CredentialID, record.PublicKey)
		for _, kind := range []string{KindPasskey, KindWebAuthn} {
			copies[HeldFactor{Kind: kind, Material: material}.Fingerprint(key)] = row
		}
	}
	return copies
}
