package kratos

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"latchkey/assurance"
)

// Whether something counts as a factor fails closed: a credential whose config is withheld or unreadable is present,
// and so is one of an unknown kind. Only a config that is visibly empty counts as absent, since Kratos keeps an empty
// credential where one was removed.

// readers return the factors in the config of a kind: none for an empty config, false for an unreadable one.
var readers = map[string]func(config json.RawMessage) (factors []assurance.HeldFactor, ok bool){
	assurance.KindTOTP:         readTOTP,
	assurance.KindLookupSecret: readLookupSecrets,
	assurance.KindWebAuthn:     readKeys,
	assurance.KindPasskey:      readKeys,
	assurance.KindCode:         readCodeAddresses,
}

// factors returns the factors of one Kratos credential, which holds all of a kind.
func (cred credential) factors(kind string) []assurance.HeldFactor {
	read, known := readers[kind]
	if !known || len(cred.Config) == 0 || string(cred.Config) == "null" {
		unread := cred.unread(kind)
		if !known {
			unread.ChangedAt = cred.UpdatedAt
		}
		return []assurance.HeldFactor{unread}
	}
	factors, ok := read(cred.Config)
	if !ok {
		return []assurance.HeldFactor{cred.unread(kind)}
	}
	for i := range factors {
		factors[i].Kind = kind
		if kind != assurance.KindWebAuthn && kind != assurance.KindPasskey { // each key has its own
			factors[i].ChangedAt = cred.UpdatedAt
		}
	}
	return factors
}

// unread is a factor whose config is unknown. What is known distinguishes it from other factors as far as possible.
func (cred credential) unread(kind string) assurance.HeldFactor {
	identifiers := slices.Sorted(slices.Values(cred.Identifiers))
	return assurance.HeldFactor{Kind: kind, Material: material(append(identifiers, string(cred.Config))...)}
}

// material joins parts unambiguously.
func material(parts ...string) assurance.Material {
	joined, _ := json.Marshal(parts) // strings can always be encoded
	return assurance.NewMaterial(string(joined))
}

func readTOTP(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	var totp struct {
		URL string `json:"totp_url"`
	}
	if json.Unmarshal(config, &totp) != nil {
		return nil, false
	}
	if totp.URL == "" {
		return nil, true
	}
	secret := totp.URL
	if parsed, err := url.Parse(totp.URL); err == nil && parsed.Query().Get("secret") != "" {
		secret = parsed.Query().Get("secret") // the rest of it names the account
	}
	return []assurance.HeldFactor{{Material: material(secret)}}, true
}

// readLookupSecrets returns the codes as one factor. Kratos marks used codes in the set, which stays the same factor.
func readLookupSecrets(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	var set struct {
		Codes []struct {
			Code string `json:"code"`
		} `json:"recovery_codes"`
	}
	if json.Unmarshal(config, &set) != nil {
		return nil, false
	}
	if len(set.Codes) == 0 {
		return nil, true
	}
	codes := make([]string, len(set.Codes))
	for i, one := range set.Codes {
		codes[i] = one.Code
	}
	slices.Sort(codes)
	return []assurance.HeldFactor{{Material: material(codes...)}}, true
}

// readKeys reads webauthn and passkey, which have the same shape. Passwordless keys count like others, because the user
// can sign in with either. The public key is part of a key's definition, since an authenticator chooses its credential
// IDs itself.
func readKeys(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	keys, ok := rawKeys(config)
	if !ok {
		return nil, false
	}
	var factors []assurance.HeldFactor
	for _, raw := range keys {
		var key struct {
			ID        string          `json:"id"`
			PublicKey string          `json:"public_key"`
			AddedAt   json.RawMessage `json:"added_at"` // unreadable, it must not make the key another one
		}
		if json.Unmarshal(raw, &key) != nil || key.ID == "" {
			factors = append(factors, assurance.HeldFactor{Material: material(string(raw))})
			continue
		}
		var added time.Time
		if json.Unmarshal(key.AddedAt, &added) != nil {
			added = time.Time{}
		}
		factors = append(factors, assurance.HeldFactor{Material: material(key.ID, key.PublicKey), Ref: keyRef(key.ID), ChangedAt: added})
	}
	return factors, true
}

func rawKeys(config json.RawMessage) ([]json.RawMessage, bool) {
	var keys struct {
		Credentials []json.RawMessage `json:"credentials"`
	}
	err := json.Unmarshal(config, &keys)
	return keys.Credentials, err == nil
}

// keyRef encodes a credential ID as the other packages do. Kratos uses standard base64 with padding.
func keyRef(id string) string {
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

func readCodeAddresses(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	var code struct {
		Addresses []struct {
			Channel string `json:"channel"`
			Address string `json:"address"`
		} `json:"addresses"`
	}
	if json.Unmarshal(config, &code) != nil {
		return nil, false
	}
	var factors []assurance.HeldFactor
	for _, one := range code.Addresses {
		factors = append(factors, assurance.HeldFactor{Material: material(one.Channel, one.Address)})
	}
	return factors, true
}

// dated sets when each address was created, where Kratos verifies addresses: its credentials are dated anew with every
// change of the identity.
func (i identity) dated(addresses []assurance.HeldFactor) []assurance.HeldFactor {
	for n := range addresses {
		for _, a := range i.Addresses {
			if !a.CreatedAt.IsZero() && addresses[n].Material.Equal(material(a.Via, a.Value)) {
				addresses[n].ChangedAt = a.CreatedAt
				addresses[n].Original = i.createdWith(a)
			}
		}
	}
	return addresses
}

func (i identity) createdWith(a address) bool { return a.CreatedAt.Sub(i.CreatedAt).Abs() < sameMoment }

// sameMoment is how far apart Kratos dates an identity and the addresses that it creates in the same transaction. No request to
// replace one is as fast.
const sameMoment = 10 * time.Millisecond
