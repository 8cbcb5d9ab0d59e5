package assurance

import (
	"encoding/base64"
	"encoding/json"

	"latchkey/store"
)

// copiesOf returns the fingerprints of the copies that Kratos keeps, or kept, of imported passkeys: as it defines its factors,
// by the credential ID and the public key in its own base64.
func copiesOf(rows []store.Passkey, key []byte) map[[32]byte]bool {
	copies := map[[32]byte]bool{}
	for _, row := range rows {
		var record struct {
			PublicKey []byte `json:"publicKey"`
		}
		if row.Source != store.SourceKratos || json.Unmarshal(row.Record, &record) != nil {
			continue
		}
		material := JoinMaterial(base64.StdEncoding.EncodeToString(row.CredentialID), base64.StdEncoding.EncodeToString(record.PublicKey))
		for _, kind := range []string{KindPasskey, KindWebAuthn} {
			copies[HeldFactor{Kind: kind, Material: material}.Fingerprint(key)] = true
		}
	}
	return copies
}
