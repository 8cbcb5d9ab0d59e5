package assurance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// The kinds of factors that we know at Kratos, by Kratos' own names. Whatever else it holds beside a first factor is a
// factor too, of a kind that we do not know: it counts as present and proves nothing next to a passkey.
const (
	KindTOTP         = "totp"
	KindLookupSecret = "lookup_secret"
	KindWebAuthn     = "webauthn"
	KindPasskey      = "passkey" // of Kratos' own method
	KindCode         = "code"    // where Kratos takes it as a second factor
)

// Held is what Kratos holds for an identity, beside its first factors (password, oidc).
type Held []HeldFactor

// HeldFactor is one factor at Kratos: one TOTP secret, one set of lookup codes, one WebAuthn credential, one address that
// codes are sent to, or one credential of a kind that we do not know.
type HeldFactor struct {
	Kind     string
	Material Material
	Ref      string // webauthn and passkey: the credential ID in base64url without padding; else ""
	// Unsure: it counts only because Kratos gave no clear answer whether it is a factor. Decisions take it as one; the
	// record of what an identity holds waits for a clear answer.
	Unsure bool
	// Provider and ChangedAt are of first factors: see Factor.
	Provider  string
	ChangedAt time.Time
}

// Any tells whether there is one.
func (h Held) Any() bool { return len(h) > 0 }

// Has tells whether there is one of a kind.
func (h Held) Has(kind string) bool {
	for _, f := range h {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// Kinds names each kind once, in the order in which they are held.
func (h Held) Kinds() []string {
	kinds := []string{}
	seen := map[string]bool{}
	for _, f := range h {
		if !seen[f.Kind] {
			seen[f.Kind] = true
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

// Fingerprint tells this factor from any other, without telling what it is: HMAC-SHA-256 of its kind and its material.
// A factor that is removed and set up again has another one; the key must be ours alone, since a phone number or an
// address could be guessed.
func (f HeldFactor) Fingerprint(key []byte) [sha256.Size]byte {
	mac := hmac.New(sha256.New, key)
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(f.Kind)))
	mac.Write(length[:])
	io.WriteString(mac, f.Kind)
	if f.Material.secret != nil {
		io.WriteString(mac, *f.Material.secret)
	}
	return [sha256.Size]byte(mac.Sum(nil))
}

// Material is what defines a factor, such as the secret of an authenticator app. It is there to be fingerprinted: it
// never prints its value, and cannot be taken out again.
type Material struct {
	// A pointer, because fmt walks past our methods into unexported fields of other structs, and prints a string there
	// but only the address of a pointer.
	secret *string
}

// NewMaterial wraps it.
func NewMaterial(secret string) Material { return Material{secret: &secret} }

// Equal compares the values.
func (m Material) Equal(other Material) bool {
	if m.secret == nil || other.secret == nil {
		return m.secret == other.secret
	}
	return hmac.Equal([]byte(*m.secret), []byte(*other.secret))
}

const redacted = "[redacted]"

func (m Material) String() string               { return redacted }
func (m Material) GoString() string             { return "assurance.Material{" + redacted + "}" }
func (m Material) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (m Material) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Format covers the verbs that would go round String, such as %x.
func (m Material) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		fmt.Fprint(f, m.GoString())
		return
	}
	fmt.Fprint(f, m.String())
}
