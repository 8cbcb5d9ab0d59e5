// Package config owns the settings of Latchkey: the structs whose comments are the manual, how they are loaded from
// latchkey.yml and the environment, the checks, each with its remedy, and what is generated from the structs: the JSON
// Schema, the example and docs/config.md.
//
// It imports no other package of Latchkey, and settings stay plain values. Package main in cmd/latchkey converts them
// into the configuration of the packages that it wires. Where such a package has rules of its own for a setting, such as
// web for colours, cmd/latchkey passes them to Load as a Check.
package config

import "time"

//go:generate go run ./gen config.go comments_gen.go
//go:generate sh -c "go run ../cmd/latchkey config manual > config.md.new && mv config.md.new ../docs/config.md"

// Config is everything an operator can set. The comment of each field is its manual: `latchkey config schema`,
// `latchkey config example` and docs/config.md are made from it, and the tags are its rules:
//
//	koanf    the name in latchkey.yml
//	enum     the only values allowed
//	min max  inclusive bounds of a number or a duration
//	optional may be empty
//	example  shown, commented out, where there is no default
//	secret   never printed
type Config struct {
	// Where the records live: a SQLite file (`sqlite://latchkey.db` is relative to the working directory,
	// `sqlite:///var/lib/latchkey/latchkey.db` is absolute) or PostgreSQL (`postgres://user@host/database`). SQLite
	// serves one Latchkey process; run replicas on PostgreSQL only.
	DSN DSN `koanf:"dsn" secret:"true"`
	// A file that holds the dsn, for those that carry a password. Set this or dsn, not both.
	DSNFile string `koanf:"dsn_file" optional:"true" example:"/run/secrets/latchkey_dsn"`

	// The listeners.
	Serve Serve `koanf:"serve"`
	// The Ory Kratos that Latchkey stands beside.
	Kratos Kratos `koanf:"kratos"`
	// Passkeys: for which domains, and of which kind.
	WebAuthn WebAuthn `koanf:"webauthn"`
	// Your own apps that use these passkeys; see docs/domains.md.
	Apps Apps `koanf:"apps"`
	// Who may add and remove passkeys, and when.
	Policy Policy `koanf:"policy"`
	// Codes for people who have lost their passkey.
	RecoveryCodes RecoveryCodes `koanf:"recovery_codes"`
	// What admins may do, and where.
	Admin Administration `koanf:"admin"`
	// The signed proofs that a login or step-up yields.
	Proof Proof `koanf:"proof"`
	// How the pages look, and whom people turn to.
	Branding Branding `koanf:"branding"`
	// The page that offers a first passkey.
	Setup Setup `koanf:"setup"`
	// The audit log.
	Audit Audit `koanf:"audit"`
	// How often a client, a session or an identity may try. A limit of 0 switches that limit off.
	Limits Limits `koanf:"limits"`
	// Who is told what happens: webhooks, and the person concerned by mail. Without either nobody is; see
	// docs/notifications.md.
	Notify Notify `koanf:"notify"`
	// What ceremonies and stored keys are sealed with.
	Secrets Secrets `koanf:"secrets"`

	// Where people may be sent after a ceremony: allowed prefixes of `return_to`. Scheme, host and port must match
	// exactly, the path by prefix. The first one is where people go when they ask for an address that is not
	// allowed; with an empty list that is Latchkey's own passkey page.
	ReturnTo []string `koanf:"return_to" optional:"true" example:"https://app.example.com/account"`
	// Whether serve brings the database up to date when it starts (`auto`), or leaves that to `latchkey migrate`
	// and refuses to start on an old schema (`off`). Many replicas may start at once with `auto`.
	Migrate string `koanf:"migrate" enum:"auto,off"`
	// What goes to standard error.
	Log Log `koanf:"log"`
}

// Serve holds the listeners.
type Serve struct {
	// The listener for browsers and apps.
	Public Public `koanf:"public"`
	// The listener for support staff and tools. Every call on it needs an admin key, or the Kratos session of somebody
	// with a role; see docs/operations.md.
	Admin Admin `koanf:"admin"`
	// A listener for Prometheus alone, if you want one.
	Metrics MetricsListener `koanf:"metrics"`
}

