package native

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"latchkey/assurance"
	"latchkey/text"
)

// Factors reads the config of webauthn or passkey, which have the same shape. Passwordless keys count like others, because the
// user can sign in with either. The public key is part of a key's definition, since an authenticator chooses its credential
// IDs itself.
func Factors(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	keys, ok := Keys(config)
	if !ok {
		return nil, false
	}
	var factors []assurance.HeldFactor
	for _, raw := range keys {
		var key struct {
			ID        string          `json:"id"`
			PublicKey string          `json:"public_key"`
			AddedAt   json.RawMessage `json:"added_at"`     // unreadable, it must not make the key another one
			Name      json.RawMessage `json:"display_name"` // likewise
		}
		if json.Unmarshal(raw, &key) != nil || key.ID == "" {
			factors = append(factors, assurance.HeldFactor{Material: assurance.JoinMaterial(string(raw))})
			continue
		}
		var added time.Time
		if json.Unmarshal(key.AddedAt, &added) != nil {
			added = time.Time{}
		}
		var name string
		if json.Unmarshal(key.Name, &name) != nil {
			name = ""
		}
		name, _ = text.CleanName(name) // "" if it is not fit to be shown
		factors = append(factors, assurance.HeldFactor{
			Material: assurance.JoinMaterial(key.ID, key.PublicKey), Ref: Ref(key.ID), Name: name, ChangedAt: added,
		})
	}
	return factors, true
}

// Keys returns the credentials in the config of webauthn or passkey.
func Keys(config json.RawMessage) ([]json.RawMessage, bool) {
	var keys struct {
		Credentials []json.RawMessage `json:"credentials"`
	}
	err := json.Unmarshal(config, &keys)
	return keys.Credentials, err == nil
}

// Ref encodes a credential ID as the other packages do. Kratos uses standard base64 with padding.
func Ref(id string) string {
	trimmed := strings.TrimRight(id, "=")
	raw, err := base64.RawStdEncoding.DecodeString(trimmed)
	if err != nil {
		raw, err = base64.RawURLEncoding.DecodeString(trimmed)
	}
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
