package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

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

// relyingParties checks what WebAuthn L3 §5.1.3 makes browsers refuse, so that it is refused here, where somebody
// can mend it.
func (c *checker) relyingParties() {
	seen := make(map[string]bool)
	for i, rp := range c.config.WebAuthn.RP {
		path := fmt.Sprintf("webauthn.rp[%d]", i)
		if rp.ID != "" && seen[rp.ID] {
			c.fault(path+".id", "is there twice ("+rp.ID+").", "Join the two entries and list all origins in one.")
		}
		seen[rp.ID] = true
		idOK := c.rpID(path+".id", rp.ID)
		for j, origin := range rp.RelatedOrigins {
			c.origin(fmt.Sprintf("%s.related_origins[%d]", path, j), origin)
		}
		for j, origin := range rp.Origins {
			at := fmt.Sprintf("%s.origins[%d]", path, j)
			if c.origin(at, origin) && idOK && !slices.Contains(rp.RelatedOrigins, origin) {
				c.belongs(at, origin, rp.ID)
			}
		}
		c.siteNames(path+".related_origins", rp)
	}
	for i, aaguid := range c.config.WebAuthn.UVNotTrusted {
		if _, err := uuid.Parse(aaguid); err != nil || len(aaguid) != 36 {
			c.fault(fmt.Sprintf("webauthn.uv_not_trusted[%d]", i), "is no AAGUID.", "Write it as passkeys show it, such as 00000000-0000-0000-0000-000000000000.")
		}
	}
	c.ownPages()
}

// maxSiteNames is as many as browsers look at (WebAuthn L3 §5.11.1).
const maxSiteNames = 5

