// Package config owns the settings of Latchkey: the structs whose comments are the manual, their defaults, and the checks
// with their remedies. Package setting reads such structs from latchkey.yml and the environment, and generates the JSON
// Schema, the example and docs/config.md from them. Package value has the kinds of values with rules of their own.
//
// It imports no package of Latchkey but these two, and its settings are plain values. Package main in cmd/latchkey
// converts them into the configuration of the packages that it wires. If such a package has its own rules for a setting,
// as web has for colours, cmd/latchkey passes them to Load as a Check.
package config

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"latchkey/config/setting"
	"latchkey/config/value"
)

//go:generate go run ./gen . comments_gen.go
//go:generate sh -c "go run ../cmd/latchkey config manual > config.md.new && mv config.md.new ../docs/config.md"

// Config holds all settings. The comment of a field is its manual: `latchkey config schema`, `latchkey config example`
// and docs/config.md are generated from it. Package setting lists the tags, which are its rules.
type Config struct {
	// The database: a SQLite file (`sqlite://latchkey.db` is relative to the working directory,
	// `sqlite:///var/lib/latchkey/latchkey.db` is absolute) or PostgreSQL (`postgres://user@host/database`). SQLite
	// supports one Latchkey process; run replicas on PostgreSQL only.
	DSN value.DSN `koanf:"dsn" secret:"true"`
	// A file that contains the dsn, for a dsn with a password. Set this or dsn, not both.
	DSNFile string `koanf:"dsn_file" optional:"true" example:"/run/secrets/latchkey_dsn"`

	// Limits of the database's answers.
	Store Store `koanf:"store"`

	// The listeners.
	Serve Serve `koanf:"serve"`
	// The Ory Kratos that Latchkey works with.
	Kratos Kratos `koanf:"kratos"`
	// Passkeys: the domains they belong to, and their properties.
	WebAuthn WebAuthn `koanf:"webauthn"`
	// Your native apps that use these passkeys; see docs/domains.md.
	Apps Apps `koanf:"apps"`
	// Who may add and remove passkeys, and when.
	Policy Policy `koanf:"policy"`
	// Codes for users who have lost their passkey.
	RecoveryCodes RecoveryCodes `koanf:"recovery_codes"`
	// Rules for admins, and the console.
	Admin Administration `koanf:"admin"`
	// Signed proofs of a login or step-up.
	Proof Proof `koanf:"proof"`
	// The appearance of the pages, and the support contacts on them.
	Branding Branding `koanf:"branding"`
	// The page that offers a first passkey.
	Setup Setup `koanf:"setup"`
	// The audit log.
	Audit Audit `koanf:"audit"`
	// Users whom Kratos has deleted or deactivated.
	Lifecycle Lifecycle `koanf:"lifecycle"`
	// Rate limits per client, session or identity. A limit of 0 disables it.
	Limits Limits `koanf:"limits"`
	// Notifications of audit events: webhooks, mails to the affected users, and alerts to admins; see
	// docs/notifications.md.
	Notify Notify `koanf:"notify"`
	// The keys that seal ceremonies and stored keys.
	Secrets Secrets `koanf:"secrets"`

	// Allowed redirect targets after a ceremony, as prefixes of `return_to`. Scheme, host and port must match exactly,
	// the path by prefix. A request for a target that is not allowed is redirected to the first entry, or to Latchkey's
	// own passkey page if the list is empty.
	ReturnTo []string `koanf:"return_to" optional:"true" example:"https://app.example.com/account"`
	// Whether serve migrates the database when it starts (`auto`), or refuses to start on an old schema until `latchkey
	// migrate` has run (`off`). With `auto`, any number of replicas may start at once.
	Migrate string `koanf:"migrate" enum:"auto,off"`
	// Logging to standard error.
	Log Log `koanf:"log"`
	// Traces of requests, for an OpenTelemetry collector; see docs/tracing.md.
	Tracing Tracing `koanf:"tracing"`
}

