package config

// Login makes passkey logins end in a Kratos session.
type Login struct {
	// Whether Latchkey is Kratos' OpenID provider and makes Kratos sessions.
	Enabled bool `koanf:"enabled"`
	// The `id` of the provider in kratos.yml. Changing it later unlinks everybody until their next login.
	Provider string `koanf:"provider"`
	// The `client_id` of the provider in kratos.yml.
	ClientID string `koanf:"client_id"`
	// The `client_secret` of the provider in kratos.yml, at least 32 characters.
	ClientSecret Secret `koanf:"client_secret" optional:"true" secret:"true"`
	// A file with the client_secret. Set this or client_secret, not both.
	ClientSecretFile string `koanf:"client_secret_file" optional:"true" example:"/run/secrets/latchkey_client"`
	// The session of a login whose caller does not say which: `none`, `cookie` for browsers or `token` for apps.
	DefaultSession string `koanf:"default_session" enum:"none,cookie,token"`
}