// Public is the listener for browsers and apps.
type Public struct {
	// The address to listen on, as `host:port`. Without a host: on all of them.
	Address string `koanf:"address"`
	// The origin under which browsers reach this listener, such as `https://passkeys.example.com`. The pages live
	// there, so it should also be listed in webauthn.rp.
	BaseURL string `koanf:"base_url"`
	// Further origins whose pages may call the API with the Kratos cookie, besides base_url and those of
	// webauthn.rp.
	AllowedOrigins []string `koanf:"allowed_origins" optional:"true" example:"https://app.example.com"`
	// Origins whose pages may show Latchkey's pages in a frame, and hold passkey ceremonies there. Without any, nobody
	// may. Such a frame needs `allow="publickey-credentials-get; publickey-credentials-create"`, and cookies reach it
	// only on the site of base_url; see docs/pages.md.
	FrameAncestors []string `koanf:"frame_ancestors" optional:"true" example:"https://app.example.com"`
	// The proxies in front of Latchkey, as IP addresses or networks such as `10.0.0.0/8`. Only from these is
	// `X-Forwarded-For` believed; everybody else counts with the address they connect from.
	TrustedProxies []string `koanf:"trusted_proxies" optional:"true" example:"10.0.0.0/8"`
}

// Host is the host name in base_url.
func (p Public) Host() string { return hostOf(p.BaseURL) }

// Admin is the listener for support staff and tools.
type Admin struct {
	// The address to listen on, as `host:port`. Keep it on loopback or on a network of your own.
	Address string `koanf:"address"`
}

// MetricsListener is a listener for Prometheus alone.
type MetricsListener struct {
	// The address to listen on, as `host:port`. It serves `GET /metrics` to anybody who reaches it, without a key, so keep
	// it on loopback or on a network of your own. The admin listener serves the same to keys with the scope `read`.
	Address string `koanf:"address" optional:"true" example:"127.0.0.1:4479"`
}

// Administration is what admins may do, and where.
type Administration struct {
	// How many admins it takes to remove all second factors of a person: 1, or 2. With 2 another admin than the one who
	// asked for it must approve; a key counts as the admin who made it.
	ResetApprovals int `koanf:"reset_approvals" min:"1" max:"2"`
	// How old a passkey must be before a person with a role can make changes with it, as an attacker's would be new. One
	// that another admin, or the operator by `latchkey passkeys confirm`, has confirmed counts at once.
	PasskeyAge time.Duration `koanf:"passkey_age" min:"0s"`
	// The console for admins who sign in at Kratos.
	Console Console `koanf:"console"`
}

// Console is the console for admins who sign in at Kratos.
type Console struct {
	// Whether the public listener serves the console and its part of the admin API as well, for those who sign in and
	// have a role. Admin keys work on the admin listener only.
	Public bool `koanf:"public"`
}

// Kratos says where Kratos is and how to read its identities.
type Kratos struct {
	// Kratos' public API, as Latchkey reaches it.
	PublicURL string `koanf:"public_url"`
	// Kratos' public API, as browsers reach it. It must be on the same site as serve.public.base_url, or browsers
	// will not send the Kratos cookie to Latchkey.
	BrowserURL string `koanf:"browser_url"`
	// Kratos' admin API, as Latchkey reaches it. It must not be reachable from outside.
	AdminURL string `koanf:"admin_url"`
	// The name of Kratos' session cookie, if it was changed there (`session.cookie.name`).
	SessionCookie string `koanf:"session_cookie"`
	// The time that all Kratos calls of one request may take together. After it the answer is 503.
	Timeout time.Duration `koanf:"timeout" min:"10ms" max:"1m"`
	// Whether Kratos takes a code sent by email or SMS as a second factor (`methods.code.mfa_enabled` in kratos.yml). `auto`
	// asks Kratos which methods its login flow offers a session for aal2, at most once a minute; an unclear answer means
	// yes. `yes` counts every address of a person that Kratos could send a code to. `no` is for a Kratos where a code is
	// a first factor or switched off.
	CodeIsSecondFactor string `koanf:"code_is_second_factor" enum:"auto,yes,no"`
	// How long forward-auth (`/v1/authz`) may rest on what Kratos said of a session: that long a session that was
	// revoked at Kratos still passes. Refusals are never remembered, and nothing else rests on it. `0s`: ask each time.
	SessionCache time.Duration `koanf:"session_cache" min:"0s" max:"10s"`
	// Which identity traits name a person.
	Traits Traits `koanf:"traits"`
	// Passkey logins that end in a Kratos session. Kratos must know Latchkey as an OpenID provider; see docs/kratos.md.
	Login Login `koanf:"login"`
	// What Kratos tells Latchkey by its web_hooks; see docs/kratos.md.
	Hooks Hooks `koanf:"hooks"`
}

