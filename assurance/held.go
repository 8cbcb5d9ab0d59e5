package assurance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Held are the factors that Kratos holds for an identity.
type Held []HeldFactor

// HeldFactor is one factor at Kratos: one TOTP secret, one set of lookup codes, one WebAuthn credential, one address
// for codes, or one credential of an unknown kind.
type HeldFactor struct {
	Kind     string
	Material Material
	Ref      string // webauthn and passkey: the credential ID in base64url without padding; otherwise ""
	Name     string // webauthn and passkey: what the user or the browser called it; "" if nothing
	// Unsure reports that Kratos gave no clear answer whether it is a factor. Decisions count it as one; it is recorded
	// only after a clear answer.
	Unsure bool
	// Provider is set for links to other providers.
	Provider string
	// ChangedAt is when Kratos last changed it, at the latest, by Kratos' clock; zero if unknown. For most kinds Kratos
	// updates it whenever anything of the identity changes.
	ChangedAt time.Time
	// Original reports, of an address, that it was created with its identity, so that it is not in another one's place.
	Original bool
}

// Any reports whether there is at least one.
func (h Held) Any() bool { return len(h) > 0 }

// Has reports whether there is one of a kind.
func (h Held) Has(kind string) bool {
	for _, f := range h {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// Kinds returns each kind once, in the order of the factors.
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

// Fingerprint identifies this factor without revealing it: HMAC-SHA-256 of its kind and its material. A factor that is
// removed and set up again has another fingerprint. The key must be secret, since a phone number or an address could be
// guessed.
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

// Material is what defines a factor, such as the secret of an authenticator app. It exists to be fingerprinted: it
// never prints its value, and the value cannot be read back.
type Material struct {
	// A pointer, because fmt bypasses our methods for unexported fields of other structs: it would print a string, and
	// prints only the address of a pointer.
	secret *string
}

// NewMaterial wraps a secret.
func NewMaterial(secret string) Material { return Material{secret: &secret} }

// JoinMaterial wraps a secret of several parts.
func JoinMaterial(parts ...string) Material {
	joined, _ := json.Marshal(parts) // strings can always be encoded
	return NewMaterial(string(joined))
}

// Map wraps what f makes of the secret.
func (m Material) Map(f func(string) string) Material {
	if m.secret == nil {
		return m
	}
	return NewMaterial(f(*m.secret))
}

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

// Format handles all verbs, including those that bypass String, such as %x.
func (m Material) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		fmt.Fprint(f, m.GoString())
		return
	}
	fmt.Fprint(f, m.String())
}
