package demo

import (
	"crypto/rand"
	"encoding/json"
	"os"
)

// RandomSecret returns a new secret for LATCHKEY_SECRETS_CIPHER.
func RandomSecret() string { return rand.Text() + rand.Text() }

// secrets stay the same for the same data, so that sessions survive a restart.
type secrets struct{ Cookie, Cipher string }

func keptSecrets(path string) (secrets, error) {
	var kept secrets
	text, err := os.ReadFile(path)
	if err == nil {
		return kept, json.Unmarshal(text, &kept)
	}
	kept = secrets{
		Cookie: RandomSecret(),
		Cipher: RandomSecret()[:32], // Kratos requires exactly 32 characters
	}
	if text, err = json.Marshal(kept); err != nil {
		return kept, err
	}
	return kept, os.WriteFile(path, text, 0o600)
}
