package authenticator

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/google/uuid"
)

// Model identifies a model of authenticators: by its AAGUID, or by the key identifier of the certificate of U2F keys, which have no AAGUID.
// The zero value is an unknown model.
type Model struct {
	AAGUID        uuid.UUID `json:"aaguid,omitzero"`
	KeyIdentifier string    `json:"key_identifier,omitempty"` // RFC 5280, 4.2.1.2, method 1; 40 hexadecimal digits in lower case
}

// ParseModel reads an AAGUID or a key identifier, as settings and FIDO's metadata have them. Anything else is no model.
func ParseModel(text string) (Model, bool) {
	if aaguid, err := uuid.Parse(text); err == nil && len(text) == 36 {
		return Model{AAGUID: aaguid}, true
	}
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == sha1.Size {
		return Model{KeyIdentifier: strings.ToLower(text)}, true
	}
	return Model{}, false
}

// KeyIdentifier is the key identifier of a model of U2F keys, in lower case.
type KeyIdentifier string

var errNoKeyIdentifier = errors.New("not 40 hexadecimal digits")

// ParseKeyIdentifier reads a key identifier, in any case.
func ParseKeyIdentifier(text string) (KeyIdentifier, error) {
	model, _ := ParseModel(text)
	if model.KeyIdentifier == "" {
		return "", errNoKeyIdentifier
	}
	return KeyIdentifier(model.KeyIdentifier), nil
}

// UnmarshalText is for JSON and for flags.
func (k *KeyIdentifier) UnmarshalText(text []byte) (err error) {
	*k, err = ParseKeyIdentifier(string(text))
	return err
}

// Known reports whether it is a model at all.
func (m Model) Known() bool { return m != Model{} }

// ID is the AAGUID or the key identifier, as ParseModel reads it.
func (m Model) ID() string {
	if m.KeyIdentifier != "" {
		return m.KeyIdentifier
	}
	return m.AAGUID.String()
}

// Member is the name of the ID in JSON and in the log.
func (m Model) Member() string {
	if m.KeyIdentifier != "" {
		return "key_identifier"
	}
	return "aaguid"
}
