package config

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Kratos holds the addresses of Kratos, and how Latchkey works with it.
type Kratos struct {
	// Kratos' public API, as Latchkey reaches it.
	PublicURL string `koanf:"public_url"`
	// Kratos' public API, as browsers reach it. It must be on the same site as serve.public.base_url, or browsers
	// will not send the Kratos cookie to Latchkey.
	BrowserURL string `koanf:"browser_url"`
	// Kratos' admin API, as Latchkey reaches it. It must not be reachable from outside.
	AdminURL string `koanf:"admin_url"`
	// The name of Kratos' session cookie (`session.cookie.name` in kratos.yml).
	SessionCookie string `koanf:"session_cookie"`
	// The total time of all Kratos calls of one request. When it is exceeded, the response is 503.
	Timeout time.Duration `koanf:"timeout" min:"10ms" max:"1m"`
	// Whether Kratos accepts a code sent by email or SMS as a second factor (`methods.code.mfa_enabled` in kratos.yml).
	// `auto` queries the methods that the login flow of Kratos offers for aal2, at most once a minute; an ambiguous
	// answer counts as yes. `yes` counts every address that Kratos could send a code to. `no` is for a Kratos where
	// codes are a first factor or disabled.
	CodeIsSecondFactor string `koanf:"code_is_second_factor" enum:"auto,yes,no"`
	// Takes over a passkey of Kratos' own when it is used to sign in here (`docs/switch-over.md`). One replica of
	// `serve` reads the user handles of all passkeys at Kratos every hour; what was set up since then is not known yet.
	Adopt bool `koanf:"adopt"`
	// How long forward-auth (`/v1/authz`) caches a valid session, and the second factors of its user at Kratos. A session that
	// was revoked there still passes for that long, and so does one whose factor was removed there. Refusals are not cached,
	// and no other endpoint uses the cache. `0s` disables it.
	SessionCache time.Duration `koanf:"session_cache" min:"0s" max:"10s"`
	// The identity traits with the name and language of a user.
	Traits Traits `koanf:"traits"`
	// Passkey logins that create a Kratos session. Kratos must have Latchkey as an OpenID provider; see docs/kratos-logins.md.
	Login Login `koanf:"login"`
	// Kratos' web_hooks that call Latchkey; see docs/gates.md.
	Hooks Hooks `koanf:"hooks"`
}

// Traits holds the paths of identity traits.
type Traits struct {
	// The trait that users sign in with, displayed next to a passkey in the browser; a path such as `email`,
	// `contact.email` or, in a list, `emails.0`. With several paths, such as `[email, phone]`, the first that an identity
	// has is displayed. For identities without any of them, it is an identifier that they sign in with, then an address
	// at Kratos, then the start of their ID. `latchkey config check`, the log and `/health/ready` name paths that no
	// identity schema of Kratos has.
	Login []string `koanf:"login" single:"true"`
	// The trait with the user's name; a path such as `name.full`, or several. For identities without it, what
	// kratos.traits.login selects is displayed.
	DisplayName []string `koanf:"display_name" single:"true"`
	// The trait with the user's language as a tag such as `de` or `en-GB`; a path such as `settings.locale`, or several.
	// It selects the language of mails.
	Locale []string `koanf:"locale" optional:"true" single:"true" example:"locale"`
}

var cookieName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") // RFC 6265 §4.1.1

// check validates the settings, and removes slashes at the end of addresses.
func (k *Kratos) check(r *setting.Report, baseURL string, loginGate bool) {
	checkKratosURL(r, "kratos.public_url", &k.PublicURL)
	browser := checkKratosURL(r, "kratos.browser_url", &k.BrowserURL)
	checkKratosURL(r, "kratos.admin_url", &k.AdminURL)
	if k.AdminURL == k.PublicURL {
		r.Warn("kratos.admin_url", "is the same as kratos.public_url.", "Kratos serves its admin API on a port of its own, usually 4434.")
	}
	if base, err := url.Parse(baseURL); err == nil && browser != nil && base.Host != "" && !value.SameSite(base, browser) {
		r.Warn("kratos.browser_url", "is not on the same site as serve.public.base_url ("+baseURL+"): browsers will not send the Kratos cookie to Latchkey.", "Use the same scheme and domain for both, such as https://id.example.com and https://passkeys.example.com.")
	}
	if k.SessionCookie != "" && !cookieName.MatchString(k.SessionCookie) {
		r.Fault("kratos.session_cookie", "is not a cookie name.", "Copy session.cookie.name from Kratos' configuration.")
	}
	k.Login.check(r)
	k.Hooks.check(r, baseURL, k.BrowserURL, loginGate)
}

// checkKratosURL checks the address of one of Kratos' APIs and removes the slash at its end.
func checkKratosURL(r *setting.Report, path string, address *string) *url.URL {
	if *address == "" {
		return nil
	}
	parsed, err := url.Parse(*address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" {
		r.Fault(path, "is not an http or https address.", "Write it as http://127.0.0.1:4433.")
		return nil
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		r.Fault(path, "contains a user, a query or a fragment.", "Write scheme, host, port and path only.")
		return nil
	}
	*address = strings.TrimRight(*address, "/")
	return parsed
}
