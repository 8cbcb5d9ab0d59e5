package kratos

import (
	"encoding/json"
	"strings"
	"time"

	"latchkey/assurance"
)

// firstHeld are the first factors of an identity: its password, its links to other providers, and the addresses that codes
// and recoveries go to. The link to our own provider is none: it is the passkeys'.
func (i identity) firstHeld() assurance.Held {
	held := i.Credentials[assurance.KindPassword].password()
	oidc := i.Credentials[assurance.KindOIDC]
	for _, identifier := range oidc.Identifiers {
		provider, subject, _ := strings.Cut(identifier, ":")
		if subject == i.ID.String() {
			continue
		}
		held = append(held, assurance.HeldFactor{
			Kind: assurance.KindOIDC, Material: material(identifier), Provider: provider, ChangedAt: oidc.UpdatedAt,
		})
	}
	return append(held, i.addressesHeld()...)
}

// password: what defines one is its hash. Kratos renews the time of its last change whenever anything of the identity is
// changed, so that time tells only that the password is no younger. Where Kratos withholds the hash, the time must do.
func (one credential) password() assurance.Held {
	held := assurance.HeldFactor{Kind: assurance.KindPassword, ChangedAt: one.UpdatedAt}
	var config struct {
		Hash string `json:"hashed_password"`
		Hook bool   `json:"use_password_migration_hook"`
	}
	switch {
	case len(one.Identifiers) == 0 && len(one.Config) == 0:
		return nil
	case len(one.Config) == 0, string(one.Config) == "null", json.Unmarshal(one.Config, &config) != nil:
		held.Material = material(one.CreatedAt.Format(time.RFC3339Nano), one.UpdatedAt.Format(time.RFC3339Nano))
	case config.Hash == "" && !config.Hook:
		return nil // Kratos keeps the identifiers of people who have no password
	default:
		held.Material = material(config.Hash)
	}
	return assurance.Held{held}
}

// addressesHeld takes an address for the same one whether a recovery or a login sends its code there. Kratos makes a new
// one of it when it is changed.
func (i identity) addressesHeld() assurance.Held {
	var held assurance.Held
	add := func(m assurance.Material, changed time.Time) {
		for _, one := range held {
			if one.Material.Equal(m) {
				return
			}
		}
		held = append(held, assurance.HeldFactor{Kind: assurance.KindAddress, Material: m, ChangedAt: changed})
	}
	for _, a := range i.Recovery {
		add(material(a.Via, a.Value), a.CreatedAt)
	}
	if code, ok := i.Credentials[assurance.KindCode]; ok {
		for _, one := range code.factors(assurance.KindCode) {
			add(one.Material, code.UpdatedAt)
		}
	}
	return held
}
