package value

import (
	"fmt"
	"log/slog"
	"strings"
)

// Secret is a text that is never logged or part of an error: it prints as a placeholder.
type Secret string

const redacted = "[redacted]"

func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MinSecretBytes is the minimum length of a secret.
const MinSecretBytes = 32

// exampleSecrets are parts of the placeholder secrets in documentation, including Kratos'.
var exampleSecrets = []string{"change", "example", "insecure", "not-secure", "not_secure", "notsecure", "placeholder", "your-secret", "your_secret", "long-secret", "latchkey", "0123456789", "abcdefghij"}

// Weakness returns what is wrong with a secret, or "".
func (s Secret) Weakness() string {
	if len(s) == 0 {
		return "is empty."
	}
	if len(s) < MinSecretBytes {
		return fmt.Sprintf("is too short: %d bytes, and at least %d are needed.", len(s), MinSecretBytes)
	}
	lower := strings.ToLower(string(s))
	for _, part := range exampleSecrets {
		if strings.Contains(lower, part) {
			return "is an example from public documentation."
		}
	}
	distinct := make(map[byte]bool)
	for i := range len(s) {
		distinct[s[i]] = true
	}
	if len(distinct) < 8 {
		return "is not random: it repeats a few characters."
	}
	return ""
}
