package demo

import (
	"cmp"
	"embed"
	"encoding/base64"
	"encoding/json"
	"io"
	"time"
)

//go:embed kratosconf
var kratosconf embed.FS

// KratosOptions are the parts of Kratos' configuration that demos and tests vary. The zero value works.
type KratosOptions struct {
	Progress io.Writer // receives messages about a build; default: none

	PublicPort, AdminPort int    // on loopback; default: any free ones
	Dir                   string // config, database and log; default: a temporary one, which Close removes

	PrivilegedFor time.Duration // privileged_session_max_age; default 1 h, as in Kratos
	WhoamiAAL     string        // session.whoami.required_aal: aal1 (default) or highest_available
	// SettingsAAL is settings.required_aal: highest_available (default). With aal1, a password alone removes the user's
	// authenticator app, as some tests demonstrate.
	SettingsAAL  string
	CookieDomain string // default: Kratos' own host only
	Secure       bool   // without --dev: cookies carry Secure, as in production

	// Pages of the sample app; each default is below http://localhost:4455.
	HomeURL, LoginURL, RegistrationURL, SettingsURL, ErrorURL string

	AfterRegistrationURL string // where users are redirected after registration; default: HomeURL
	AfterLoginURL        string // where users are redirected after a login, unless its flow says where to; default: HomeURL

	ReturnURLs     []string // allowed_return_urls, in addition to HomeURL
	AllowedOrigins []string // pages of other origins that may call the public API by fetch

	// Hooks after a password registration, a login by any method, or a recovery, as in kratos.yml. Registration ends
	// with the session hook. RecoveryHooks enables recovery, by links that an admin creates.
	RegistrationHooks, LoginHooks, RecoveryHooks []map[string]any

	// Verification enables the verification of addresses, by links, without which newer versions' hook
	// require_verified_address refuses everyone. RecoveryHooks enables it as well.
	Verification bool

	// SettingsHooks run after each method of a settings flow, before the change is stored; see SettingsHook.
	SettingsHooks []map[string]any

	// Login makes Latchkey Kratos' OpenID provider, so that passkey logins end in Kratos sessions.
	Login *KratosLogin

	// Passkeys enables Kratos' own passkey method, and its webauthn method as a second factor.
	Passkeys *KratosPasskeys

	// Code enables Kratos' code method: "second" factor, "first" factor, or "fallback", a second factor also for users
	// without a code credential. The mails stay in Kratos' queue. In the schema the email address takes
	// codes.
	Code string

	// UserNames adds an optional trait `username`, with which users can sign in.
	UserNames bool

	// Schemas are further identity schemas, as JSON by ID; see CreateIdentityOf.
	Schemas map[string]string

	// Collector is the host and port of a collector to which Kratos sends, by OTLP over HTTP, its own spans of the traces
	// that its callers have begun.
	Collector string

	// BackupAddress adds an optional trait `backup`, a second email address for verifications and recoveries.
	BackupAddress bool
}

// KratosLogin configures Latchkey as Kratos' OpenID provider, with the ID passkey.
type KratosLogin struct {
	Issuer       string // serve.public.base_url of Latchkey, as reachable from Kratos
	ClientSecret string // kratos.login.client_secret of Latchkey
}

// KratosPasskeys is the relying party of Kratos' own passkeys.
type KratosPasskeys struct {
	RPID    string
	Origins []string
}

func (o KratosOptions) withDefaults() KratosOptions {
	const app = "http://localhost:4455"
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	if o.PrivilegedFor == 0 {
		o.PrivilegedFor = time.Hour
	}
	for _, field := range []struct {
		value    *string
		fallback string
	}{
		{&o.WhoamiAAL, "aal1"}, {&o.SettingsAAL, "highest_available"}, {&o.HomeURL, app + "/"}, {&o.LoginURL, app + "/login"},
		{&o.RegistrationURL, app + "/registration"}, {&o.SettingsURL, app + "/settings"}, {&o.ErrorURL, app + "/error"},
		{&o.AfterRegistrationURL, cmp.Or(o.HomeURL, app+"/")}, {&o.AfterLoginURL, cmp.Or(o.HomeURL, app+"/")},
	} {
		if *field.value == "" {
			*field.value = field.fallback
		}
	}
	o.ReturnURLs = append([]string{o.HomeURL}, o.ReturnURLs...)
	o.RegistrationHooks = append(o.RegistrationHooks[:len(o.RegistrationHooks):len(o.RegistrationHooks)], map[string]any{"hook": "session"})
	if o.LoginHooks == nil {
		o.LoginHooks = []map[string]any{} // null is not a list
	}
	return o
}

// schema returns the identity schema with what the options add.
func (o KratosOptions) schema() ([]byte, error) {
	text, err := kratosconf.ReadFile("kratosconf/identity.schema.json")
	if err != nil || (o.Code == "" && !o.UserNames && !o.BackupAddress) {
		return text, err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, err
	}
	traits := schema["properties"].(map[string]any)["traits"].(map[string]any)["properties"].(map[string]any)
	if o.Code != "" && o.Code != "fallback" {
		credentials := traits["email"].(map[string]any)["ory.sh/kratos"].(map[string]any)["credentials"].(map[string]any)
		credentials["code"] = map[string]any{"identifier": true, "via": "email"}
	}
	if o.UserNames {
		traits["username"] = map[string]any{
			"type": "string", "title": "User name", "maxLength": 100,
			"ory.sh/kratos": map[string]any{"credentials": map[string]any{"password": map[string]any{"identifier": true}}},
		}
	}
	if o.BackupAddress {
		email := map[string]any{"via": "email"}
		traits["backup"] = map[string]any{
			"type": "string", "format": "email", "title": "Backup email",
			"ory.sh/kratos": map[string]any{"verification": email, "recovery": email},
		}
	}
	return json.Marshal(schema)
}

// inlineJSON encodes a value for YAML, of which JSON is a subset.
func inlineJSON(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), err
}

// base64URL returns an address that contains a document, as Kratos reads it.
func base64URL(document string) string {
	return "base64://" + base64.StdEncoding.EncodeToString([]byte(document))
}