// Hooks lets Kratos call Latchkey.
type Hooks struct {
	// What Kratos sends in the header `X-Hook-Key`, at least 32 characters. Without it there are no hooks.
	Key Secret `koanf:"key" optional:"true" secret:"true"`
	// A file with the key. Set this or key, not both.
	KeyFile string `koanf:"key_file" optional:"true" example:"/run/secrets/latchkey_hook"`
	// The `selfservice.flows.login.ui_url` in kratos.yml: where people go back to who have shown their passkey to the
	// login gate.
	LoginUIURL string `koanf:"login_ui_url" optional:"true" example:"https://app.example.com/login"`
	// The `selfservice.flows.settings.ui_url` in kratos.yml: where people go back to who have shown their passkey to the
	// settings gate. Its origin must be in return_to.
	SettingsUIURL string `koanf:"settings_ui_url" optional:"true" example:"https://app.example.com/settings"`
	// The domain above both Latchkey and Kratos, as in `session.cookie.domain` of kratos.yml, for the cookie of the login
	// gate. Not needed where both have one host name.
	CookieDomain string `koanf:"cookie_domain" optional:"true" example:"example.com"`
}

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

// Traits names the traits that a passkey shows of its owner.
type Traits struct {
	// The trait that people sign in with, shown beside a passkey in the browser; a path such as `contact.email`.
	// Identities without it show the start of their ID.
	Login string `koanf:"login"`
	// The trait with the person's name; a path such as `name.full`. Identities without it show the login trait.
	DisplayName string `koanf:"display_name"`
	// The trait with the person's language as a tag such as `de` or `en-GB`; a path such as `settings.locale`. Mails to
	// the person are written in it.
	Locale string `koanf:"locale" optional:"true" example:"locale"`
}

// WebAuthn says for which domains passkeys are made, and of which kind.
type WebAuthn struct {
	// The relying parties (RP): one for each domain that passkeys belong to. Usually one; a second one is needed
	// while moving to another domain. In the environment this is JSON.
	RP []RP `koanf:"rp" example:"{\"id\": \"example.com\", \"name\": \"Example\", \"origins\": [\"https://example.com\"]}"`
	// Whether the authenticator must check the person by PIN, fingerprint or face: `required`, `preferred` (if it
	// can) or `discouraged`.
	UserVerification string `koanf:"user_verification" enum:"required,preferred,discouraged"`
	// Whether the passkey must be able to sign in without a user name: `required`, `preferred` (older security keys
	// may still be added) or `discouraged`.
	ResidentKey string `koanf:"resident_key" enum:"required,preferred,discouraged"`
	// Authenticators, by their AAGUID, whose user verification verifies no user, such as a key that answers with it
	// without asking for anything. Their passkeys count as one factor.
	UVNotTrusted []string `koanf:"uv_not_trusted" optional:"true" example:"00000000-0000-0000-0000-000000000000"`
	// How many passkeys one identity may hold.
	MaxPasskeys int `koanf:"max_passkeys" min:"1" max:"50"`
	// What happens when a passkey's sign counter goes back, which can mean that it was copied: `reject` the login,
	// `suspend` the passkey as well, or only `warn`. It is recorded in every case.
	Clone string `koanf:"clone" enum:"reject,suspend,warn"`
	// Whether a browser may make a passkey without asking, right after a login with a password.
	ConditionalCreate bool `koanf:"conditional_create"`
}

// RP is one relying party.
type RP struct {
	// The RP ID: the domain that the passkeys belong to, such as `example.com`. Changing it makes existing passkeys
	// unusable; add a second entry instead.
	ID string `koanf:"id"`
	// The name that browsers show with it.
	Name string `koanf:"name"`
	// The origins whose pages may use these passkeys, spelled exactly as browsers send them: scheme, host, and the
	// port unless it is the default. Each must be on the RP ID or below it, or be listed in related_origins too.
	Origins []string `koanf:"origins"`
	// Origins on other domains that may use these passkeys. They are published at `/.well-known/webauthn`, which
	// browsers fetch from the RP ID; they may span at most five different site names.
	RelatedOrigins []string `koanf:"related_origins" optional:"true" example:"https://example.net"`
}

