package value

import (
	"regexp"
	"strings"
)

// appOrigins are the forms of origins that are no websites: pages in an app's web view, and those of browser extensions.
var appOrigins = []struct {
	schemes []string
	host    *regexp.Regexp
	remedy  string
}{
	{[]string{"capacitor", "ionic", "tauri"}, domain, "Write scheme and host, in lower case and without port or path, such as capacitor://localhost."},
	{[]string{"chrome-extension"}, regexp.MustCompile(`^[a-p]{32}$`), "Write chrome-extension:// and the extension's ID, 32 letters from a to p."},
	{[]string{"moz-extension", "safari-web-extension"}, regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`),
		"Write the scheme and the extension's UUID, as the browser shows it in location.origin of the extension's page."},
}

// CallerFault is OriginFault for pages that may call the API. These may also be those of hybrid apps and browser extensions,
// whose origins are no web origins and so never those of a passkey.
func CallerFault(raw string) (wrong, remedy string) {
	scheme, host, _ := strings.Cut(raw, "://")
	for _, form := range appOrigins {
		for _, known := range form.schemes {
			switch {
			case scheme != known:
			case form.host.MatchString(host):
				return "", ""
			default:
				return "is not an origin of " + known + "://.", form.remedy
			}
		}
	}
	return OriginFault(raw)
}
