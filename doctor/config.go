package doctor

import (
	"context"
	"time"

	"latchkey/kratos/trait"
	"latchkey/store"
)

// Config is the set-up to check, as it is configured.
type Config struct {
	BaseURL  string // serve.public.base_url
	Database Database
	Kratos   Kratos
	RPs      []RP
	Origins  []string // those whose pages may call, without ours
	Apps     Apps
	// At returns a setting and where it is set: "kratos.public_url (latchkey.yml:12)".
	At func(setting string) string
}

// RP is one of webauthn.rp.
type RP struct {
	ID      string
	Related []string // origins on other domains
}

// Apps are the platforms whose native apps use the passkeys.
type Apps struct{ Android, IOS bool }

// Database is how Latchkey opens its database.
type Database struct {
	Setting string // dsn or dsn_file
	// Open opens it as `serve` does, with a write that is rolled back, but without migrating it.
	Open func(ctx context.Context) (OpenDatabase, error)
	// Behind reports whether an error is that of an older schema, and Migrates whether `serve` migrates it.
	Behind   func(error) bool
	Migrates bool
}

// OpenDatabase is an open store.Store.
type OpenDatabase interface {
	store.Clock
	Close() error
}

// Kratos is how Latchkey is configured for Kratos.
type Kratos struct {
	PublicURL, BrowserURL, AdminURL string
	Naming                          trait.Naming
	Timeout                         time.Duration
	// Organizations reports that a rule of policy.rules has a condition on the organization.
	Organizations bool
	// Provider is the ID of our provider in kratos.yml, and ClientID the client that it is for; empty: logins at Kratos are off.
	Provider, ClientID string
	Callbacks          []string // the redirect URIs that are allowed
}
