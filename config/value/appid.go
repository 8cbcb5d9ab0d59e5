package value

import (
	"net/url"
	"strings"
)

// AppIDFault returns the error in an AppID of the FIDO U2F API, and the remedy; both are empty if browsers let pages on the RP
// ID's domain use it (FIDO AppID and Facet Specification, 3.1.2). Its hash is compared, so every byte of it matters.
func AppIDFault(raw, rpID string) (wrong, remedy string) {
	parsed, err := url.Parse(raw)
	switch {
	case err != nil || parsed.Scheme != "https" || !isDomain(parsed.Hostname()) || !strings.HasPrefix(raw, "https://"):
		return "is not an https URL.", "Write the AppID as the keys were registered for it, such as https://example.com/app-id.json."
	case parsed.User != nil || strings.ContainsAny(raw, " \t\r\n"):
		return "has a user or white space in it.", "Write the AppID as the keys were registered for it, such as https://example.com/app-id.json."
	case site(parsed.Hostname()) != site(rpID):
		return "is on another site than the RP ID " + rpID + ", so browsers refuse it.", "Name it at the relying party of its own domain."
	}
	return "", ""
}
