package kratos

import (
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"latchkey/assurance"
	"latchkey/kratos/native"
)

// Whether something counts as a factor fails closed: a credential whose config is withheld or unreadable is present,
// and so is one of an unknown kind. Only a config that is visibly empty counts as absent, since Kratos keeps an empty
// credential where one was removed.

// readers return the factors in the config of a kind: none for an empty config, false for an unreadable one.
var readers = map[string]func(config json.RawMessage) (factors []assurance.HeldFactor, ok bool){
	assurance.KindTOTP:         readTOTP,
	assurance.KindLookupSecret: readLookupSecrets,
	assurance.KindWebAuthn:     native.Factors,
	assurance.KindPasskey:      native.Factors,
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
	return assurance.HeldFactor{Kind: kind, Material: assurance.JoinMaterial(append(identifiers, string(cred.Config))...)}
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
	return []assurance.HeldFactor{{Material: assurance.JoinMaterial(secret)}}, true
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
	return []assurance.HeldFactor{{Material: assurance.JoinMaterial(codes...)}}, true
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
		factors = append(factors, assurance.HeldFactor{Material: assurance.JoinMaterial(one.Channel, one.Address)})
	}
	return factors, true
}

// dated sets when each address was created, where Kratos verifies addresses: its credentials are dated anew with every
// change of the identity.
func (i identity) dated(addresses []assurance.HeldFactor) []assurance.HeldFactor {
	for n := range addresses {
		for _, a := range i.Addresses {
			if !a.CreatedAt.IsZero() && addresses[n].Material.Equal(assurance.JoinMaterial(a.Via, a.Value)) {
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