// siteNames counts as browsers do: the registrable domain without its suffix, so that example.com and example.co.uk are
// one. Origins on the RP ID's own domain are in the list, and count.
func (c *checker) siteNames(path string, rp RP) {
	if len(rp.RelatedOrigins) == 0 {
		return
	}
	var names []string
	for _, origin := range slices.Concat(rp.Origins, rp.RelatedOrigins) {
		parsed, err := url.Parse(origin)
		if err != nil {
			continue // named elsewhere
		}
		registrable, err := publicsuffix.EffectiveTLDPlusOne(parsed.Hostname())
		name, _, _ := strings.Cut(registrable, ".")
		if err == nil && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > maxSiteNames {
		c.fault(path, fmt.Sprintf("span %d site names with origins (%s), and browsers look at %d only.", len(names), strings.Join(names, ", "), maxSiteNames),
			"Keep the origins of five; names that differ only in their suffix (example.com, example.co.uk) count once.")
	}
}

var domain = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

func (c *checker) rpID(path, id string) bool {
	_, ipErr := netip.ParseAddr(strings.Trim(id, "[]"))
	wrong := ""
	switch {
	case id == "":
		return false
	case strings.Contains(id, "://"):
		wrong = "is an address, not a domain."
	case ipErr == nil:
		wrong = "is an IP address, and passkeys belong to domains."
	case strings.ContainsAny(id, ":/"):
		wrong = "has a port or a path in it."
	case !domain.MatchString(id) || len(id) > 253:
		wrong = "is no domain in lower-case ASCII."
	default:
		return true
	}
	c.fault(path, wrong, "Write the domain alone: "+rpIDFrom(id)+".")
	return false
}

// rpIDFrom guesses the RP ID that was meant.
func rpIDFrom(id string) string {
	if _, rest, ok := strings.Cut(id, "://"); ok {
		id = rest
	}
	id, _, _ = strings.Cut(id, "/")
	id, _, _ = strings.Cut(id, ":")
	id, err := idna.Lookup.ToASCII(strings.TrimSuffix(id, "."))
	if _, ipErr := netip.ParseAddr(id); err != nil || ipErr == nil || !domain.MatchString(id) {
		return "example.com, or localhost on your own machine"
	}
	return id
}

// belongs checks that a browser lets pages of an origin use an RP ID: equal to its host, or a parent of it that is
// not a public suffix.
func (c *checker) belongs(path, origin, rpID string) {
	parsed, err := url.Parse(origin)
	if err != nil {
		return
	}
	host := parsed.Hostname()
	suffix, _ := publicsuffix.PublicSuffix(host)
	switch _, ipErr := netip.ParseAddr(host); {
	case host == rpID:
	case ipErr == nil:
		c.fault(path, "has an IP address, and passkeys belong to domains.", "Open the page as http://localhost instead, or give the machine a name.")
	case !strings.HasSuffix(host, "."+rpID):
		c.fault(path, "is outside its RP ID "+rpID+": "+origin+".", "Use a host on "+rpID+" or below it, or list the origin in related_origins too.")
	case len(suffix) >= len(rpID):
		c.fault(path, "cannot use the RP ID "+rpID+": browsers take that for a public suffix, which belongs to nobody.", "Make the RP ID "+host+".")
	}
}

// ownPages warns when Latchkey's own pages could not run a ceremony.
func (c *checker) ownPages() {
	base := c.config.Serve.Public.BaseURL
	listed := slices.ContainsFunc(c.config.WebAuthn.RP, func(rp RP) bool {
		return slices.Contains(rp.Origins, base) || slices.Contains(rp.RelatedOrigins, base)
	})
	if !listed && base != "" {
		c.warn("serve.public.base_url", "is not among the origins of webauthn.rp: Latchkey's own pages cannot use passkeys.", "Add "+base+" to webauthn.rp[0].origins, unless only your own pages call the API.")
	}
}

// origin checks the spelling of an origin: browsers send exactly one, and it is compared exactly (RFC 6454 §6.2).
func (c *checker) origin(path, raw string) bool {
	if raw == "" {
		return false
	}
	wrong, remedy := originFault(raw)
	if wrong != "" {
		c.fault(path, wrong, remedy)
	}
	return wrong == ""
}

// originFault says what is wrong with an origin and how to write it; both are empty when nothing is.
func originFault(raw string) (wrong, remedy string) {
	parsed, err := url.Parse(raw)
	switch {
	case strings.HasPrefix(raw, "android:") || strings.HasPrefix(raw, "ios:"):
		return "is what an app says in place of an origin.", "Name the app in apps.android or apps.ios; what it says is made from there."
	case strings.Contains(raw, "*"):
		return "has a wildcard in it.", "List each origin by itself."
	case err != nil || parsed.Hostname() == "" || parsed.Scheme != "http" && parsed.Scheme != "https":
		return "is no web origin.", "Write scheme and host, and the port unless it is the default: https://app.example.com."
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(parsed.Hostname(), "."))
	if _, ipErr := netip.ParseAddr(parsed.Hostname()); ipErr == nil {
		host = strings.ToLower(parsed.Hostname())
	} else if err != nil || !domain.MatchString(host) {
		return "has a host that is no domain.", "Write it as https://app.example.com."
	}
	right := parsed.Scheme + "://" + hostPort(host, parsed.Port(), parsed.Scheme)
	if raw != right {
		return misspelling(parsed, raw), "Write " + right + "."
	}
	if parsed.Scheme == "http" && !isLoopback(host) {
		return "is http, and off localhost browsers allow passkeys on https only.", "Serve it by https and write https://" + host + "."
	}
	return "", ""
}

// hostPort joins them as browsers do: without the default port, and IPv6 in brackets.
func hostPort(host, port, scheme string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}

// misspelling names in what raw differs from the origin it stands for.
func misspelling(parsed *url.URL, raw string) string {
	switch {
	case parsed.User != nil:
		return "has a user in it."
	case parsed.RawQuery != "" || parsed.ForceQuery || strings.Contains(raw, "#"):
		return "has a query or a fragment in it."
	case parsed.Path == "/":
		return "has a slash at its end."
	case parsed.Path != "":
		return "has a path in it."
	case strings.ToLower(raw) != raw:
		return "has upper-case letters in it."
	case parsed.Port() == "80" || parsed.Port() == "443":
		return "names the default port."
	default:
		return "is not spelled as browsers send it."
	}
}

// isLocalhost: browsers treat these names as secure without https (Secure Contexts §3.1).
func isLocalhost(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// sameSite tells whether cookies of one reach the other: same scheme and same registrable domain.
func sameSite(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && site(a.Hostname()) == site(b.Hostname())
}

func site(host string) string {
	registrable, err := publicsuffix.EffectiveTLDPlusOne(host)
	if _, ipErr := netip.ParseAddr(host); err != nil || ipErr == nil {
		return host
	}
	return registrable
}