// Apps are native apps that use the passkeys, through the platform's own API.
type Apps struct {
	// Android apps. They are published at `/.well-known/assetlinks.json`, and what they say in place of an origin
	// (`android:apk-key-hash:…`) is made from their fingerprints and accepted. In the environment this is JSON.
	Android []AndroidApp `koanf:"android" optional:"true" example:"{\"package\": \"com.example.app\", \"sha256_cert_fingerprints\": [\"14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5\"]}"`
	// iOS and macOS apps, as team ID, a dot and bundle ID. They are published at
	// `/.well-known/apple-app-site-association`, and `https://` with the RP ID is accepted as their origin.
	IOS []string `koanf:"ios" optional:"true" example:"ABCDE12345.com.example.app"`
}

// AndroidApp is one Android app.
type AndroidApp struct {
	// The package name (`applicationId`).
	Package string `koanf:"package"`
	// The SHA-256 fingerprints of all certificates that the app is signed with, as keytool and the Play Console print
	// them: `14:6D:…`. Apps in the Play Store have that of Play App Signing.
	SHA256CertFingerprints []string `koanf:"sha256_cert_fingerprints"`
}

// Policy says who may add and remove passkeys.
type Policy struct {
	// How long after the use of a passkey, or of a factor at Kratos that is vouched for, a session may add and remove
	// passkeys without using it again.
	Freshness time.Duration `koanf:"freshness" min:"1s"`
	// How old the Kratos login may be when somebody without any second factor adds the first passkey; `0s` means
	// any age.
	FirstPasskeyWithin time.Duration `koanf:"first_passkey_within" min:"0s"`
	// What a first passkey takes beside the session: `none`, or `verified_address`, an address that the person has verified
	// at Kratos. Without that, a passkey can be set up on an address that belongs to another person.
	FirstPasskeyNeeds string `koanf:"first_passkey_needs" enum:"none,verified_address"`
	// Whether people are kept from removing their last usable passkey.
	KeepLastPasskey bool `koanf:"keep_last_passkey"`
	// Whether a login with a passkey that verified the person (PIN, fingerprint, face) counts as two factors.
	UVPasskeyIsAAL2 bool `koanf:"uv_passkey_is_aal2"`
	// The level that forward-auth (`/v1/authz`) and `/v1/session` ask for: `none`; `highest_available` (aal2 for
	// everybody who has a second factor, here or at Kratos); or `aal2` for everybody.
	Required string `koanf:"required" enum:"none,highest_available,aal2"`
	// How long somebody without any second factor may go on after the first refusal, where aal2 is required; `0s`:
	// not at all.
	Grace time.Duration `koanf:"grace" min:"0s"`
	// Whether people who have a passkey must show it when they sign in at Kratos by other means, such as a password.
	// Kratos must call the hooks for that; see docs/kratos.md.
	LoginGate bool `koanf:"login_gate"`
}

// RecoveryCodes are for people who have lost their passkey.
type RecoveryCodes struct {
	// Whether people can make recovery codes and use them, and support can give one out. Switched off, codes that were
	// made are kept, but worth nothing.
	Enabled bool `koanf:"enabled"`
	// What a used code is worth: `aal2`, a second factor for the rest of its session; or `enrolment_only`. Both let
	// the session set up one new passkey within 15 minutes, and nothing else.
	Level string `koanf:"level" enum:"aal2,enrolment_only"`
}

// Proof says for whom proofs are signed.
type Proof struct {
	// The services that a login or step-up may ask for a proof for (`audience`), as they name themselves. A proof is for
	// the one that was asked for, for 60 seconds. Without any service here, no proofs are made. Receipts of confirmations
	// name all of these; without any, serve.public.base_url.
	Audience []string `koanf:"audience" optional:"true" example:"https://api.example.com"`
}

// Branding is how the pages look. Colours that could not be read are refused.
type Branding struct {
	// What people know the application by. Without it, the name of the first relying party.
	Name string `koanf:"name" optional:"true" example:"Harbour"`
	// An image of at most 64 kB: SVG (without scripts, links or animation), PNG or WebP. It is shown 28 pixels high beside
	// the name, and is the icon of the pages.
	LogoFile string `koanf:"logo_file" optional:"true" example:"/etc/latchkey/logo.svg"`
	// The same for dark pages, where the logo cannot be seen on dark ground.
	LogoDarkFile string `koanf:"logo_dark_file" optional:"true" example:"/etc/latchkey/logo-dark.svg"`
	// The colour of buttons and links, as `"#2456c9"`, in quotes. It must be readable on white (a contrast of 4.5 to 1);
	// what is written on it is black or white by itself.
	Accent string `koanf:"accent" optional:"true" example:"#2456c9"`
	// The same on dark pages. Without it, accent made lighter until it can be read there.
	AccentDark string `koanf:"accent_dark" optional:"true" example:"#8fb0ff"`
	// The ground of the pages.
	Background string `koanf:"background" optional:"true" example:"#f5f6f8"`
	// The ground of dark pages.
	BackgroundDark string `koanf:"background_dark" optional:"true" example:"#111318"`
	// How round buttons and fields are: `0px` to `32px`.
	Radius string `koanf:"radius" optional:"true" example:"12px"`
	// A page where people find help, shown where something may go wrong.
	SupportURL string `koanf:"support_url" optional:"true" example:"https://help.example.com"`
	// An e-mail address for the same.
	SupportEmail string `koanf:"support_email" optional:"true" example:"help@example.com"`
}

