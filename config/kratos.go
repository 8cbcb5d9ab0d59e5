package config

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

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

var (
	cookieName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$") // RFC 6265 §4.1.1
	traitPath  = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)
)

func (c *checker) kratos() {
	kratos := &c.config.Kratos
	c.kratosURL("kratos.public_url", &kratos.PublicURL)
	browser := c.kratosURL("kratos.browser_url", &kratos.BrowserURL)
	c.kratosURL("kratos.admin_url", &kratos.AdminURL)
	if kratos.AdminURL == kratos.PublicURL {
		c.warn("kratos.admin_url", "is the same as kratos.public_url.", "Kratos serves its admin API on a port of its own, usually 4434.")
	}
	if base, err := url.Parse(c.config.Serve.Public.BaseURL); err == nil && browser != nil && base.Host != "" && !sameSite(base, browser) {
		c.warn("kratos.browser_url", "is not on the same site as serve.public.base_url ("+c.config.Serve.Public.BaseURL+"): browsers will not send the Kratos cookie to Latchkey.", "Put both on one scheme and one domain, such as https://id.example.com and https://passkeys.example.com.")
	}
	if kratos.SessionCookie != "" && !cookieName.MatchString(kratos.SessionCookie) {
		c.fault("kratos.session_cookie", "is no name a cookie can have.", "Copy session.cookie.name from Kratos' configuration.")
	}
	c.login(kratos.Login)
	c.hooks(kratos.Hooks)
	c.trait("kratos.traits.login", kratos.Traits.Login)
	c.trait("kratos.traits.display_name", kratos.Traits.DisplayName)
	c.trait("kratos.traits.locale", kratos.Traits.Locale)
}

var providerID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// login checks what Kratos and Latchkey must agree on, once it is switched on.
func (c *checker) login(login Login) {
	if !login.Enabled {
		if login.DefaultSession != "none" {
			c.fault("kratos.login.default_session", "asks for Kratos sessions, and kratos.login.enabled is false.", "Set kratos.login.enabled to true, or default_session to none.")
		}
		return
	}
	if login.ClientSecret == "" {
		c.fault("kratos.login.client_secret", "is not set.", makeSecret+" Write the same as client_secret of the provider in kratos.yml.")
	} else if wrong := login.ClientSecret.weakness(); wrong != "" {
		c.fault("kratos.login.client_secret", wrong, makeSecret)
	}
	if !providerID.MatchString(login.Provider) {
		c.fault("kratos.login.provider", "is no provider ID.", "Copy the provider's id from kratos.yml: letters, digits, - and _.")
	}
	if login.ClientID == "" {
		c.fault("kratos.login.client_id", "is empty.", "Copy the provider's client_id from kratos.yml.")
	}
}

func (c *checker) trait(path, trait string) {
	if trait != "" && !traitPath.MatchString(trait) {
		c.fault(path, "is no path to a trait.", "Write the names with dots between them, such as email or name.full.")
	}
}

// kratosURL checks the address of one of Kratos' APIs and takes off the slash at its end.
func (c *checker) kratosURL(path string, address *string) *url.URL {
	if *address == "" {
		return nil
	}
	parsed, err := url.Parse(*address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" {
		c.fault(path, "is no http or https address.", "Write it as http://127.0.0.1:4433.")
		return nil
	}
	if parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
		c.fault(path, "has a user, a query or a fragment in it.", "Write scheme, host, port and path only.")
		return nil
	}
	*address = strings.TrimRight(*address, "/")
	return parsed
}
