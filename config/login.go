package config

import (
	"regexp"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Login holds passkey logins that create a Kratos session.
type Login struct {
	// Whether Latchkey is an OpenID provider of Kratos and creates Kratos sessions.
	Enabled bool `koanf:"enabled"`
	// The `id` of the provider in kratos.yml. If it changes, each account is unlinked until its next login.
	Provider string `koanf:"provider"`
	// The `client_id` of the provider in kratos.yml.
	ClientID string `koanf:"client_id"`
	// The `client_secret` of the provider in kratos.yml, at least 32 characters.
	ClientSecret value.Secret `koanf:"client_secret" optional:"true" secret:"true"`
	// A file with the client_secret. Set this or client_secret, not both.
	ClientSecretFile string `koanf:"client_secret_file" optional:"true" example:"/run/secrets/latchkey_client"`
	// The session that a login creates when the request names none: `none`, `cookie` for browsers or `token` for apps.
	DefaultSession string `koanf:"default_session" enum:"none,cookie,token"`
}

var providerID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// check validates what Kratos and Latchkey must agree on, if it is enabled.
func (l Login) check(r *setting.Report) {
	if !l.Enabled {
		if l.DefaultSession != "none" {
			r.Fault("kratos.login.default_session", "requests Kratos sessions, but kratos.login.enabled is false.", "Set kratos.login.enabled to true, or default_session to none.")
		}
		return
	}
	if l.ClientSecret == "" {
		r.Fault("kratos.login.client_secret", "is not set.", makeSecret+" Use the same value as client_secret of the provider in kratos.yml.")
	} else if wrong := l.ClientSecret.Weakness(); wrong != "" {
		r.Fault("kratos.login.client_secret", wrong, makeSecret)
	}
	if !providerID.MatchString(l.Provider) {
		r.Fault("kratos.login.provider", "is not a provider ID.", "Copy the provider's id from kratos.yml: letters, digits, - and _.")
	}
	if l.ClientID == "" {
		r.Fault("kratos.login.client_id", "is empty.", "Copy the provider's client_id from kratos.yml.")
	}
}
