package kratos

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

// maxCredential bounds what is sent on to Kratos, in bytes. Its cookies and tokens are far smaller.
const maxCredential = 8 << 10

// CredentialKind says where a credential was found. Only a Cookie is sent by browsers on their own, so only for it
// does the api room ask where the request came from.
type CredentialKind string

// The kinds, in the order in which they are looked for.
const (
	Token  CredentialKind = "token"  // X-Session-Token
	Cookie CredentialKind = "cookie" // the session cookie
	Bearer CredentialKind = "bearer" // Authorization: Bearer
)

// Credential is what a request carries to prove its session, and only one of it. It never prints its value.
type Credential struct {
	Kind CredentialKind

	// A pointer, because fmt walks past our methods into unexported fields of other structs, and prints a string
	// there but only the address of a pointer.
	value *string
}

// CredentialFrom takes the one credential of a request: X-Session-Token, else the session cookie, else Authorization:
// Bearer, which is the order that Kratos itself has. Empty ones count as absent. false when there is none, or the one
// that counts cannot be Kratos' (over 8 KiB, control characters): unauthenticated, without asking Kratos. Of several
// session cookies it is the first; SessionOf judges them all.
func (c *Client) CredentialFrom(r *http.Request) (Credential, bool) {
	if candidates := c.credentialsFrom(r); len(candidates) > 0 {
		return candidates[0], true
	}
	return Credential{}, false
}

// credentialsFrom is CredentialFrom, with every session cookie that there is. Browsers send several of one name where
// they were set for several domains or paths, which any page of a neighbouring host can do. A value that comes twice
// counts once.
func (c *Client) credentialsFrom(r *http.Request) []Credential {
	kind, values := c.present(r)
	var candidates []Credential
	for i, value := range values {
		if len(value) <= maxCredential && !strings.ContainsFunc(value, isControl) && !slices.Contains(values[:i], value) {
			candidates = append(candidates, Credential{Kind: kind, value: &value})
		}
	}
	return candidates
}

// present finds the kind that counts, and its values: more than one of cookies only.
func (c *Client) present(r *http.Request) (kind CredentialKind, values []string) {
	for _, value := range r.Header.Values("X-Session-Token") {
		if value = strings.TrimSpace(value); value != "" {
			return Token, []string{value}
		}
	}
	for _, cookie := range r.CookiesNamed(c.cookie) {
		if cookie.Value != "" {
			values = append(values, cookie.Value)
		}
	}
	if len(values) > 0 {
		return Cookie, values
	}
	for _, header := range r.Header.Values("Authorization") {
		scheme, value, _ := strings.Cut(strings.TrimSpace(header), " ")
		if value = strings.TrimSpace(value); strings.EqualFold(scheme, "Bearer") && value != "" {
			return Bearer, []string{value}
		}
	}
	return "", nil
}

func isControl(r rune) bool { return r < 0x20 || r == 0x7f }

const redacted = "[redacted]"

func (c Credential) String() string       { return string(c.Kind) + redacted }
func (c Credential) GoString() string     { return "kratos.Credential{" + c.String() + "}" }
func (c Credential) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Format covers the verbs that would go round String, such as %x.
func (c Credential) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		fmt.Fprint(f, c.GoString())
		return
	}
	fmt.Fprint(f, c.String())
}
