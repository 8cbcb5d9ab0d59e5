package notify

import (
	"encoding/base64"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// Webhook is an address that receives events, signed by the Standard Webhooks scheme
// (https://www.standardwebhooks.com). The operator sets the address, which may be inside their network.
type Webhook struct {
	Name string
	URL  string // https, or http on loopback
	// Secrets all sign, so that a receiver can change from one to the next. Each is "whsec_" and 24 to 64 bytes in
	// Base64.
	Secrets []string
	// Events lists the types to send, such as "passkey.*"; empty: all.
	Events []string
}

// Check returns what is wrong with a webhook, by name of the setting, each as the end of a sentence.
func (w Webhook) Check() map[string]string {
	faults := map[string]string{}
	address, err := url.Parse(w.URL)
	switch {
	case err != nil || address.Hostname() == "" || address.Fragment != "":
		faults["url"] = "is not an address, such as https://crm.example.com/hooks/latchkey."
	case address.User != nil:
		faults["url"] = "contains a user; receivers authenticate Latchkey by its signature."
	case address.Scheme != "https" && (address.Scheme != "http" || !isLoopback(address.Hostname())):
		faults["url"] = "does not begin with https://; http:// is allowed only on this machine."
	}
	if len(w.Secrets) == 0 {
		faults["secrets"] = "contains no secret."
	}
	for _, secret := range w.Secrets {
		key, ok := strings.CutPrefix(secret, "whsec_")
		decoded, err := base64.StdEncoding.DecodeString(key)
		if !ok || err != nil || len(decoded) < 24 || len(decoded) > 64 {
			faults["secrets"] = `has a line that is not "whsec_" and 24 to 64 bytes in Base64.`
		}
	}
	for _, pattern := range w.Events {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			faults["events"] = "contains an invalid pattern; write types such as passkey.removed, or passkey.* for all of a kind."
		}
	}
	return faults
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
