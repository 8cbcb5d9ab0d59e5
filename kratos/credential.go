package kratos

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
)

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

// keyOf is the cache key of the credentials of a request. The same value as a cookie and as a token are two credentials.
func keyOf(credentials []Credential) (key [sha256.Size]byte) {
	hash := sha256.New()
	for _, c := range credentials { // no value has a control character
		hash.Write([]byte(string(c.Kind) + "\x00" + *c.value + "\x00"))
	}
	return [sha256.Size]byte(hash.Sum(key[:0]))
}
