package kratos

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

// What counts as a factor fails closed: a credential whose config is withheld or cannot be read is there, and so is one
// of a kind that we do not know. Only what Kratos shows to be empty is absent, since an empty credential stays behind
// where one was removed.

// firstFactors are the kinds that never count as a further factor, at any version of Kratos.
var firstFactors = []string{assurance.KindPassword, assurance.KindOIDC}

// included are the kinds whose config is asked for. A version that does not know one refuses the whole question, so
// they are those of Kratos 1.3.1. Of oidc nothing is asked for: its config holds other providers' tokens.
var included = []string{assurance.KindPassword, assurance.KindTOTP, assurance.KindLookupSecret, assurance.KindWebAuthn, assurance.KindPasskey, assurance.KindCode}

// readers tell what the config of a kind holds: none for an empty one, false for one that cannot be read.
var readers = map[string]func(config json.RawMessage) (factors []assurance.HeldFactor, ok bool){
	assurance.KindTOTP:         readTOTP,
	assurance.KindLookupSecret: readLookupSecrets,
	assurance.KindWebAuthn:     readKeys,
	assurance.KindPasskey:      readKeys,
	assurance.KindCode:         readCodeAddresses,
}

// Holdings is Identity with its first factors, and all that it holds beside them, in one call; where it has an address for codes, a
// second one asks whether they are a second factor, unless that is known. ErrIdentityNotFound, ErrKratosUnavailable.
func (c *Client) Holdings(ctx context.Context, id uuid.UUID, code account.CodeOffer) (account.Identity, assurance.Held, error) {
	said, found, err := c.fetch(ctx, id, included)
	if err != nil {
		return account.Identity{}, nil, err
	}
	found.First = said.firstHeld()
	var held assurance.Held
	for _, kind := range slices.Sorted(maps.Keys(said.Credentials)) {
		if kind != assurance.KindCode && !slices.Contains(firstFactors, kind) {
			held = append(held, said.Credentials[kind].factors(kind)...)
		}
	}
	return found, append(held, c.codeFactors(ctx, said, code)...), nil
}

// factors are those of one credential of Kratos, which holds all of a kind.
func (one credential) factors(kind string) []assurance.HeldFactor {
	read, known := readers[kind]
	if !known || len(one.Config) == 0 || string(one.Config) == "null" {
		return []assurance.HeldFactor{one.unread(kind)}
	}
	factors, ok := read(one.Config)
	if !ok {
		return []assurance.HeldFactor{one.unread(kind)}
	}
	for i := range factors {
		factors[i].Kind = kind
	}
	return factors
}

// unread is a factor of which no more than its outside is known. The outside tells it from another as far as it can.
func (one credential) unread(kind string) assurance.HeldFactor {
	identifiers := slices.Sorted(slices.Values(one.Identifiers))
	return assurance.HeldFactor{Kind: kind, Material: material(append(identifiers, string(one.Config))...)}
}

// material joins parts so that their borders count.
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
		secret = parsed.Query().Get("secret") // what else is in it names the account
	}
	return []assurance.HeldFactor{{Material: material(secret)}}, true
}

// readLookupSecrets takes the codes for one factor. Kratos notes in the set which are used; that makes it no other set.
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

// readKeys reads webauthn and passkey, which have one shape. Whether a key is passwordless does not matter: it is
// something that a person can sign in with either way. The public key is part of what defines one, since an
// authenticator chooses its credential IDs itself.
func readKeys(config json.RawMessage) ([]assurance.HeldFactor, bool) {
	keys, ok := rawKeys(config)
	if !ok {
		return nil, false
	}
	var factors []assurance.HeldFactor
	for _, raw := range keys {
		var key struct {
			ID        string `json:"id"`
			PublicKey string `json:"public_key"`
		}
		if json.Unmarshal(raw, &key) != nil || key.ID == "" {
			factors = append(factors, assurance.HeldFactor{Material: material(string(raw))})
			continue
		}
		factors = append(factors, assurance.HeldFactor{Material: material(key.ID, key.PublicKey), Ref: keyRef(key.ID)})
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

// keyRef is a credential ID as the rest of the house writes it. Kratos writes standard base64 with padding.
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
