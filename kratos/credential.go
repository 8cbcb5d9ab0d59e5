package kratos

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

// maxCredential limits the size of a credential that is sent to Kratos, in bytes. Kratos' cookies and tokens are far
// smaller.
const maxCredential = 8 << 10

// CredentialKind is where a credential was found. Browsers send only a Cookie by themselves, so only for a Cookie does
// api check the origin of the request.
type CredentialKind string

// The kinds, in the order of precedence.
const (
	Token  CredentialKind = "token"  // X-Session-Token
	Cookie CredentialKind = "cookie" // the session cookie
	Bearer CredentialKind = "bearer" // Authorization: Bearer
)

// Credential is the one credential that a request carries for its session. It never prints its value.
type Credential struct {
	Kind CredentialKind

	// A pointer, because fmt bypasses our methods for unexported fields of other structs: it would print a string, and
	// prints only the address of a pointer.
	value *string
}

// CredentialFrom returns the one credential of a request: X-Session-Token, else the session cookie, else Authorization:
// Bearer, in the same order as Kratos. Empty ones count as absent. It returns false if there is none, or if the one
// that counts cannot come from Kratos (over 8 KiB, control characters): then the request is unauthenticated, without a
// call to Kratos. Of several session cookies it returns the first; SessionOf checks all of them.
func (c *Client) CredentialFrom(r *http.Request) (Credential, bool) {
	if candidates := c.credentialsFrom(r); len(candidates) > 0 {
		return candidates[0], true
	}
	return Credential{}, false
}

// credentialsFrom is CredentialFrom with every session cookie. Browsers send several of one name if they were set for
// several domains or paths, which any page of a neighbouring host can do. Equal values count once.
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

// present returns the kind that counts and its values; only cookies can have more than one.
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

// Format handles all verbs, including those that bypass String, such as %x.
func (c Credential) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		fmt.Fprint(f, c.GoString())
		return
	}
	fmt.Fprint(f, c.String())
}

// attach adds the credential to a request to Kratos.
func (c Credential) attach(req *http.Request, cookie string) {
	switch c.Kind {
	case Token:
		req.Header.Set("X-Session-Token", *c.value)
	case Cookie:
		req.Header.Set("Cookie", cookie+"="+*c.value)
	default:
		req.Header.Set("Authorization", "Bearer "+*c.value)
	}
}

// key is the cache key of the credential. The same value as a cookie and as a token are two credentials.
func (c Credential) key() [sha256.Size]byte {
	return sha256.Sum256([]byte(string(c.Kind) + "\x00" + *c.value))
}
