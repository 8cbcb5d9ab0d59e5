package value

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// OriginFault returns the error in the spelling of an origin and how to write it; both are empty if it is correct.
// Browsers send exactly one spelling, and it is compared exactly (RFC 6454 §6.2).
func OriginFault(raw string) (wrong, remedy string) {
	parsed, err := url.Parse(raw)
	switch {
	case strings.HasPrefix(raw, "android:") || strings.HasPrefix(raw, "ios:"):
		return "is what an app says in place of an origin.", "Name the app in apps.android or apps.ios; what it says is made from there."
	case strings.Contains(raw, "*"):
		return "has a wildcard in it.", "List each origin by itself."
	case err != nil || parsed.Hostname() == "" || parsed.Scheme != "http" && parsed.Scheme != "https":
		return "is not a web origin.", "Write scheme and host, and the port unless it is the default: https://app.example.com."
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(parsed.Hostname(), "."))
	if _, ipErr := netip.ParseAddr(parsed.Hostname()); ipErr == nil {
		host = strings.ToLower(parsed.Hostname())
	} else if err != nil || !domain.MatchString(host) {
		return "has a host that is not a domain.", "Write it as https://app.example.com."
	}
	right := parsed.Scheme + "://" + hostPort(host, parsed.Port(), parsed.Scheme)
	if raw != right {
		return misspelling(parsed, raw), "Write " + right + "."
	}
	if parsed.Scheme == "http" && !IsLoopback(host) {
		return "is http, and off localhost browsers allow passkeys on https only.", "Serve it by https and write https://" + host + "."
	}
	return "", ""
}

// misspelling names the part in which raw differs from the origin that it means.
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
