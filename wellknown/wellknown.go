// Package wellknown owns the documents under /.well-known/ that browsers, password managers and app platforms read. They
// call the host that is the RP ID, so such requests must reach Latchkey with their Host unchanged. It leaves serving them
// to api, and the documents of the OpenID provider to oidc.
package wellknown

import (
	"net"
	"strings"
)

// Published is what the documents say.
type Published struct {
	// BaseURL is our address for browsers, without a trailing slash.
	BaseURL string
	// RelatedOrigins are, by RP ID, all origins whose pages may use its passkeys.
	RelatedOrigins map[string][]string
	// Android and IOS are the apps that may; without any, there is no file for that platform.
	Android []AndroidApp
	IOS     []string // team and bundle: "ABCDE12345.com.example.app"
}

// AndroidApp is an app by its package and its signing certificates: SHA-256, as in "AB:CD:…".
type AndroidApp struct {
	Package      string
	Fingerprints []string
}

// Document returns what is published for a request's Host, to be written as JSON; nil: nothing.
type Document func(host string) any

// Documents returns all documents by their paths.
func (p Published) Documents() map[string]Document {
	return map[string]Document{
		"/.well-known/webauthn":                   p.relatedOrigins,
		"/.well-known/passkey-endpoints":          p.passkeyEndpoints,
		"/.well-known/assetlinks.json":            p.assetLinks,
		"/.well-known/apple-app-site-association": p.appleAssociation,
	}
}

// relatedOrigins is the list that browsers read when a page uses passkeys of another domain (WebAuthn L3 §5.11). Each
// RP ID has its own, selected by Host; with a single RP ID, the Host does not matter.
func (p Published) relatedOrigins(host string) any {
	origins, ok := p.RelatedOrigins[hostName(host)]
	if len(p.RelatedOrigins) == 1 {
		for _, origins = range p.RelatedOrigins {
			ok = true
		}
	}
	if !ok {
		return nil
	}
	return map[string]any{"origins": origins}
}

func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// passkeyEndpoints names the pages to set up and to manage passkeys, for password managers (W3C Passkey Endpoints).
func (p Published) passkeyEndpoints(string) any {
	return map[string]string{"enroll": p.BaseURL + "/setup", "manage": p.BaseURL + "/passkeys"}
}

// assetLinks lets Android apps use the passkeys (Digital Asset Links). Passkeys need both relations.
func (p Published) assetLinks(string) any {
	if len(p.Android) == 0 {
		return nil
	}
	links := []any{}
	for _, app := range p.Android {
		links = append(links, map[string]any{
			"relation": []string{"delegate_permission/common.handle_all_urls", "delegate_permission/common.get_login_creds"},
			"target": map[string]any{
				"namespace": "android_app", "package_name": app.Package, "sha256_cert_fingerprints": app.Fingerprints,
			},
		})
	}
	return links
}

// appleAssociation lets iOS and macOS apps use the passkeys (Associated Domains).
func (p Published) appleAssociation(string) any {
	if len(p.IOS) == 0 {
		return nil
	}
	return map[string]any{"webcredentials": map[string]any{"apps": p.IOS}}
}
