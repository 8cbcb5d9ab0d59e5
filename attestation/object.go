package attestation

import (
	"fmt"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// formatNone is the format of an object without a statement (L3 §8.7).
const formatNone = "none"

// Object is an attestation object (L3 §6.5.4) whose statement has not been read: only a registration that asked for one reads it.
type Object struct {
	Format   string                  `cbor:"fmt"`
	AuthData []byte                  `cbor:"authData"`
	Stated   webauthncbor.RawMessage `cbor:"attStmt"`
}

// Read reads an attestation object. Its statement may be of any type, since it is not used unless it is verified.
func Read(raw []byte) (*Object, error) {
	var object Object
	if err := webauthncbor.Unmarshal(raw, &object); err != nil {
		return nil, fmt.Errorf("attestation object: %w", err)
	}
	return &object, nil
}

// Empty reports whether it has no statement: the authenticator gave none, or the browser removed it because the user declined.
func (o *Object) Empty() bool { return o.Format == formatNone }

// Bare returns the object as an authenticator sends it that was not asked for attestation: the same authenticator data without a
// statement. It is what an unverified object is stored as.
func (o *Object) Bare() ([]byte, error) {
	raw, err := webauthncbor.Marshal(map[string]any{"fmt": formatNone, "attStmt": map[string]any{}, "authData": o.AuthData})
	if err != nil {
		return nil, fmt.Errorf("attestation object: %w", err)
	}
	return raw, nil
}
