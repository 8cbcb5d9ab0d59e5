package kratos

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"latchkey/assurance"
)

// firstHeld returns the first factors of an identity: its password, its links to other providers, and the addresses for
// codes and recoveries. The link to our own provider is not one: it belongs to the passkeys.
func (i identity) firstHeld() assurance.Held {
	held := i.Credentials[assurance.KindPassword].password()
	oidc := i.Credentials[assurance.KindOIDC]
	for _, identifier := range oidc.Identifiers {
		provider, subject, _ := strings.Cut(identifier, ":")
		if subject == i.ID.String() {
			continue
		}
		held = append(held, assurance.HeldFactor{
			Kind: assurance.KindOIDC, Material: assurance.JoinMaterial(identifier), Provider: provider, ChangedAt: oidc.UpdatedAt,
		})
	}
	return append(held, i.addressesHeld()...)
}

// password identifies a password by its hash. Kratos updates the time of its last change whenever anything of the
// identity changes, so that time only says that the password is not newer. It is used if Kratos withholds the hash.
func (cred credential) password() assurance.Held {
	held := assurance.HeldFactor{Kind: assurance.KindPassword, ChangedAt: cred.UpdatedAt}
	var config struct {
		Hash string `json:"hashed_password"`
		Hook bool   `json:"use_password_migration_hook"`
	}
	switch {
	case len(cred.Identifiers) == 0 && len(cred.Config) == 0:
		return nil
	case len(cred.Config) == 0, string(cred.Config) == "null", json.Unmarshal(cred.Config, &config) != nil:
		held.Material = assurance.JoinMaterial(cred.CreatedAt.Format(time.RFC3339Nano), cred.UpdatedAt.Format(time.RFC3339Nano))
	case config.Hash == "" && !config.Hook:
		return nil // Kratos keeps the identifiers of users without a password
	default:
		held.Material = assurance.JoinMaterial(config.Hash)
	}
	return assurance.Held{held}
}

// addressesHeld treats an address as one factor, whether a recovery or a login sends its code there. When an address is
// changed, Kratos creates a new one.
func (i identity) addressesHeld() assurance.Held {
	var held assurance.Held
	add := func(address assurance.HeldFactor) {
		if !slices.ContainsFunc(held, func(one assurance.HeldFactor) bool { return one.Material.Equal(address.Material) }) {
			address.Kind = assurance.KindAddress
			held = append(held, address)
		}
	}
	for _, a := range i.Recovery {
		add(assurance.HeldFactor{Material: assurance.JoinMaterial(a.Via, a.Value), ChangedAt: a.CreatedAt, Original: i.createdWith(a)})
	}
	if code, ok := i.Credentials[assurance.KindCode]; ok {
		for _, one := range i.dated(code.factors(assurance.KindCode)) {
			add(one)
		}
	}
	return held
}
