package value

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

var domain = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// isDomain reports whether a name is a domain in lower-case ASCII.
func isDomain(name string) bool { return domain.MatchString(name) && len(name) <= 253 }

// IsHostName reports whether text is the name of a host, in lower-case ASCII, and no IP address.
func IsHostName(text string) bool {
	_, err := netip.ParseAddr(text)
	return err != nil && isDomain(text)
}

// hostPort joins host and port as browsers do: without the default port, and with IPv6 in brackets.
func hostPort(host, port, scheme string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}

// isLocalhost reports whether browsers treat the name as secure without https (Secure Contexts §3.1).
func isLocalhost(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// SameSite reports whether cookies of one reach the other: same scheme and same registrable domain.
func SameSite(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && site(a.Hostname()) == site(b.Hostname())
}

// PublicSuffix returns the part of a host name below which people can register domains, such as "co.uk".
func PublicSuffix(host string) string {
	suffix, _ := publicsuffix.PublicSuffix(host)
	return suffix
}

// SiteName returns the registrable domain of a host name without its suffix, or "" if it has none: "example" for both
// www.example.com and example.co.uk. Browsers count the sites of related origins so (WebAuthn L3 §5.11.1).
func SiteName(host string) string {
	registrable, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(registrable, ".")
	return name
}

// site returns the registrable domain of a host name, or an IP address itself.
func site(host string) string {
	registrable, err := publicsuffix.EffectiveTLDPlusOne(host)
	if _, ipErr := netip.ParseAddr(host); err != nil || ipErr == nil {
		return host
	}
	return registrable
}

// IsWildcard reports whether the address means all interfaces.
func IsWildcard(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "" || err == nil && addr.IsUnspecified()
}

// IsLoopback reports whether a host name or address can only mean the same machine.
func IsLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return isLocalhost(host) || err == nil && addr.IsLoopback()
}

// HostOf returns the host name in a URL, or "" if it is none.
func HostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Hostname()
}