// Setup is the page that offers a first passkey.
type Setup struct {
	// How long somebody who said "not now" is left alone, in the browser they said it in.
	AskAgain time.Duration `koanf:"ask_again" min:"1h"`
}

// Audit says how the audit log is kept.
type Audit struct {
	// How long events are kept: 400 days, so that a year can be looked back on; `0s`: for ever. They go in whole sealed
	// batches, so some stay a little longer. What proves that nobody else removed them stays; see docs/audit.md.
	Retention time.Duration `koanf:"retention" min:"0s"`
	// How often new events are sealed, so that a change of them shows. Until then an event can be changed unseen by
	// whoever owns the database.
	SealEvery time.Duration `koanf:"seal_every" min:"1s" max:"24h"`
}

// Limits are counted by each replica for itself.
type Limits struct {
	// Login ceremonies that one client address may begin in a minute.
	LoginPerMinute int `koanf:"login_per_minute" min:"0"`
	// Login ceremonies that one client address may begin at once before login_per_minute applies.
	LoginBurst int `koanf:"login_burst" min:"0"`
	// Login ceremonies by identifier (an e-mail address, say) that one client address may begin in a minute, or at once after
	// a pause; they count for login_per_minute as well. Each tries whether somebody exists, so keep this as low as the
	// people behind one address allow. Logins without an identifier are not meant.
	IdentifierPerMinute int `koanf:"identifier_per_minute" min:"0"`
	// Calls that finish a ceremony, change something of one's own or use a recovery code, that one session may make in a
	// minute, or at once after a pause. One identity may make four times as many over all its sessions, logins with a passkey
	// included. Refused calls count too, since the audit log records them. People make a handful.
	WritesPerMinute int `koanf:"writes_per_minute" min:"0"`
	// Wrong admin keys that one client address may present in a minute.
	AdminFailuresPerMinute int `koanf:"admin_failures_per_minute" min:"0"`
}

// Notify says who is told what the audit log records.
type Notify struct {
	// How often new events are looked for. They are sealed each time, whatever audit.seal_every says, since it is the
	// sealed log that is followed.
	Every time.Duration `koanf:"every" min:"1s" max:"10m"`
	// How long a webhook may take to answer, and a mail server at each step.
	Timeout time.Duration `koanf:"timeout" min:"1s" max:"1m"`
	// How often a delivery is tried before it is given up. The first wait is about five seconds, and each further one three
	// times as long, up to six hours: 14 tries take about a day and a half.
	Tries int `koanf:"tries" min:"1" max:"50"`
	// A file with the certificate authorities (PEM) that receivers and the mail server are checked against, in place of the
	// system's.
	CAFile string `koanf:"ca_file" optional:"true" example:"/etc/latchkey/ca.pem"`
	// Addresses that events are posted to. In the environment this is JSON.
	Webhooks []Webhook `koanf:"webhooks" optional:"true" example:"{\"name\": \"crm\", \"url\": \"https://crm.example.com/hooks/latchkey\", \"secret_file\": \"/run/secrets/latchkey_crm\", \"events\": [\"passkey.*\"]}"`
	// Mails to the person concerned.
	Mail Mail `koanf:"mail"`
}

// Webhook is one address that events are posted to.
type Webhook struct {
	// A short name of your choice: small letters, digits, `-` and `_`. What is still to be delivered goes by it, so a
	// renamed webhook starts anew.
	Name string `koanf:"name"`
	// The address, with https, or with http on this machine. It is called from where Latchkey runs, also when it is inside
	// your network.
	URL string `koanf:"url"`
	// A file with the secret that signs, such as `echo "whsec_$(openssl rand -base64 32)"` prints. With more than one line
	// each of them signs, so that a receiver can change from one to the next.
	SecretFile string `koanf:"secret_file"`
	// The types of events that are sent, such as `login.refused`, or `passkey.*` for all of a kind. Without any, all are.
	Events []string `koanf:"events" optional:"true" example:"passkey.*"`
}

