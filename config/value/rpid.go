package value

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// RPIDFault returns the error in an RP ID and how to write it; both are empty if it is correct.
func RPIDFault(id string) (wrong, remedy string) {
	_, ipErr := netip.ParseAddr(strings.Trim(id, "[]"))
	switch {
	case strings.Contains(id, "://"):
		wrong = "is an address, not a domain."
	case ipErr == nil:
		wrong = "is an IP address, and passkeys belong to domains."
	case strings.ContainsAny(id, ":/"):
		wrong = "has a port or a path in it."
	case !isDomain(id):
		wrong = "is not a domain in lower-case ASCII."
	default:
		return "", ""
	}
	return wrong, "Write the domain alone: " + rpIDFrom(id) + "."
}

// rpIDFrom guesses the intended RP ID.
func rpIDFrom(id string) string {
	if _, rest, ok := strings.Cut(id, "://"); ok {
		id = rest
	}
	id, _, _ = strings.Cut(id, "/")
	id, _, _ = strings.Cut(id, ":")
	id, err := idna.Lookup.ToASCII(strings.TrimSuffix(id, "."))
	if _, ipErr := netip.ParseAddr(id); err != nil || ipErr == nil || !isDomain(id) {
		return "example.com, or localhost on your own machine"
	}
	return id
}