// Default is the configuration without any settings: SQLite in the working directory, everything on one machine.
func Default() Config {
	return Config{
		DSN:   "sqlite://latchkey.db",
		Store: Store{Timeout: 3 * time.Second},
		Serve: Serve{
			Public: PublicListener{Address: ":4477", BaseURL: "http://localhost:4477", HSTS: true, BrowserFailures: true},
			Admin:  AdminListener{Address: "127.0.0.1:4478"},
		},
		Kratos: Kratos{
			PublicURL:          "http://127.0.0.1:4433",
			BrowserURL:         "http://localhost:4433",
			AdminURL:           "http://127.0.0.1:4434",
			SessionCookie:      "ory_kratos_session",
			Timeout:            2 * time.Second,
			CodeIsSecondFactor: "auto",
			Traits:             Traits{Login: []string{"email"}, DisplayName: []string{"name"}},
			Login:              Login{Provider: "passkey", ClientID: "kratos", DefaultSession: "none"},
		},
		WebAuthn: WebAuthn{
			RP:               []RP{{ID: "localhost", Name: "Latchkey", Origins: []string{"http://localhost:4477"}}},
			UserVerification: "preferred",
			ResidentKey:      "preferred",
			MaxPasskeys:      20,
			Clone:            "reject",
			BackupFlags:      "reject",
			Metadata:         Metadata{Compromised: "suspend", CompromisedAfter: 12 * time.Hour},
		},
		Policy:        Policy{Freshness: 15 * time.Minute, FirstPasskeyWithin: 24 * time.Hour, FirstPasskeyNeeds: "none", UVPasskeyIsAAL2: true, Required: "none", SecondFactor: "none", Grace: 24 * time.Hour},
		RecoveryCodes: RecoveryCodes{Enabled: true, Level: "aal2"},
		Admin:         Administration{ResetApprovals: 1, PasskeyAge: 24 * time.Hour},
		Setup:         Setup{AskAgain: 30 * 24 * time.Hour},
		Audit:         Audit{Retention: 400 * 24 * time.Hour, SealEvery: time.Minute},
		Lifecycle:     Lifecycle{Grace: 7 * 24 * time.Hour, Every: time.Hour},
		Limits:        Limits{LoginPerMinute: 60, LoginBurst: 60, IdentifierPerMinute: 30, WritesPerMinute: 30, AdminFailuresPerMinute: 10},
		Notify:        Notify{Every: 15 * time.Second, Timeout: 10 * time.Second, Tries: 14, Mail: Mail{Security: "starttls", Language: "en"}},
		Migrate:       "auto",
		Log:           Log{Level: "info", Format: "json"},
		Tracing:       Tracing{SampleOneIn: 1},
	}
}

// declared returns all settings, in the order of the structs.
func declared() setting.Fields { return setting.Declared(Default(), comments) }

// valueFiles returns the settings that name files with the values of others.
func (c *Config) valueFiles() []setting.ValueFile {
	login, hooks, mail, secrets, tracing := &c.Kratos.Login, &c.Kratos.Hooks, &c.Notify.Mail, &c.Secrets, &c.Tracing
	return []setting.ValueFile{
		{Path: "dsn_file", Inline: "dsn", Name: c.DSNFile, Set: setting.OneLine(&c.DSN)},
		{Path: "kratos.login.client_secret_file", Inline: "kratos.login.client_secret", Name: login.ClientSecretFile, Set: setting.OneLine(&login.ClientSecret)},
		{Path: "kratos.hooks.key_file", Inline: "kratos.hooks.key", Name: hooks.KeyFile, Set: setting.OneLine(&hooks.Key)},
		{Path: "notify.mail.password_file", Inline: "notify.mail.password", Name: mail.PasswordFile, Set: setting.OneLine(&mail.Password)},
		{Path: "secrets.cipher_file", Inline: "secrets.cipher", Name: secrets.CipherFile, Set: setting.PerLine(&secrets.Cipher), Remedy: makeSecret},
		{Path: "tracing.headers_file", Inline: "tracing.headers", Name: tracing.HeadersFile, Set: setting.PerLine(&tracing.Headers)},
	}
}

// EnsureSecrets generates the secret of a SQLite set-up without a configured one, next to the database file, or reads
// the one generated before. made is its path if it is new.
func (c *Config) EnsureSecrets() (made string, err error) { return c.Secrets.ensure(c.DSN) }

// check validates each section by the rules that the tags of its fields cannot express.
func (c *Config) check(r *setting.Report) {
	checkDSN(r, c.DSN)
	c.Serve.check(r)
	c.Kratos.check(r, c.Serve.Public.BaseURL, c.Policy.LoginGate)
	checkRules(r, c.Policy.Rules, plainSettings{c.Policy.Required, c.Policy.SecondFactor, c.WebAuthn.MaxPasskeys})
	c.WebAuthn.check(r, c.Serve.Public.BaseURL)
	checkProfiles(r, c.WebAuthn, c.Policy, c.Kratos.Adopt)
	c.Apps.check(r)
	c.Secrets.check(r, c.DSN)
	c.checkReturnTo(r)
	c.Notify.check(r)
	checkReceivers(r, c.WebAuthn.Metadata, c.Notify)
	c.Tracing.check(r)
}

func (c *Config) checkReturnTo(r *setting.Report) {
	for i, prefix := range c.ReturnTo {
		path := fmt.Sprintf("return_to[%d]", i)
		parsed, err := url.Parse(prefix)
		switch {
		case prefix == "":
		case err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "":
			r.Fault(path, "is not an http or https address.", "Write it in full, such as https://app.example.com/account.")
		case parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" || strings.Contains(prefix, "*"):
			r.Fault(path, "contains a user, a query, a fragment or a wildcard.", "Write scheme, host and the beginning of the path only.")
		}
	}
}