// Mail says how people are written to.
type Mail struct {
	// The mail server (SMTP), as `host:port`. Without it no mails are sent.
	Server string `koanf:"server" optional:"true" example:"smtp.example.com:587"`
	// How the way there is protected: `starttls` (usually port 587), `tls` (usually port 465), or `none`, which only a
	// server on this machine may have.
	Security string `koanf:"security" enum:"starttls,tls,none"`
	// The name to sign in with at the mail server. Without it, nobody signs in.
	Username string `koanf:"username" optional:"true" example:"latchkey"`
	// The password for it.
	Password Secret `koanf:"password" optional:"true" secret:"true"`
	// A file with the password. Set this or password, not both.
	PasswordFile string `koanf:"password_file" optional:"true" example:"/run/secrets/latchkey_smtp"`
	// The sender, with or without a name.
	From string `koanf:"from" optional:"true" example:"Harbour <no-reply@example.com>"`
	// The language of people whose kratos.traits.locale is not known or not there: `en` or `de`.
	Language string `koanf:"language"`
}

// Secrets seal ceremonies and stored keys.
type Secrets struct {
	// Random texts of at least 32 bytes, such as `openssl rand -base64 32` prints. The first one seals, all of them
	// open: to change it, add the new one last everywhere, then put it first, then remove the old one. Required with
	// PostgreSQL; with SQLite one is made and kept beside the database file as `latchkey.secret` when there is none.
	Cipher []Secret `koanf:"cipher" optional:"true" secret:"true"`
	// A file with the secrets, one on each line. Set this or cipher, not both.
	CipherFile string `koanf:"cipher_file" optional:"true" example:"/run/secrets/latchkey_cipher"`
}

// Log says what is logged.
type Log struct {
	// The least level that is logged.
	Level string `koanf:"level" enum:"debug,info,warn,error"`
	// `json` for machines, `text` for a terminal.
	Format string `koanf:"format" enum:"json,text"`
}

// Default is the configuration of somebody who sets nothing: SQLite in the working directory, everything on this
// machine.
func Default() Config {
	return Config{
		DSN: "sqlite://latchkey.db",
		Serve: Serve{
			Public: Public{Address: ":4477", BaseURL: "http://localhost:4477"},
			Admin:  Admin{Address: "127.0.0.1:4478"},
		},
		Kratos: Kratos{
			PublicURL:          "http://127.0.0.1:4433",
			BrowserURL:         "http://localhost:4433",
			AdminURL:           "http://127.0.0.1:4434",
			SessionCookie:      "ory_kratos_session",
			Timeout:            2 * time.Second,
			CodeIsSecondFactor: "auto",
			Traits:             Traits{Login: "email", DisplayName: "name"},
			Login:              Login{Provider: "passkey", ClientID: "kratos", DefaultSession: "none"},
		},
		WebAuthn: WebAuthn{
			RP:               []RP{{ID: "localhost", Name: "Latchkey", Origins: []string{"http://localhost:4477"}}},
			UserVerification: "preferred",
			ResidentKey:      "preferred",
			MaxPasskeys:      20,
			Clone:            "reject",
		},
		Policy:        Policy{Freshness: 15 * time.Minute, FirstPasskeyWithin: 24 * time.Hour, FirstPasskeyNeeds: "none", UVPasskeyIsAAL2: true, Required: "none", Grace: 24 * time.Hour},
		RecoveryCodes: RecoveryCodes{Enabled: true, Level: "aal2"},
		Admin:         Administration{ResetApprovals: 1, PasskeyAge: 24 * time.Hour},
		Setup:         Setup{AskAgain: 30 * 24 * time.Hour},
		Audit:         Audit{Retention: 400 * 24 * time.Hour, SealEvery: time.Minute},
		Limits:        Limits{LoginPerMinute: 60, LoginBurst: 30, IdentifierPerMinute: 30, WritesPerMinute: 30, AdminFailuresPerMinute: 10},
		Notify:        Notify{Every: 15 * time.Second, Timeout: 10 * time.Second, Tries: 14, Mail: Mail{Security: "starttls", Language: "en"}},
		Migrate:       "auto",
		Log:           Log{Level: "info", Format: "json"},
	}
}
